#include "models/worker/config_file.h"

#include <fmt/format.h>

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

void read_toml(const std::string& text, ConfigFile& config) {
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
