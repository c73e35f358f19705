#pragma once

// The probes of a folder, with what the real runtime was recorded to do: probes/NAME/{worker.js,steps.json},
// recorded/NAME.json, recorded-DATE/NAME.json (another compatibility date), deviations.json.

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace commands {

/// A probe and one of its recordings.
struct ProbeCase {
  std::string probe;
  std::string date;  // of recorded-DATE/; empty: recorded/
  std::filesystem::path folder;
  nlohmann::json steps;
  nlohmann::ordered_json recorded;
  std::map<std::string, std::string> deviations;  // entry -> why the model differs there

  /// "ws-echo", "kv-clone@2025-01-01".
  [[nodiscard]] std::string name() const { return date.empty() ? probe : probe + "@" + date; }
};

/// All cases of the folder whose names match: a name or the beginning of one and `*`, of the probe (whatever the date)
/// or of the case; none: all. Sorted by date, then name. Throws scenarios::InputError with all that is wrong: no such
/// folder, a file that lacks or cannot be read, a name that nothing has.
[[nodiscard]] std::vector<ProbeCase> load_probes(const std::filesystem::path& folder,
                                                 const std::vector<std::string>& names);

/// A file of names of cases, one a line, each with a reason after it; `#` begins a comment.
[[nodiscard]] std::map<std::string, std::string> load_expected_failures(const std::filesystem::path& file);

}  // namespace commands
