#include "scenarios/workload/json_values.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/input_error.h"
#include "scenarios/map_reader.h"

namespace scenarios::workload {
namespace {

constexpr std::size_t kLargestValue = 64U << 20;

int lines_in(std::string_view text) { return static_cast<int>(std::ranges::count(text, '\n')); }

}  // namespace

void JsonValues::refuse(int line, std::string message, std::string remedy) const {
  throw InputError({{input_.name, line, 1, std::move(message), std::move(remedy)}});
}

void JsonValues::skip_space() {
  const std::string_view text = input_.text;
  // A list of values may have commas between them, as when its brackets were cut off.
  for (; at_ < text.size() && std::string_view(" \t\r\n,").find(text[at_]) != std::string_view::npos; ++at_)
    if (text[at_] == '\n') ++here_;
}

/// Behind the bracket that closes the one here; npos if none does.
std::size_t JsonValues::end_of_value() const {
  const std::string_view text = input_.text.substr(0, std::min(input_.text.size(), at_ + kLargestValue + 1));
  std::size_t depth = 0;
  for (std::size_t i = at_; i < text.size();) {
    const char c = text[i++];
    if (c == '"') {
      while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
      ++i;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

std::optional<std::string_view> JsonValues::next_text() {
  skip_space();
  const std::string_view text = input_.text;
  if (input_.progress) input_.progress(at_, text.size());
  if (at_ >= text.size()) return std::nullopt;
  line_ = here_;
  if (text[at_] != '{' && text[at_] != '[') {
    const std::string_view rest = text.substr(at_);
    refuse(line_, fmt::format("expected a JSON object, not {}", shown(rest.substr(0, rest.find('\n')))),
           "take out what is no JSON, such as what a shell printed before or after the log");
  }
  const std::size_t end = end_of_value();
  if (end == std::string_view::npos)
    refuse(line_,
           fmt::format("the JSON that begins here has no end{}: a record was cut off",
                       text.size() - at_ > kLargestValue ? " within 64 MiB" : ""),
           "take the unfinished record out of the file");
  const std::string_view value = text.substr(at_, end - at_);
  at_ = end;
  here_ += lines_in(value);
  return value;
}

nlohmann::json JsonValues::parse(std::string_view value) const {
  try {
    return nlohmann::json::parse(value);
  } catch (const nlohmann::json::parse_error& error) {
    const std::size_t byte = std::min(error.byte > 0 ? error.byte - 1 : 0, value.size());
    const std::size_t from = byte > 20 ? byte - 20 : 0;
    refuse(line_ + lines_in(value.substr(0, byte)), fmt::format("this is no JSON: {}", shown(value.substr(from, 40))),
           "a record was cut off, or something was written over it: take it out of the file");
  } catch (const nlohmann::json::out_of_range&) {
    refuse(line_, "a number in this record is larger than any number can be", "take the record out of the file");
  }
}

std::optional<nlohmann::json> JsonValues::next() {
  const auto text = next_text();
  if (!text) return std::nullopt;
  return parse(*text);
}

}  // namespace scenarios::workload
