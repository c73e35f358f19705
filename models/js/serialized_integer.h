#pragma once

// A small integer, after objects the commonest value in storage, in the wire format of V8's serialiser: it needs none
// of the serialiser's machinery. Version 15, the tag of a 32-bit integer, and the number zigzag-coded in groups of
// seven bits, the lowest first.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace models::js {

[[nodiscard]] std::string serialized_integer(std::int32_t number);
/// No value: these bytes are something else.
[[nodiscard]] std::optional<std::int32_t> deserialized_integer(std::string_view bytes);

}  // namespace models::js
