#include "models/worker/config_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "models/worker/jsonc.h"
#include "models/worker/project.h"

namespace models::worker {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uintmax_t kMaxBytes = 1 << 20;

[[noreturn]] void refuse(const fs::path& path, Position at, std::string message, std::string remedy = "") {
  throw ProjectError({{path.string(), at.line, at.column, std::move(message), std::move(remedy)}});
}

Position begin_of(const toml::source_region& region) {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

json to_json(const toml::node& node, const std::string& pointer, std::map<std::string, Position>& positions) {
  positions.emplace(pointer, begin_of(node.source()));
  if (const auto* table = node.as_table()) {
    json object = json::object();
    for (const auto& [key, value] : *table) {
      const std::string inner = pointer + "/" + std::string(key.str());
      positions.emplace(inner, begin_of(key.source()));
      object[std::string(key.str())] = to_json(value, inner, positions);
    }
    return object;
  }
  if (const auto* array = node.as_array()) {
    json list = json::array();
    for (const auto& value : *array)
      list.push_back(to_json(value, fmt::format("{}/{}", pointer, list.size()), positions));
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

/// The offset behind the string or comment that begins here, or behind one character.
std::size_t after_token(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '#') return std::min(text.find('\n', at), text.size());
  if (c != '"' && c != '\'') return at + 1;
  const std::string three(3, c);
  const bool long_string = text.substr(at).starts_with(three);
  for (std::size_t i = at + (long_string ? 3 : 1); i < text.size(); ++i) {
    if (c == '"' && text[i] == '\\') {
      ++i;
    } else if (long_string ? text.substr(i).starts_with(three) : text[i] == c || text[i] == '\n') {
      return i + (long_string ? 3 : 1);
    }
  }
  return text.size();
}

/// "[[" and spaces, and then neither a key nor the closing bracket.
bool is_keyless_header(std::string_view rest) {
  rest.remove_prefix(rest.starts_with("[[") ? 2 : 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  constexpr std::string_view kKeyBegins = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-\"\'";
  return rest.empty() || (kKeyBegins.find(rest.front()) == std::string_view::npos && rest.front() != ']');
}

/// toml++ 3.3 runs into undefined behaviour on characters beyond ASCII that stand outside strings and comments (TOML
/// has none there), and on table headers that do not begin with a key. Both are refused before it sees them.
void refuse_what_breaks_the_parser(std::string_view text, const ConfigFile& config) {
  Position at{1, 1};
  int depth = 0;
  bool line_begins = true;
  for (std::size_t i = text.starts_with("\xef\xbb\xbf") ? 3 : 0; i < text.size();) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80)
      refuse(config.path, at, "not valid TOML: a character that is not ASCII, outside quotes",
             "put it in double quotes");
    if (c == '[' && depth == 0 && line_begins && is_keyless_header(text.substr(i)))
      refuse(config.path, at, "not valid TOML: a table header begins with its name", "for example: [vars]");
    depth += (c == '[' || c == '{' ? 1 : 0) - (c == ']' || c == '}' ? 1 : 0);
    line_begins = c == '\n' || (line_begins && (c == ' ' || c == '\t' || c == '\r'));
    const std::size_t end = after_token(text, i);
    for (; i < end; ++i) at = text[i] == '\n' ? Position{at.line + 1, 1} : Position{at.line, at.column + 1};
  }
}

void read_toml(const std::string& text, ConfigFile& config) {
  refuse_what_breaks_the_parser(text, config);
  try {
    const toml::table table = toml::parse(text, config.path.string());
    config.root = to_json(table, "", config.positions);
  } catch (const toml::parse_error& error) {
    refuse(config.path, begin_of(error.source()), fmt::format("not valid TOML: {}", error.description()));
  }
}

void read_json(std::string text, ConfigFile& config) {
  const Jsonc jsonc(std::move(text));
  config.positions = jsonc.keys();
  try {
    config.root = json::parse(jsonc.plain());
  } catch (const json::parse_error& error) {
    std::string_view message = error.what();
    if (const std::size_t colon = message.find(": "); colon != std::string_view::npos) message.remove_prefix(colon + 2);
    refuse(config.path, jsonc.position_at(error.byte == 0 ? 0 : error.byte - 1),
           fmt::format("not valid JSON: {}", message));
  }
  if (!config.root.is_object()) refuse(config.path, {1, 1}, "a wrangler configuration is an object: { ... }");
}

}  // namespace

Position ConfigFile::position_of(std::string pointer) const {
  for (;;) {
    const auto found = positions.find(pointer);
    if (found != positions.end()) return found->second;
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string::npos) return {};
    pointer.resize(slash);
  }
}

std::string text_of_file(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > kMaxBytes || error) return "";
  std::ifstream stream(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(fs::file_size(path, error)), '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  return stream ? text : "";
}

ConfigFile read_config_file(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) refuse(path, {}, "cannot be read", "may you read it?");
  if (size > kMaxBytes)
    refuse(path, {}, fmt::format("{} bytes: a configuration may have at most {} (1 MiB)", size, kMaxBytes));
  std::string text = text_of_file(path);
  if (text.empty() && size > 0) refuse(path, {}, "cannot be read", "may you read it?");
  ConfigFile config{path, nullptr, {}};
  if (config.is_toml()) {
    read_toml(text, config);
  } else {
    read_json(std::move(text), config);
  }
  return config;
}

}  // namespace models::worker
