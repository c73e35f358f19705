#include "sim/record_json.h"

#include <cstddef>
#include <cstdint>

namespace sim {
namespace {

/// The length of the well-formed UTF-8 sequence at the start of text, 0 if there is none (RFC 3629: shortest form, no
/// surrogates, at most U+10FFFF).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

void append_escaped(char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      if (static_cast<unsigned char>(c) < 0x20) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
      } else {
        out += c;
      }
  }
}

bool is_text(std::string_view text) {
  constexpr std::string_view kLayout = "\n\r\t";
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const char c = text.front();
    const bool controls =
        (static_cast<unsigned char>(c) < 0x20 && kLayout.find(c) == std::string_view::npos) || c == 0x7f;
    if (length == 0 || controls) return false;
    text.remove_prefix(length);
  }
  return true;
}

constexpr std::size_t kShownBytes = 32;

}  // namespace

std::string text_or_bytes(std::string_view bytes) {
  if (is_text(bytes)) return std::string(bytes);
  std::string shown = "bytes";
  for (const char c : bytes.substr(0, kShownBytes))
    fmt::format_to(std::back_inserter(shown), " {:02x}", static_cast<unsigned char>(c));
  if (bytes.size() > kShownBytes) fmt::format_to(std::back_inserter(shown), " ... ({} in all)", bytes.size());
  return shown;
}

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (length == 1) {
      append_escaped(text.front(), out);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

}  // namespace sim
