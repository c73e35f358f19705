#pragma once

// What campaigns have found, kept from one to the next: a folder a finding.

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace commands {

/// fixed: it did not fail when it was played last. closed: somebody has said that it is none, or is known.
enum class BugState : std::uint8_t { open, fixed, closed };
[[nodiscard]] std::string word_of(BugState state);

struct Bug {
  std::filesystem::path folder;  // holds finding.json, scenario.yaml, perhaps awake.yaml
  std::string id, oracle, identity;
  std::vector<std::string> words;
  BugState state = BugState::open;
  std::string reason;                // of closing it
  std::string fuzzed;                // the scenario of the campaign, from the folder
  std::string variation;             // of scenario.yaml
  std::uint64_t seed = 0;            // of the campaign's run
  std::uint64_t size = 0;            // of its scenario: of two that are the same bug, the smaller stays
  bool shrunk = true;                // else its campaign ended before
  std::vector<std::string> befalls;  // lines as a scenario has them
  nlohmann::ordered_json versions, explanation;
};

/// By their ids; none if there is no such folder. Throws scenarios::InputError for one that cannot be read.
[[nodiscard]] std::vector<Bug> load_bugs(const std::filesystem::path& base);
[[nodiscard]] std::optional<Bug> load_bug(const std::filesystem::path& folder);
/// Those of these ids (or what they begin with), or all. Throws scenarios::InputError for an id that none has.
[[nodiscard]] std::vector<Bug> select_bugs(const std::filesystem::path& base, const std::vector<std::string>& ids);
/// Writes finding.json.
void save_bug(const Bug& bug);

/// The file is never half of it, whatever ends this process. Throws scenarios::InputError if it cannot be written.
void write_text(const std::filesystem::path& path, const std::string& text);

/// Equal for two findings of one bug in one scenario. fuzzed: its path from the base.
[[nodiscard]] std::string bug_id(const std::string& fuzzed, const std::string& variation, const std::string& identity);

}  // namespace commands
