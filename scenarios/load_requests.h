#pragma once

// What a client asks of an address: upgrades and plain requests.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/client/group.h"
#include "scenarios/map_reader.h"
#include "scenarios/places.h"

namespace scenarios {

/// In flow style `{n}` would begin a map, so `<n>` means the same as with braces, for these places.
[[nodiscard]] std::string with_braces(std::string_view text, std::span<const std::string_view> places);
/// A star at the head of a value would be an alias, so `<any>` means the same in patterns.
[[nodiscard]] std::string with_stars(std::string_view text);

/// Names in lower case.
[[nodiscard]] models::network::HeaderList read_headers(const Node& node, Problems& problems);
/// Letters, digits and what else may stand in a header's name or a method (RFC 9110, 5.6.2).
[[nodiscard]] bool is_token(std::string_view text);

/// A token (RFC 9110, 5.6.2): the name of a header, a method or a subprotocol.
constexpr const char* kTokenPattern = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$";

extern const KeyTable kConnect;
/// What a request may have.
[[nodiscard]] std::vector<KeyRow> request_rows();
[[nodiscard]] models::client::ConnectStep read_connect(const Node& node, const Places& places, Problems& problems);
/// Without what its `expect:`, `within:` and `otherwise:` say.
[[nodiscard]] models::client::HttpStep read_request(MapReader& map, const Places& places);
/// `request: /path`
[[nodiscard]] models::client::HttpStep read_plain_request(const Node& path, const Places& places, Problems& problems);

}  // namespace scenarios
