#include "commands/bugs.h"

#include <fmt/format.h>

#include "commands/judged_run.h"
#include "commands/planned_run.h"
#include "reports/terminal_text.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

/// Whether the bugs' states change with what was seen.
bool take_state(Bug& bug, const BugReplay& replayed) {
  using Kind = BugReplay::Kind;
  if (bug.state == BugState::closed) return false;
  const BugState before = bug.state;
  if (replayed.kind == Kind::still_fails) bug.state = BugState::open;
  if (replayed.kind == Kind::passes) bug.state = BugState::fixed;
  return bug.state != before;
}

std::string_view word_of(BugReplay::Kind kind) {
  switch (kind) {
    case BugReplay::Kind::still_fails:
      return "still fails";
    case BugReplay::Kind::fails_otherwise:
      return "fails otherwise";
    case BugReplay::Kind::passes:
      return "passes";
    case BugReplay::Kind::unplayable:
      return "cannot be played";
    case BugReplay::Kind::interrupted:
      return "interrupted";
  }
  return "";
}

}  // namespace

BugReplay replay(const std::filesystem::path& folder, const Bug& bug) {
  using Kind = BugReplay::Kind;
  try {
    const JudgedRun run = judge_finding(folder, bug.variation);
    if (run.interrupted) return {Kind::interrupted, "interrupted"};
    if (!run.failure) return {Kind::passes, "no longer fails"};
    if (run.failure->identity == bug.identity) return {Kind::still_fails, "still fails"};
    return {Kind::fails_otherwise, "fails otherwise: " + reports::first_line(run.failure->oracle)};
  } catch (const std::exception& error) {
    return {Kind::unplayable, "cannot be played: " + reports::first_line(error.what())};
  }
}

Exit list_bugs(const BugsOptions& options) {
  const std::vector<Bug> bugs = select_bugs(options.base, options.ids);
  if (options.json) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const Bug& bug : bugs)
      all.push_back({{"id", bug.id},
                     {"state", word_of(bug.state)},
                     {"oracle", bug.oracle},
                     {"words", bug.words},
                     {"reason", bug.reason},
                     {"scenario", (bug.folder / "scenario.yaml").string()}});
    fmt::print("{}\n", all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return Exit::holds;
  }
  if (bugs.empty()) fmt::print("no findings in {}\n", options.base.string());
  for (const Bug& bug : bugs) {
    fmt::print("{}  {:6}  {}{}\n", bug.id, word_of(bug.state), bug.oracle,
               bug.reason.empty() ? "" : fmt::format(" ({})", bug.reason));
    for (const std::string& words : bug.words) fmt::print("  {}\n", reports::first_line(words));
  }
  return Exit::holds;
}

Exit replay_bugs(const BugsOptions& options) {
  using Kind = BugReplay::Kind;
  catch_interrupts();
  std::vector<Bug> bugs = select_bugs(options.base, options.ids);
  Exit exit = Exit::holds;
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (Bug& bug : bugs) {
    if (options.ids.empty() && bug.state == BugState::closed) continue;
    const BugReplay replayed = replay(bug.folder, bug);
    if (replayed.kind == Kind::interrupted) return Exit::unknown;
    if (take_state(bug, replayed)) save_bug(bug);
    if (options.json)
      all.push_back({{"id", bug.id}, {"outcome", word_of(replayed.kind)}, {"words", replayed.words}});
    else
      fmt::print("{}  {}  {}\n", bug.id, bug.oracle, replayed.words);
    if (replayed.kind == Kind::still_fails) exit = Exit::violated;
    if (replayed.kind != Kind::passes && exit == Exit::holds) exit = Exit::unknown;
  }
  if (options.json) fmt::print("{}\n", all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  return exit;
}

Exit close_bugs(const BugsOptions& options) {
  for (Bug& bug : select_bugs(options.base, options.ids)) {
    bug.state = BugState::closed;
    bug.reason = options.reason;
    save_bug(bug);
    fmt::print("{}  closed: {}\n", bug.id, bug.reason);
  }
  return Exit::holds;
}

}  // namespace commands
