#include "models/worker/config_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "models/worker/project.h"

namespace models::worker {
namespace {

std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw ProjectError({{file.string(), 0, 0, "cannot be read", ""}});
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

nlohmann::json to_json(const toml::node& node) {
  if (const auto* table = node.as_table()) {
    nlohmann::json object = nlohmann::json::object();
    for (const auto& [key, value] : *table) object[std::string(key.str())] = to_json(value);
    return object;
  }
  if (const auto* array = node.as_array()) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& value : *array) list.push_back(to_json(value));
    return list;
  }
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* number = node.as_floating_point()) return number->get();
  if (const auto* flag = node.as_boolean()) return flag->get();
  if (const auto* date = node.as_date())
    return fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
  return nullptr;
}

/// JSONC allows a comma before a closing bracket; the parser behind does not. Positions stay: it becomes a space.
void blank_trailing_commas(std::string& text) {
  bool in_string = false;
  std::size_t comma = std::string::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '/' && i + 1 < text.size() && (text[i + 1] == '/' || text[i + 1] == '*')) {
      const bool block = text[i + 1] == '*';
      const std::size_t end = text.find(block ? "*/" : "\n", i + 2);
      if (end == std::string::npos) return;
      i = end + (block ? 1 : 0);
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    if ((c == '}' || c == ']') && comma != std::string::npos) text[comma] = ' ';
    comma = c == ',' ? i : std::string::npos;
    if (c == '"') in_string = true;
  }
}

nlohmann::json parse_json(const std::filesystem::path& file, std::string text) {
  blank_trailing_commas(text);
  try {
    return nlohmann::json::parse(text, nullptr, true, true);
  } catch (const nlohmann::json::parse_error& error) {
    const std::string_view before = std::string_view(text).substr(0, error.byte == 0 ? 0 : error.byte - 1);
    const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    const auto column = static_cast<int>(before.size() - (before.rfind('\n') + 1)) + 1;
    std::string_view message = error.what();
    if (const std::size_t colon = message.rfind(": "); colon != std::string_view::npos)
      message.remove_prefix(colon + 2);
    throw ProjectError({{file.string(), line, column, fmt::format("not valid JSON: {}", message), ""}});
  }
}

}  // namespace

nlohmann::json read_config_file(const std::filesystem::path& file) {
  std::string text = read_text(file);
  if (file.extension() != ".toml") return parse_json(file, std::move(text));
  try {
    return to_json(toml::parse(text, file.string()));
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    throw ProjectError({{file.string(), static_cast<int>(at.line), static_cast<int>(at.column),
                         fmt::format("not valid TOML: {}", error.description()), ""}});
  }
}

}  // namespace models::worker
