#pragma once

// Results of runs in a file, a line of JSON each: written as they come, so that what is done outlives Ctrl-C and a
// crash; put in the order of the runs when all are there.

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "commands/campaign.h"

namespace commands {

/// Results kept from before, by what was played: scenario, seed, replication and the digest of its inputs.
class KeptResults {
 public:
  /// Lines that are no results, or cut off, are passed over.
  void read(const std::filesystem::path& file);
  [[nodiscard]] const nlohmann::ordered_json* find(const PlannedRun& run, const std::string& digest) const;
  /// Those of other scenarios than these.
  [[nodiscard]] std::vector<nlohmann::ordered_json> others(const std::set<std::string>& scenarios) const;

 private:
  std::map<std::string, nlohmann::ordered_json> by_run_;
};

class ResultsFile {
 public:
  /// Throws scenarios::InputError if it cannot be written. keep: what is there stays, and more is added.
  ResultsFile(std::filesystem::path path, bool keep);
  void add(const nlohmann::ordered_json& line);
  /// All of it anew, in this order.
  void replace(const std::vector<nlohmann::ordered_json>& lines);

 private:
  std::filesystem::path path_;
  std::ofstream file_;
};

[[nodiscard]] std::string one_line(const nlohmann::ordered_json& json);
/// What exit code a line of results stands for.
[[nodiscard]] Exit exit_of(const nlohmann::ordered_json& line);

}  // namespace commands
