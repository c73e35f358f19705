#pragma once

// Binary messages as scenarios write them, and messages of which only the size matters.

#include <cstdint>
#include <string>
#include <string_view>

namespace models::client {

/// Each throws std::invalid_argument at a character that is none of its alphabet.
void check_hex(std::string_view digits);
void check_base64(std::string_view text);
/// An odd last digit is a byte of its own.
[[nodiscard]] std::string from_hex(std::string_view digits);
/// With or without padding; the URL-safe alphabet is read, too.
[[nodiscard]] std::string from_base64(std::string_view text);

/// "abc...xyzabc...", and the bytes 0, 1, ... 255, 0, ...
[[nodiscard]] std::string filler_letters(std::uint64_t size);
[[nodiscard]] std::string filler_bytes(std::uint64_t size);

}  // namespace models::client
