#pragma once

// `dormouse bugs`: what campaigns have found.

#include <filesystem>
#include <string>
#include <vector>

#include "commands/bug_base.h"
#include "commands/supervise.h"

namespace commands {

struct BugsOptions {
  std::filesystem::path base = ".dormouse/bugs";
  std::vector<std::string> ids;  // or what they begin with; none: all
  std::string reason;            // of closing
  bool json = false;
};

/// Each with its state.
[[nodiscard]] Exit list_bugs(const BugsOptions& options);
/// Plays each; Exit::violated if one fails as it did.
[[nodiscard]] Exit replay_bugs(const BugsOptions& options);
[[nodiscard]] Exit close_bugs(const BugsOptions& options);

struct BisectOptions {
  std::filesystem::path base = ".dormouse/bugs";
  std::string id, good, bad = "HEAD";
};
/// The first commit of the user's repository at which the finding fails, between one at which it does not and one at
/// which it does.
[[nodiscard]] Exit bisect_bug(const BisectOptions& options);

/// What became of a finding that was played again.
struct BugReplay {
  enum class Kind : std::uint8_t { still_fails, fails_otherwise, passes, unplayable, interrupted };
  Kind kind = Kind::passes;
  std::string words;
};
/// Does not throw.
[[nodiscard]] BugReplay replay(const std::filesystem::path& folder, const Bug& bug);

}  // namespace commands
