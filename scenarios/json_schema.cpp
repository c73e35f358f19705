#include "scenarios/json_schema.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <stdexcept>

#include "scenarios/key_table.h"
#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"
#include "scenarios/yaml_document.h"
#include "scenarios/yaml_json.h"

namespace scenarios {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kReference = R"(^\$(\(|[A-Za-z]))";

/// An example as the value that YAML reads of it.
Json json_of_text(std::string_view yaml) {
  return Json::parse(json_of(YamlDocument::parse(fmt::format("- {}", yaml), "example").root()))[0];
}

class SchemaWriter {
 public:
  Json write(const KeyTable& root) {
    Json schema = map_schema(root);
    // What is needed may stand in a file that is included.
    Json needs = Json::object();
    for (const char* key : {"required", "oneOf"}) {
      needs[key] = schema[key];
      schema.erase(key);
    }
    schema["anyOf"] = Json::array({needs, Json::object({{"required", Json::array({"include"})}})});
    Json result = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Dormouse scenario"}};
    result.update(schema);
    result["$defs"] = std::move(definitions_);
    return result;
  }

 private:
  Json value_schema(const Value& value) {
    using Kind = Value::Kind;
    switch (value.kind) {
      case Kind::anything:
        return Json::object();
      case Kind::text:
        return text_schema(value);
      case Kind::count:
        return {{"type", {"integer", "string"}},
                {"minimum", value.least},
                {"maximum", value.most},
                {"pattern", kReference}};
      case Kind::number:
        return {
            {"type", {"number", "string"}}, {"minimum", value.from}, {"maximum", value.to}, {"pattern", kReference}};
      case Kind::word:
        return {{"enum", value.words}};
      case Kind::map:
        return {{"$ref", fmt::format("#/$defs/{}", definition(*value.table))}};
      case Kind::names:
        return names_schema(value);
      case Kind::list:
        return list_schema(value);
      case Kind::any_of:
        return any_schema(value.forms);
      case Kind::nothing:
        return {{"type", "null"}};
      case Kind::distribution:
        return any_schema({value.forms.front(), value::map(*value.table)});
      default:
        return quantity_schema(value);
    }
  }

  /// A bare 5 or true is text where text is asked for, if such a text may stand there.
  static Json text_schema(const Value& value) {
    if (value.pattern.empty()) return {{"type", {"string", "number", "boolean"}}};
    const bool may_be_bare = std::regex_search("7", std::regex(value.pattern));
    return {{"type", may_be_bare ? Json({"string", "number", "boolean"}) : Json("string")},
            {"pattern", or_reference(value.pattern)}};
  }

  Json names_schema(const Value& value) {
    Json schema = {{"type", "object"}, {"additionalProperties", value_schema(value.forms.front())}};
    if (value.least > 0) schema["minProperties"] = value.least;
    if (!value.pattern.empty()) schema["propertyNames"] = {{"pattern", value.pattern}};
    return schema;
  }

  Json list_schema(const Value& value) {
    Json schema = {{"type", "array"}, {"items", value_schema(value.forms.front())}};
    if (value.least > 0) schema["minItems"] = value.least;
    if (value.most < UINT64_MAX) schema["maxItems"] = value.most;
    return schema;
  }

  Json any_schema(const std::vector<Value>& forms) {
    Json any = Json::array();
    for (const Value& form : forms) any.push_back(value_schema(form));
    return {{"anyOf", std::move(any)}};
  }

