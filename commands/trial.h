#pragma once

// Tries out ways to speak to a project: each attempt is a visitor of its own in a stretch of virtual time of its own,
// all in one short run, and the trace tells what each met.

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "scenarios/scenario.h"

namespace commands {

/// One visitor: the steps of its `does:` in YAML, one a line; {room} is a room of its own.
struct Attempt {
  std::vector<std::string> steps;
  bool listener = false;  // somebody else is in the room, who says nothing
};

struct Met {
  bool connected = false;
  std::vector<int> statuses;      // of HTTP answers and refusals, in order; 0: no answer
  std::set<std::string> classes;  // of the objects whose code was entered
  bool named_room = false;        // the attempt's room is the name of one of them
  std::uint64_t greeted = 0;      // messages that came before the visitor had sent anything
  std::uint64_t answered = 0;     // messages after that, to either of the two
  bool refused_in_words = false;  // one of them speaks of an error
  std::string thrown;             // the first exception, with its place
};

struct TrialResult {
  std::vector<Met> met;    // one for each attempt
  std::string host_limit;  // the run could not go on
};

/// Where YAML for a run lies while it is needed.
class ScratchFolder {
 public:
  /// Throws std::runtime_error if there is no place for it.
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  /// Writes a scenario and reads it. Throws scenarios::InputError for what cannot be read.
  [[nodiscard]] scenarios::Scenario scenario(const std::string& yaml) const;

 private:
  std::filesystem::path folder_;
};

/// worker: as a scenario names it, absolute; environment: "" for none.
[[nodiscard]] TrialResult try_out(const ScratchFolder& scratch, const std::string& worker,
                                  const std::string& environment, const std::vector<Attempt>& attempts);

/// A text as YAML and JSON write it, in double quotes.
[[nodiscard]] std::string in_quotes(const std::string& text);

/// A message as `send:` has it; "hex:00ff" is a binary one.
[[nodiscard]] std::string send_text(const std::string& message);

}  // namespace commands
