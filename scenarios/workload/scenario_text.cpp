#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/map_reader.h"
#include "scenarios/workload/calibration.h"
#include "sim/calendar.h"

namespace scenarios::workload {
namespace {

constexpr std::size_t kColumns = 116;

/// A comment, broken between words.
std::string commented(std::string given, std::string_view indent = "") {
  // Names of files and classes may hold anything.
  for (char& c : given)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  std::string_view text = given;
  std::string result, line = fmt::format("{}#", indent);
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (line.size() + 1 + word.size() > kColumns) {
      result += line + "\n";
      line = fmt::format("{}#  ", indent);
    }
    line += fmt::format(" {}", word);
  }
  return result + line + "\n";
}

/// Never more than it is: shares add up to no more than 100.
std::string percent(double share) { return digits(std::floor(10'000 * share) / 100); }

/// Plain where YAML takes it back as it is.
std::string scalar(const std::string& text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_.?&={}%~+@$();-";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos && (text[0] == '/' || text[0] == '.'))
    return text;
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string heading(const Workload& workload, const Calibration& calibration, const ScenarioOptions& options) {
  std::string text = commented(fmt::format(
      "Fitted by dormouse calibrate to {}: {}, {} records{}.", shown(options.source), workload.format, workload.records,
      workload.left_out > 0 ? fmt::format(", {} of them left out", workload.left_out) : ""));
  const sim::Duration span = workload.until - workload.from;
  text +=
      commented(workload.starts_at_zero ? fmt::format("Observed: {}.", sim::format_duration(span))
                                        : fmt::format("Observed: {} to {} ({}).", sim::format_time(workload.from),
                                                      sim::format_time(workload.until), sim::format_duration(span)));
  text += "#\n# Fitted, from so many values; D is the distance of the distribution functions (Kolmogorov-Smirnov):\n";
  for (const FittedLine& line : fitted_lines(calibration))
    text += commented(fmt::format("  {}: {}, D {}, {}{}", line.what, line.values, line.distance,
                                  line.law.substr(0, line.law.find(':')),
                                  line.remark.empty() ? "" : fmt::format(" ({})", line.remark)));
  text += "# Not in the file, and assumed:\n";
  for (const std::string& one : calibration.assumed) text += commented("  " + one);
  if (!calibration.remarks.empty()) text += "# Besides:\n";
  for (const std::string& one : calibration.remarks) text += commented("  " + one);
  return text + "# docs/workload.md says how; everything below is yours to change.\n\n";
}

/// As long as what was observed, but no more than a day.
std::string duration_of(const Workload& workload) {
  const sim::Duration span = workload.until - workload.from;
  const auto minutes = std::clamp<std::int64_t>(std::chrono::ceil<std::chrono::minutes>(span).count(), 1, 24 * 60);
  return minutes < 120 ? fmt::format("{}min", minutes) : fmt::format("{}h", (minutes + 59) / 60);
}

std::string connect_step(const Calibration& calibration, const ScenarioOptions& options) {
  const PathShape& shape = calibration.path;
  const std::string found = shape.text;
  if (!options.connect.empty()) return fmt::format("      - connect: {}\n", scalar(options.connect));
  if (options.worker.empty())  // the built-in room's own way
    return fmt::format("      - connect: /?room={{room}}{}\n",
                       found.empty() ? "" : fmt::format("   # in the log: {}", scalar(found)));
  if (found.empty()) return "      - connect: /?room={room}   # put a path that your Worker takes (--connect)\n";
  std::string line = fmt::format("      - connect: {}   # as {}% of all\n", scalar(found), digits(100 * shape.share));
  const bool many = calibration.rooms.yaml.find("room") != std::string::npos;
  if (many && !shape.names_room)
    line = commented("No part of the address tells the objects apart: put {room} where your Worker looks for it.",
                     "      ") +
           line;
  return line;
}

std::string group_head(std::string_view name, const Law& arrivals, const Law& rooms) {
  return fmt::format("  - name: {}\n    arrive: {}\n    room: {}\n", name, arrivals.yaml, rooms.yaml);
}

std::string visitors(const Calibration& calibration, const ScenarioOptions& options) {
  std::string text = group_head("visitor", calibration.arrivals, calibration.rooms);
  if (!calibration.messages_only) text += fmt::format("    sessions: {{length: {}}}\n", calibration.lengths.yaml);
  text += "    does:\n" + connect_step(calibration, options);
  const std::string message = fmt::format("send: {{text size: {}}}", calibration.sizes.yaml);
  if (calibration.messages_only) {
    text += fmt::format(
        "      - repeat:\n          times: {}\n          do:\n            - {}\n            - wait: {}\n      - "
        "leave\n",
        calibration.counts.yaml, message, calibration.gaps.yaml.empty() ? "0s" : calibration.gaps.yaml);
    return text;
  }
  if (!calibration.gaps.yaml.empty())
    text += fmt::format("      - every: {}\n        {}\n", calibration.gaps.yaml, message);
  if (calibration.bare > 0 || calibration.abrupt > 0)
    text += fmt::format("    leaves: {{bare close: {}%, abrupt: {}%}}\n", percent(calibration.bare),
                        percent(calibration.abrupt));
  return text;
}

std::string request_step(const std::string& request) {
  const std::size_t space = request.find(' ');
  const std::string method = request.substr(0, space);
  const std::string path = space == std::string::npos ? "/" : request.substr(space + 1);
  std::string escaped;
  for (const char c : path) escaped += c == '{' ? "{{" : std::string(1, c);
  // In flow style, braces and commas are YAML's own.
  return fmt::format("request: {{method: {}, path: {}}}", nlohmann::json(method.empty() ? "GET" : method).dump(),
                     nlohmann::json(escaped).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string callers_text(const Callers& callers) {
  std::string text = group_head("caller", callers.arrivals, callers.rooms) + "    does:\n";
  if (callers.paths.size() == 1) return text + fmt::format("      - {}\n", request_step(callers.paths[0].first));
  text += "      - either:   # the most usual ones, as often as they came\n";
  for (const auto& [request, times] : callers.paths)
    text += fmt::format("          - weight: {}\n            do:\n              - {}\n", times, request_step(request));
  return text;
}

}  // namespace

std::string calibrated_scenario(const Workload& workload, const Calibration& calibration,
                                const ScenarioOptions& options) {
  std::string text = heading(workload, calibration, options);
  const std::string name = options.source.substr(options.source.find_last_of('/') + 1);
  text += fmt::format("scenario: {}\n",
                      nlohmann::json("as in " + name).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  if (options.worker.empty())
    text += "native: broadcast   # a built-in room; with code of your own: worker: ../my-project (--worker)\n";
  else
    text += fmt::format("worker: {}\n", scalar(options.worker));
  if (!workload.starts_at_zero)
    text += fmt::format("start: {}\n", sim::format_time(std::chrono::floor<std::chrono::hours>(workload.from)));
  text += fmt::format("duration: {}\nclients:\n", duration_of(workload));
  if (calibration.connects) text += visitors(calibration, options);
  if (!calibration.callers.paths.empty()) text += callers_text(calibration.callers);
  return text + "expect:\n  - no handler throws\n";
}

}  // namespace scenarios::workload