  /// Quantities are texts with units, written once in $defs; YAML reads a bare 0 as a number.
  Json quantity_schema(const Value& value) {
    using Kind = Value::Kind;
    const auto [name, pattern] = value.kind == Kind::duration ? std::pair("duration", duration_pattern())
                                 : value.kind == Kind::share  ? std::pair("share", share_pattern())
                                 : value.kind == Kind::rate   ? std::pair("rate", rate_pattern())
                                 : value.kind == Kind::money  ? std::pair("money", money_pattern())
                                                              : std::pair("size", size_pattern());
    const std::string or_name = or_reference(pattern);
    Json schema = {{"type", "string"}, {"pattern", or_name}};
    if (value.kind == Kind::duration) {
      schema = {{"type", {"string", "integer"}}, {"pattern", or_name}, {"minimum", 0}, {"maximum", 0}};
    } else if (value.kind == Kind::share) {
      schema = {{"type", {"string", "number"}}, {"pattern", or_name}, {"minimum", 0}, {"maximum", 1}};
    } else if (value.kind == Kind::money) {
      schema = {{"type", {"string", "number"}}, {"pattern", or_name}, {"minimum", 0}};
    }
    const std::string key = value.positive ? "positive duration" : name;
    if (value.positive) schema = {{"type", "string"}, {"pattern", or_name}, {"not", {{"const", "0"}}}};
    definitions_[key] = std::move(schema);
    return {{"$ref", fmt::format("#/$defs/{}", key)}};
  }

  /// The table's name under $defs.
  std::string definition(const KeyTable& table) {
    const auto known = names_.find(&table);
    if (known != names_.end()) return known->second;
    std::string name(table.listed_as());
    if (!taken_.insert(name).second) throw std::logic_error(fmt::format("two tables are listed as {}", name));
    names_[&table] = name;
    definitions_[name] = Json();  // keeps its place: a table may hold itself
    definitions_[name] = map_schema(table);
    return name;
  }

  Json map_schema(const KeyTable& table) {
    Json properties = Json::object();
    Json needed = Json::array();
    Json together = Json::object();
    for (const KeyRow& row : table.rows) {
      if (properties.contains(row.key))
        throw std::logic_error(fmt::format("{} has the key \"{}\" twice", table.name, row.key));
      properties[std::string(row.key)] = property(row);
      if (row.absent.needed) needed.push_back(row.key);
      if (!row.with.empty()) together[std::string(row.key)] = row.with;
    }
    Json schema = {
        {"title", table.listed_as()}, {"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
    if (!needed.empty()) schema["required"] = std::move(needed);
    if (!together.empty()) schema["dependentRequired"] = std::move(together);
    if (!table.exactly_one_of.empty()) schema["oneOf"] = each_required(table.exactly_one_of);
    if (!table.at_least_one_of.empty()) schema["anyOf"] = each_required(table.at_least_one_of);
    return schema;
  }

  static Json each_required(const std::vector<std::string_view>& keys) {
    Json each = Json::array();
    for (const std::string_view key : keys) each.push_back(Json::object({{"required", Json::array({key})}}));
    return each;
  }

  Json property(const KeyRow& row) {
    Json schema = {{"description", row.means}};
    // What varies may stand for a whole value; texts and quantities take it by their patterns.
    const bool whole = row.value.kind == Value::Kind::word || row.value.kind == Value::Kind::map ||
                       row.value.kind == Value::Kind::list || row.value.kind == Value::Kind::names ||
                       row.value.kind == Value::Kind::any_of || row.value.kind == Value::Kind::distribution;
    Json own = value_schema(row.value);
    if (whole && own.contains("anyOf"))
      own["anyOf"].push_back(reference());
    else if (whole)
      own = {{"anyOf", Json::array({own, reference()})}};
    schema.update(own);
    if (!row.absent.stands_for.empty())
      schema["description"] = fmt::format("{} (default: {})", row.means, row.absent.stands_for);
    schema["examples"] = Json::array();
    schema["examples"].push_back(json_of_text(row.example));
    return schema;
  }

  /// What `vary:` names.
  Json reference() {
    definitions_["reference"] = {{"type", "string"}, {"pattern", kReference}};
    return {{"$ref", "#/$defs/reference"}};
  }

  static std::string or_reference(std::string_view pattern) { return fmt::format("({})|({})", pattern, kReference); }

  Json definitions_ = Json::object();
  std::map<const KeyTable*, std::string> names_;  // looked up, never walked
  std::set<std::string> taken_{"reference", "duration", "positive duration", "share", "rate", "money", "size"};
};

}  // namespace

std::string json_schema() { return SchemaWriter().write(kScenario).dump(2) + "\n"; }

}  // namespace scenarios
