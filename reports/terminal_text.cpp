#include "reports/terminal_text.h"

#include <fmt/format.h>

#include <algorithm>

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

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string word = visible(text.substr(0, end), text.size() * 4);
    std::string& line = lines.back();
    if (!line.empty() && line.size() + 1 + word.size() > columns)
      lines.push_back(word);
    else
      line += (line.empty() ? "" : " ") + word;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string indented(std::string_view text, std::size_t by) {
  constexpr std::size_t kPageColumns = 98;
  std::string lines;
  for (const std::string& line : wrapped(text, kPageColumns - by)) lines += fmt::format("{:{}}{}\n", "", by, line);
  return lines;
}

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace reports
