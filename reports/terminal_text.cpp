#include "reports/terminal_text.h"

#include <fmt/format.h>

namespace reports {

std::string visible(std::string_view text, std::size_t columns) {
  constexpr std::string_view kCut = "...";
  std::string shown;
  std::size_t width = 0;
  std::size_t room_for_cut = 0;  // bytes of `shown` that leave columns for kCut
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool continues_character = byte >= 0x80 && byte < 0xc0;
    if (!continues_character && width + kCut.size() <= columns) room_for_cut = shown.size();
    if (byte < 0x20 || byte == 0x7f) {
      shown += fmt::format("\\x{:02x}", byte);
      width += 4;
    } else {
      shown.push_back(c);
      if (!continues_character) ++width;
    }
    if (width > columns) return shown.substr(0, room_for_cut).append(kCut);
  }
  return shown;
}

}  // namespace reports
