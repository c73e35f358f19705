#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "commands/doctor.h"
#include "reports/terminal_text.h"

namespace commands {
namespace {

using nlohmann::json;

std::string text_of(const json& value) { return reports::visible(value.get<std::string>(), 200); }

std::string place_of(const json& place) {
  if (place.is_null()) return "";
  return fmt::format("{}:{}", text_of(place["file"]), place["line"].get<int>());
}

std::string configuration_text(const json& report) {
  std::string text = fmt::format("Configuration\n  {:<28}{}\n", "Worker",
                                 text_of(report["project"]) + " (" + text_of(report["main"]) + ")");
  for (const json& one : report["bindings"]) {
    const bool missing = one["is"] == "missing";
    const std::string use = place_of(one["firstUse"]);
    text += fmt::format("  {:<28}{:<28}{}{}\n", "env." + text_of(one["name"]), text_of(one["kind"]), text_of(one["is"]),
                        use.empty() ? (missing ? ", and not used" : "")
                        : missing   ? ", used at " + use
                                    : "");
    if (const std::string says = text_of(one["says"]); !says.empty()) text += reports::indented(says, 32);
  }
  for (const json& note : report["notes"]) text += fmt::format("  note  {}\n", text_of(note));
  return text;
}

std::string compatibility_text(const json& compatibility) {
  std::string text = fmt::format("\nCompatibility date {}\n", text_of(compatibility["date"]));
  std::size_t as_usual = 0;
  for (const json& rule : compatibility["rules"]) {
    const bool holds = rule["holds"] == true;
    if (holds && rule["byFlag"] == false && ++as_usual > 0) continue;
    const std::string flag = text_of(rule["flag"]);
    text += reports::indented(
        fmt::format("{}: {}{}", holds ? "holds" : "does not hold", text_of(rule["says"]),
                    rule["byFlag"] == true ? " (by a flag)"
                    : flag.empty()         ? fmt::format(" (from {})", text_of(rule["since"]))
                                           : fmt::format(" (from {}, or `{}`)", text_of(rule["since"]), flag)),
        2);
  }
  if (as_usual > 0)
    text += fmt::format("  holds by date: {} that Dormouse knows\n", reports::counted(as_usual, "rule", "rules"));
  for (const json& flag : compatibility["flags"]) {
    const std::string says = text_of(flag["says"]);
    text += fmt::format("  {:<28}{}\n", text_of(flag["flag"]),
                        flag["known"] == false ? "decides nothing that Dormouse models"
                        : says.empty()         ? "read"
                                               : says);
  }
  return text;
}

std::string names_and_lines(const json& list) {
  std::string text;
  for (const json& one : list)
    text += fmt::format("{}{}{}", text.empty() ? "" : ", ", text_of(one["name"]),
                        one["place"].is_null()              ? ""
                        : one["place"]["package"].is_null() ? fmt::format(":{}", one["place"]["line"].get<int>())
                                                            : fmt::format(" ({})", text_of(one["place"]["package"])));
  return text;
}

std::string objects_text(const json& report) {
  std::string text = "\nDurable Objects\n";
  for (const json& one : report["objects"]) {
    const std::string name = text_of(one["className"]);
    if (one["exported"] == false) {
      text += fmt::format("  {} is bound, but {} does not export it\n", name, text_of(report["main"]));
      continue;
    }
    std::string bases;
    for (const json& base : one["extends"])
      bases += fmt::format("{}{}", bases.empty() ? ", extends " : ", ", text_of(base));
    const bool placed = one.contains("place");
    text += fmt::format("  {:<28}{}{}{}\n", name,
                        placed ? place_of(one["place"]) : "its class could not be found in the text", bases,
                        ", " + text_of(one["backend"]));
    if (!one["handlers"].empty()) text += reports::indented("handlers: " + names_and_lines(one["handlers"]), 6);
    std::string sockets;
    for (const json& how : one.value("sockets", json::array()))
      sockets += fmt::format(
          "{}{}", sockets.empty() ? "" : " and ",
          how == "accept" ? "accept(), which pins it in memory" : "acceptWebSocket(), which lets it hibernate");
    if (!sockets.empty()) text += reports::indented("sockets: by " + sockets, 6);
    if (!one["methods"].empty())
      text +=
          reports::indented(fmt::format("{}: {}", one.value("rpc", false) ? "methods, callable over RPC" : "methods",
                                        names_and_lines(one["methods"])),
                            6);
  }
  if (!report["worker"]["handlers"].empty())
    text += fmt::format("  {:<28}{}\n", "the Worker in front", names_and_lines(report["worker"]["handlers"]));
  return text;
}

std::string touch_line(const json& touch, const json& by) {
  const auto count = by["count"].get<std::size_t>();
  return fmt::format("    {:<46}{}{}{}\n", text_of(touch["api"]), place_of(by["first"]),
                     count > 1 ? fmt::format(", {} times", count) : "",
                     touch.value("guarded", false) ? ", after asking whether it is there" : "");
}

/// Of the user's own code, by status; what is not supported says why.
std::string touched_text(const json& touched) {
  std::string text = "\nYour code touches\n";
  for (const std::string_view status : {"missing", "approximated", "absent", "unknown", "supported"}) {
    std::map<std::string, std::string> groups;  // by name, so that the page is the same each time
    std::size_t count = 0;
    for (const json& touch : touched) {
      if (touch["is"] != status || touch["user"]["count"] == 0) continue;
      ++count;
      std::string& lines = groups[touch["group"].get<std::string>()];
      lines += touch_line(touch, touch["user"]);
      if (const std::string says = text_of(touch["says"]); !says.empty()) lines += reports::indented(says, 8);
    }
    if (count == 0) continue;
    text += fmt::format("  {}: {}\n",
                        status == "absent"    ? "not of the Workers runtime, in production neither"
                        : status == "unknown" ? "not known to Dormouse"
                                              : status,
                        count);
    for (const auto& [group, lines] : groups) text += lines;
  }
  return text;
}

std::string packages_text(const json& touched) {
  std::map<std::string, std::map<std::string, std::size_t>> packages;
  std::map<std::string, std::string> missing;
  for (const json& touch : touched)
    for (const auto& [name, by] : touch["packages"].items()) {
      const auto status = touch["is"].get<std::string>();
      ++packages[name][status];
      if (status == "missing" || status == "approximated") missing[name] += touch_line(touch, by);
    }
  if (packages.empty()) return "";
  std::string text = "\nPackages touch (much of it may never run)\n";
  for (const auto& [name, statuses] : packages) {
    std::string counts;
    for (const auto& [status, count] : statuses)
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, status);
    text += fmt::format("  {:<28}{}\n{}", name, counts, missing[name]);
  }
  return text;
}

std::string pins_text(const json& pins) {
  if (pins.empty()) return "";
  std::string text = "\nKeeps a room in memory\n";
  for (const json& pin : pins) {
    text += fmt::format("  {:<28}{}, {}\n", text_of(pin["api"]), place_of(pin["first"]),
                        reports::counted(pin["count"].get<std::size_t>(), "call", "calls"));
    text += reports::indented(text_of(pin["advice"]), 6);
  }
  return text;
}

std::string verdict_text(const json& verdict) {
  const auto missing = verdict["missing"].get<std::size_t>();
  const auto approximated = verdict["approximated"].get<std::size_t>();
  const auto in_packages = verdict["missingInPackages"].get<std::size_t>();
  std::string text = "\nVerdict: ";
  text += missing == 0 ? "nothing is missing that your code uses"
                       : fmt::format("{} that your code uses {} missing: an error that names it, when it is used",
                                     reports::counted(missing, "thing", "things"), missing == 1 ? "is" : "are");
  if (approximated > 0) text += fmt::format("; {} approximated", approximated);
  if (in_packages > 0) text += fmt::format("; packages mention {} missing", in_packages);
  return text + ".\nNext: dormouse init writes a first scenario. What each status means: docs/platform.md\n";
}

}  // namespace

std::string doctor_text(const json& report) {
  return configuration_text(report) + compatibility_text(report["compatibility"]) + objects_text(report) +
         touched_text(report["touched"]) + packages_text(report["touched"]) + pins_text(report["pins"]) +
         verdict_text(report["verdict"]);
}

}  // namespace commands
