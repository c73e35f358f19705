#pragma once

// Messages that clients send, and what they look for in those that they receive.

#include <vector>

#include "models/client/script.h"
#include "scenarios/map_reader.h"
#include "scenarios/places.h"

namespace scenarios {

[[nodiscard]] Value message_value();
/// What a message must have.
[[nodiscard]] Value pattern_value();
/// The keys `text` and `json`.
[[nodiscard]] std::vector<KeyRow> pattern_rows();
/// Text, or a map with one of `text`, `json`, `hex`, `base64`, `size`, `text size`.
[[nodiscard]] models::client::Template read_message(const Node& node, const Places& places, Problems& problems);
/// YAML as JSON; a bare <place> is a JSON value of its own.
[[nodiscard]] models::client::Template read_json_message(const Node& node, const Places& places);
/// A text that must be in the message, or a map with `text` and `json`.
[[nodiscard]] models::client::MessagePattern read_pattern(const Node& node, const Places& places, Problems& problems);
/// The keys `text` and `json` of a larger map.
[[nodiscard]] models::client::MessagePattern read_pattern_keys(MapReader& map, const Places& places);

}  // namespace scenarios
