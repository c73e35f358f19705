#include "commands/results_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "scenarios/input_error.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

std::string key_of(const ordered_json& line) {
  return fmt::format("{}|{}|{}|{}|{}", line.value("scenario", ""), line.value("variation", ""),
                     line.value("seed", std::uint64_t{0}), line.value("replication", 0U), line.value("inputs", ""));
}

bool all_texts(const ordered_json& list) {
  return list.is_array() && std::ranges::all_of(list, [](const ordered_json& one) { return one.is_string(); });
}

bool is_verdict(const ordered_json& one) {
  return one.is_object() && one.contains("name") && one.contains("verdict") && one.contains("details") &&
         one["name"].is_string() && one["verdict"].is_string() && all_texts(one["details"]);
}

/// Whether all that readers of results ask for is there, and of its kind: such a file lies about, and is edited.
bool is_result(const ordered_json& line) {
  if (!line.is_object()) return false;
  for (const char* name : {"scenario", "outcome", "repeat", "inputs"})
    if (!line.contains(name)) return false;
  for (const char* name : {"scenario", "variation", "outcome", "repeat", "inputs", "why", "fingerprint", "billMonth"})
    if (line.contains(name) && !line[name].is_string()) return false;
  for (const char* name : {"seed", "replication"})
    if (!line.contains(name) || !line[name].is_number_unsigned()) return false;
  const auto verdicts = line.find("verdicts");
  if (verdicts == line.end() && !line.contains("why")) return false;
  if (verdicts != line.end() && !(verdicts->is_array() && std::ranges::all_of(*verdicts, is_verdict))) return false;
  return !line["inputs"].get_ref<const std::string&>().empty();
}

}  // namespace

void KeptResults::read(const fs::path& file) {
  std::ifstream in(file);
  for (std::string text; std::getline(in, text);) {
    ordered_json line = ordered_json::parse(text, nullptr, false);
    if (!is_result(line)) continue;
    const std::string key = key_of(line);
    by_run_[key] = std::move(line);
  }
}

const ordered_json* KeptResults::find(const PlannedRun& run, const std::string& digest) const {
  const auto it = by_run_.find(
      fmt::format("{}|{}|{}|{}|{}", run.scenario.string(), run.variation, run.seed.seed, run.seed.replication, digest));
  return it == by_run_.end() || digest.empty() ? nullptr : &it->second;
}

std::vector<ordered_json> KeptResults::others(const std::set<std::string>& scenarios) const {
  std::vector<ordered_json> lines;
  for (const auto& [key, line] : by_run_)
    if (!scenarios.contains(line.value("scenario", ""))) lines.push_back(line);
  return lines;
}

ResultsFile::ResultsFile(fs::path path, bool keep) : path_(std::move(path)) {
  file_.open(path_, keep ? std::ios::app : std::ios::trunc);
  if (!file_)
    throw scenarios::InputError({{path_.string(), 0, 0, "cannot be written", "name a file in a folder of yours"}});
  // A line that Ctrl-C or a crash cut off must not take the next one with it.
  if (keep && fs::file_size(path_) > 0) file_ << '\n';
}

void ResultsFile::add(const ordered_json& line) { file_ << one_line(line) << '\n' << std::flush; }

void ResultsFile::replace(const std::vector<ordered_json>& lines) {
  file_.close();
  const fs::path beside = path_.string() + ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    for (const ordered_json& line : lines) out << one_line(line) << '\n';
    if (!out.flush()) throw std::system_error(errno, std::generic_category(), "cannot write " + beside.string());
  }
  fs::rename(beside, path_);
}

std::string one_line(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Exit exit_of(const ordered_json& line) {
  for (const Exit exit : {Exit::holds, Exit::violated, Exit::bad_input, Exit::unknown, Exit::untested})
    if (line.value("outcome", "") == outcome_word(exit)) return exit;
  return Exit::unknown;
}

}  // namespace commands
