#include "commands/probe_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

#include "reports/conformance.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;
using Problems = std::vector<scenarios::Problem>;

constexpr std::string_view kRecorded = "recorded";
constexpr const char* kDefaultDate = "2026-08-01";

void add_problem(Problems& problems, const fs::path& file, std::string message, std::string remedy = "") {
  problems.push_back({file.lexically_normal().string(), 0, 0, std::move(message), std::move(remedy)});
}

/// Nothing when the file is absent or no JSON, which is then a problem.
template <class Json>
std::optional<Json> read_json(const fs::path& file, Problems& problems, const char* remedy) {
  std::ifstream stream(file, std::ios::binary);
  if (!fs::is_regular_file(file) || !stream) {
    add_problem(problems, file, fs::exists(file) ? "cannot be read" : "lacks", remedy);
    return std::nullopt;
  }
  try {
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    return Json::parse(reports::with_lone_surrogates_as_text(text));
  } catch (const json::parse_error& error) {
    add_problem(problems, file, fmt::format("is no JSON: {}", error.what()));
    return std::nullopt;
  }
}

/// Which fields a step must have; the player knows the rest.
constexpr std::pair<std::string_view, std::string_view> kNeeded[] = {
    {"connect", "c"}, {"send", "c"},   {"close", "c"},    {"terminate", "c"},  {"ping", "c"},     {"frame", "c"},
    {"http", "as"},   {"sleep", "ms"}, {"evict", "room"}, {"frame", "opcode"}, {"burst", "steps"}};

/// What is wrong with the list of steps; empty: nothing.
std::string wrong_in(const json& steps) {
  if (!steps.is_array()) return "`steps` is no list";
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const json& step = steps[i];
    if (!step.is_object() || !step.contains("op") || !step["op"].is_string())
      return fmt::format("step {} has no \"op\"", i + 1);
    const auto& op = step["op"].get_ref<const std::string&>();
    for (const auto& [of, field] : kNeeded)
      if (of == op && !step.contains(field)) return fmt::format("step {} ({}) has no \"{}\"", i + 1, op, field);
    const std::string inner = op == "burst" ? wrong_in(step["steps"]) : "";
    if (!inner.empty()) return fmt::format("in the burst of step {}: {}", i + 1, inner);
  }
  return "";
}

/// A whole recording; sections that are empty may lack.
bool complete_recording(ordered_json& recorded) {
  if (!recorded.is_object()) return false;
  if (!recorded.contains("log")) recorded["log"] = ordered_json::array();
  for (const char* section : {"clients", "http", "control"})
    if (!recorded.contains(section)) recorded[section] = ordered_json::object();
  const auto are_objects = [](const ordered_json& list) {
    return std::all_of(list.begin(), list.end(), [](const auto& entry) { return entry.is_object(); });
  };
  const auto are_lists = [&](const ordered_json& clients) {
    return std::all_of(clients.begin(), clients.end(),
                       [&](const auto& list) { return list.is_array() && are_objects(list); });
  };
  return recorded["log"].is_array() && are_objects(recorded["log"]) && recorded["clients"].is_object() &&
         are_lists(recorded["clients"]) && recorded["http"].is_object() && are_objects(recorded["http"]) &&
         recorded["control"].is_object() && are_objects(recorded["control"]);
}

bool matches(std::string_view name, std::string_view pattern) {
  return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern;
}

/// The subfolders (or files) of a folder, by name.
std::vector<fs::path> listed(const fs::path& folder, bool folders) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder))
    if (folders ? entry.is_directory() : entry.path().extension() == ".json") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// Names of all cases, before anything of them is read.
std::vector<ProbeCase> find_cases(const fs::path& folder) {
  std::vector<ProbeCase> cases;
  for (const fs::path& probe : listed(folder / "probes", true))
    cases.push_back({.probe = probe.filename().string(),
                     .date = "",
                     .folder = probe,
                     .steps = {},
                     .recorded = {},
                     .deviations = {}});
  for (const fs::path& recordings : listed(folder, true)) {
    const std::string name = recordings.filename().string();
    if (!name.starts_with(std::string(kRecorded) + "-")) continue;
    for (const fs::path& file : listed(recordings, false)) {
      const fs::path probe = folder / "probes" / file.stem();
      if (fs::is_directory(probe))
        cases.push_back({.probe = file.stem().string(),
                         .date = name.substr(kRecorded.size() + 1),
                         .folder = probe,
                         .steps = {},
                         .recorded = {},
                         .deviations = {}});
    }
  }
  return cases;
}

