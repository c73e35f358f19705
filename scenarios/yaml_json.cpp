#include "scenarios/yaml_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace scenarios {
namespace {

std::string json_scalar(const Node& node) {
  if (node.kind == Node::Kind::null) return "null";
  const std::string& text = node.text;
  if (!node.quoted && (text == "true" || text == "false" || text == "null")) return text;
  if (!node.quoted && nlohmann::json::parse(text, nullptr, false).is_number()) return text;
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string json_of(const Node& node, const std::function<std::string(const Node&)>& scalar) {
  if (!node.is_map() && node.kind != Node::Kind::sequence) {
    std::string own = scalar ? scalar(node) : "";
    return own.empty() ? json_scalar(node) : own;
  }
  std::string result;
  for (const Node* item : node.items) result += (result.empty() ? "" : ",") + json_of(*item, scalar);
  for (const auto& [key, value] : node.entries)
    result +=
        fmt::format("{}{}:{}", result.empty() ? "" : ",", nlohmann::json(key->text).dump(), json_of(*value, scalar));
  return node.is_map() ? fmt::format("{{{}}}", result) : fmt::format("[{}]", result);
}

}  // namespace scenarios
