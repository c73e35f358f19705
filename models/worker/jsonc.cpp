#include "models/worker/jsonc.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace models::worker {

Jsonc::Jsonc(std::string text) : text_(std::move(text)) {
  if (text_.starts_with("\xef\xbb\xbf")) std::fill_n(text_.begin(), 3, ' ');
  int depth = 0;
  std::size_t comma = std::string::npos;  // the last thing that was not space
  std::size_t key_begin = 0;
  std::string_view key;
  for (std::size_t i = 0; i < text_.size();) {
    const char c = text_[i];
    if (c == '/' && i + 1 < text_.size() && (text_[i + 1] == '/' || text_[i + 1] == '*')) {
      i = blank_comment(i);
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++i;
      continue;
    }
    if ((c == '}' || c == ']') && comma != std::string::npos) text_[comma] = ' ';
    if (c == ':' && depth == 1 && !key.empty()) keys_.emplace("/" + std::string(key), position_at(key_begin));
    comma = c == ',' ? i : std::string::npos;
    depth += (c == '{' || c == '[' ? 1 : 0) - (c == '}' || c == ']' ? 1 : 0);
    key = {};
    if (c != '"') {
      ++i;
      continue;
    }
    const std::size_t end = after_string(i);
    key_begin = i;
    key = std::string_view(text_).substr(i + 1, std::max(end, i + 2) - i - 2);
    i = end;
  }
}

std::size_t Jsonc::blank_comment(std::size_t begin) {
  const bool block = text_[begin + 1] == '*';
  const std::size_t found = text_.find(block ? "*/" : "\n", begin + 2);
  // An unclosed comment stays, for the parser to complain about.
  if (found == std::string::npos && block) return text_.size();
  const std::size_t end = found == std::string::npos ? text_.size() : found + (block ? 2 : 0);
  std::replace_if(
      text_.begin() + static_cast<std::ptrdiff_t>(begin), text_.begin() + static_cast<std::ptrdiff_t>(end),
      [](char c) { return c != '\n'; }, ' ');
  return end;
}

std::size_t Jsonc::after_string(std::size_t begin) const {
  for (std::size_t i = begin + 1; i < text_.size(); ++i) {
    if (text_[i] == '\\') {
      ++i;
    } else if (text_[i] == '"') {
      return i + 1;
    }
  }
  return text_.size();
}

Position Jsonc::position_at(std::size_t offset) const {
  const std::string_view before = std::string_view(text_).substr(0, offset);
  const auto line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
  return {line, static_cast<int>(before.size() - (before.rfind('\n') + 1)) + 1};
}

}  // namespace models::worker
