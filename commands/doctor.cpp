#include "commands/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "commands/bundle.h"
#include "commands/given_project.h"

namespace commands {
namespace {

using models::worker::Project;
using nlohmann::json;

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

const json* touch_of(const json& survey, const std::string& api) {
  for (const json& touch : survey["touched"])
    if (touch["api"] == api) return &touch;
  return nullptr;
}

json binding(const json& survey, std::string name, std::string kind, std::string is, std::string says) {
  const json* used = touch_of(survey, "env." + name);
  json first = used != nullptr && (*used)["user"]["count"] > 0 ? (*used)["user"]["first"] : json();
  return {{"name", std::move(name)},
          {"kind", std::move(kind)},
          {"is", std::move(is)},
          {"says", std::move(says)},
          {"firstUse", std::move(first)}};
}

json bindings_of(const Project& project, const json& survey) {
  json all = json::array();
  for (const auto& object : project.objects)
    all.push_back(binding(survey, object.name, "Durable Object " + object.class_name, "supported", ""));
  for (const auto& object : project.foreign_objects)
    all.push_back(binding(survey, object.name,
                          fmt::format("Durable Object {} of the Worker {}", object.class_name, object.worker),
                          "supported", "name that Worker under `workers:` of the scenario"));
  for (const auto& other : project.others) {
    const json* row = nullptr;
    for (const json& one : survey["bindings"])
      if (one["api"] == "binding " + other.kind) row = &one;
    const std::string is = row == nullptr ? "missing" : row->at("is").get<std::string>();
    std::string says = row == nullptr ? "" : row->value("says", std::string());
    if (is == "missing") says += fmt::format("{}a named error at its first use", says.empty() ? "" : "; ");
    all.push_back(binding(survey, other.name, other.kind, is, says));
  }
  return all;
}

/// What the compatibility date and flags decide here; and flags that decide nothing.
json compatibility_of(const Project& project, const json& survey) {
  json rules = json::array();
  std::vector<std::string> known;
  for (const json& rule : survey["compatibility"]) {
    const auto on = rule["on"].get<std::string>();
    const auto off = rule["off"].get<std::string>();
    known.insert(known.end(), {on, off});
    const bool by_flag = (!on.empty() && project.has_flag(on)) || (!off.empty() && project.has_flag(off));
    const bool holds =
        (!on.empty() && project.has_flag(on)) ||
        ((off.empty() || !project.has_flag(off)) && project.compatibility_date >= rule["since"].get<std::string>());
    rules.push_back({{"says", rule["says"]},
                     {"holds", holds},
                     {"since", rule["since"]},
                     {"flag", holds ? off : on},
                     {"byFlag", by_flag}});
  }
  json flags = json::array();
  for (const std::string& flag : project.compatibility_flags) {
    std::string says;
    bool means_something = has(known, flag);
    for (const json& one : survey["flags"]) {
      if (one["flag"] != flag) continue;
      says = one["says"];
      means_something = true;
    }
    flags.push_back({{"flag", flag}, {"says", says}, {"known", means_something}});
  }
  return {{"date", project.compatibility_date}, {"flags", std::move(flags)}, {"rules", std::move(rules)}};
}

json objects_of(const Project& project, const json& survey) {
  json all = json::array();
  for (json object : survey["objects"]) {
    const auto name = object["className"].get<std::string>();
    object["backend"] = has(project.kv_classes, name) ? "key-value" : "SQLite";
    object.erase("range");
    all.push_back(std::move(object));
  }
  return all;
}

struct Pin {
  std::string_view api;
  std::string_view advice;
};
constexpr std::array kPins{
    Pin{"setInterval", "a room with an interval never hibernates; an alarm that sets itself again lets it"},
    Pin{"setTimeout", "a room does not hibernate before the timer is due; for long waits setAlarm() lets it"},
    Pin{"ws.accept()",
        "a room with accept()ed sockets stays in memory, and is billed, until they close; "
        "ctx.acceptWebSocket() lets it hibernate"},
    Pin{"new WebSocket", "a room with an outgoing socket stays in memory as long as it is open"},
};

json pins_of(const json& touched) {
  json pins = json::array();
  for (const Pin& pin : kPins)
    for (const json& touch : touched)
      if (touch["api"] == pin.api && touch["user"]["count"] > 0)
        pins.push_back({{"api", pin.api},
                        {"first", touch["user"]["first"]},
                        {"count", touch["user"]["count"]},
                        {"advice", pin.advice}});
  return pins;
}

/// Production takes no node: module without its flag; Dormouse does.
void note_node_modules(const Project& project, json& report) {
  using enum models::worker::NodeCompat;
  const auto compat = project.node_compat();
  for (const json& touch : report["touched"]) {
    const auto api = touch["api"].get<std::string>();
    if (!api.starts_with("import node:") || compat == v1 || compat == v2) continue;
    if (api == "import node:async_hooks" && compat == als) continue;
    report["notes"].push_back(fmt::format("{}: in production it needs the flag nodejs_compat", api));
  }
}

bool is_missing(const json& touch) { return touch["is"] == "missing" && !touch.value("guarded", false); }

json verdict_of(const json& report) {
  std::size_t missing = 0, approximated = 0, in_packages = 0;
  for (const json& touch : report["touched"]) {
    const bool own = touch["user"]["count"] > 0;
    if (is_missing(touch)) own ? ++missing : ++in_packages;
    if (touch["is"] == "approximated" && own) ++approximated;
  }
  for (const json& one : report["bindings"])
    if (one["is"] == "missing" && !one["firstUse"].is_null()) ++missing;
  for (const json& one : report["objects"])
    if (one["exported"] == false) ++missing;
  return {{"missing", missing}, {"approximated", approximated}, {"missingInPackages", in_packages}};
}

}  // namespace

json examined(const Project& project, const json& survey) {
  json report = {{"project", project.name},
                 {"folder", project.folder.string()},
                 {"main", project.main},
                 {"notes", project.notes},
                 {"bindings", bindings_of(project, survey)},
                 {"compatibility", compatibility_of(project, survey)},
                 {"objects", objects_of(project, survey)},
                 {"worker", survey["worker"]},
                 {"pins", pins_of(survey["touched"])}};
  report["touched"] = json::array();
  for (const json& touch : survey["touched"])
    if (!touch["api"].get<std::string>().starts_with("env.")) report["touched"].push_back(touch);
  note_node_modules(project, report);
  report["verdict"] = verdict_of(report);
  return report;
}

Exit doctor(const DoctorOptions& options) {
  catch_interrupts();
  const Project project = given_project(options.project, options.environment);
  const json report = examined(project, survey_of(project));
  if (options.json)
    fmt::print("{}\n", report.dump(2, ' ', false, json::error_handler_t::replace));
  else
    fmt::print("{}", doctor_text(report));
  return report["verdict"]["missing"] > 0 ? Exit::violated : Exit::holds;
}

}  // namespace commands
