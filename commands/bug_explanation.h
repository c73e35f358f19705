#pragma once

// Why a finding fails: what of it matters, since when it was certain, what led to it, and what is different where it
// does not fail.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "commands/bug_base.h"
#include "commands/leave_out.h"

namespace commands {

/// One thing that befalls the run, and the same run without it.
struct Need {
  std::string what;     // hibernate: {at: 603ms, rooms: ["one"]}
  std::string rule;     // the page that allows it
  std::string without;  // "it passes", "it fails as before", "it fails otherwise: ..."
  bool needed = false;
  std::optional<sim::Duration> at;  // since the start; nothing: the whole run
  LeftOut left_out;
};

/// The run beside the nearest one that passes.
struct Neighbour {
  std::string how;  // "without hibernate: ..."
  std::string client;
  std::vector<std::string> before, here, there;  // lines that both have; those of the failing run; of the other
  std::string chain;                             // what led to what the client sees there
};

struct BugExplanation {
  std::vector<Need> needs;
  std::string certain;  // since when, in a sentence
  std::vector<std::string> source;
  std::string chain, diagram;
  std::optional<Neighbour> neighbour;
};

/// Plays the finding, and again without each of the things that befall it; leaves the trace in its folder. Nothing if
/// it does not fail any more. Throws as play() does.
[[nodiscard]] std::optional<BugExplanation> explain_bug(const Bug& bug);

/// As explanation.md has it.
[[nodiscard]] std::string markdown_of(const BugExplanation& explanation, const Bug& bug);
[[nodiscard]] nlohmann::ordered_json json_of(const BugExplanation& explanation);
/// A few lines.
[[nodiscard]] std::vector<std::string> short_words(const BugExplanation& explanation);

}  // namespace commands