void read_case(const fs::path& folder, ProbeCase& one, Problems& problems) {
  if (!fs::is_regular_file(one.folder / "worker.js"))
    add_problem(problems, one.folder / "worker.js", "lacks", "a probe has worker.js and steps.json");
  const auto steps = read_json<json>(one.folder / "steps.json", problems, "a probe has worker.js and steps.json");
  if (steps) {
    one.steps = *steps;
    const std::string wrong = steps->is_object() ? wrong_in(steps->value("steps", json())) : "is no object";
    if (!wrong.empty())
      add_problem(problems, one.folder / "steps.json", wrong, R"({"steps": [{"op": "connect", "c": "a"}]})");
  }
  const fs::path recording = folder /
                             (one.date.empty() ? std::string(kRecorded) : fmt::format("{}-{}", kRecorded, one.date)) /
                             (one.probe + ".json");
  auto recorded = read_json<ordered_json>(recording, problems, "record it: make conformance-record WRITE=1");
  if (recorded && !complete_recording(*recorded))
    add_problem(problems, recording, "is no recording",
                R"({"log": [{...}], "clients": {"a": [{...}]}, "http": {}, "control": {}})");
  else if (recorded)
    one.recorded = std::move(*recorded);
}

/// What the probe was recorded with; a recording that does not say it is of the probe's own wish.
void settle_date(ProbeCase& one) {
  const auto take = [&](const char* key, const json& otherwise) {
    if (!one.recorded.contains(key)) one.recorded[key] = one.steps.value(key, otherwise);
  };
  take("compatibilityDate", one.date.empty() ? kDefaultDate : one.date);
  take("compatibilityFlags", json::array());
}

void read_deviations(const fs::path& file, const std::vector<ProbeCase>& all, std::vector<ProbeCase>& chosen,
                     Problems& problems) {
  if (!fs::exists(file)) return;
  const auto deviations = read_json<json>(file, problems, "");
  if (!deviations) return;
  for (const auto& [name, entries] : deviations->items()) {
    const auto named = [&sought = name](const ProbeCase& one) { return one.name() == sought; };
    if (std::none_of(all.begin(), all.end(), named)) add_problem(problems, file, fmt::format("no probe \"{}\"", name));
    for (const auto& [entry, reason] : entries.items()) {
      if (!reason.is_string()) {
        add_problem(problems, file, fmt::format("{}: {}: no reason", name, entry));
        continue;
      }
      for (ProbeCase& one : chosen)
        if (named(one)) one.deviations[entry] = reason.get<std::string>();
    }
  }
}

std::vector<ProbeCase> choose(const fs::path& folder, const std::vector<ProbeCase>& all,
                              const std::vector<std::string>& names, Problems& problems) {
  if (names.empty()) return all;
  std::vector<bool> wanted(all.size(), false);
  for (const std::string& pattern : names) {
    bool found = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!matches(all[i].probe, pattern) && !matches(all[i].name(), pattern)) continue;
      wanted[i] = found = true;
    }
    if (!found) add_problem(problems, folder / "probes", fmt::format("no probe \"{}\"", pattern));
  }
  std::vector<ProbeCase> chosen;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (wanted[i]) chosen.push_back(all[i]);
  return chosen;
}

}  // namespace

std::vector<ProbeCase> load_probes(const fs::path& folder, const std::vector<std::string>& names) {
  if (!fs::is_directory(folder / "probes"))
    throw scenarios::InputError(
        {{folder.string(), 0, 0, fs::is_directory(folder) ? "no folder `probes` here" : "no such folder",
          "name a folder that holds probes/ and recorded/: dormouse conform DIR"}});
  Problems problems;
  const std::vector<ProbeCase> all = find_cases(folder);
  std::vector<ProbeCase> chosen = choose(folder, all, names, problems);
  for (ProbeCase& one : chosen) read_case(folder, one, problems);
  read_deviations(folder / "deviations.json", all, chosen, problems);
  if (!problems.empty()) throw scenarios::InputError(std::move(problems));
  for (ProbeCase& one : chosen) settle_date(one);
  return chosen;
}

std::map<std::string, std::string> load_expected_failures(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream) throw scenarios::InputError({{file.string(), 0, 0, "cannot be read", ""}});
  std::map<std::string, std::string> failures;
  std::string line;
  while (std::getline(stream, line)) {
    line.erase(std::min(line.find('#'), line.size()));
    const auto begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos) continue;
    const auto end = std::min(line.find_first_of(" \t\r", begin), line.size());
    const auto reason = std::min(line.find_first_not_of(" \t\r", end), line.size());
    failures[line.substr(begin, end - begin)] = line.substr(reason);
  }
  return failures;
}

}  // namespace commands
