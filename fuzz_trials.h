#pragma once

// Cases of a campaign, played and judged in this process, and what all of them together came to.

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "scenarios/fuzz/coverage.h"
#include "scenarios/fuzz/exercised.h"
#include "scenarios/fuzz/hints.h"
#include "scenarios/fuzz/judge.h"
#include "scenarios/fuzz/mischief.h"
#include "scenarios/fuzz/occasions.h"
#include "scenarios/fuzz/room_steps.h"
#include "scenarios/fuzz/shown.h"
#include "scenarios/scenario.h"
#include "stages.h"

namespace dormouse {

class FuzzTrials {
 public:
  /// What else is read from a run.
  struct Reads {
    bool plain = false;  // nothing befalls it, and what may is read from it
    scenarios::fuzz::Shown* shown = nullptr;
    scenarios::fuzz::HintsReader* hints = nullptr;
  };
  struct Outcome {
    std::optional<scenarios::fuzz::Failure> failure;
    scenarios::fuzz::Transcript transcript;
    scenarios::fuzz::Occasions occasions;
    bool restless = false;
    std::vector<scenarios::fuzz::RoomThread> threads;
    std::size_t gained = 0;                                // coverage that no run before had
    std::optional<scenarios::fuzz::Failure> in_vain = {};  // see Judge; asked where one fault is all that befalls a run
  };

  /// All must outlive it.
  FuzzTrials(Stages& stages, const scenarios::Scenario& base) : stages_(stages), base_(base), changed_(base) {}

  [[nodiscard]] Outcome play(const scenarios::Scenario& scenario, std::uint64_t seed, const Reads& reads);
  [[nodiscard]] Outcome play(const scenarios::Scenario& scenario, std::uint64_t seed) {
    return play(scenario, seed, Reads{});
  }
  [[nodiscard]] std::optional<scenarios::fuzz::Failure> judge(const scenarios::fuzz::Case& one);
  /// A scenario as it is, its seed and faults in it.
  [[nodiscard]] std::optional<scenarios::fuzz::Failure> judge(scenarios::Scenario scenario, bool naps);
  /// While a finding is made smaller, its runs say nothing of what was exercised, and are not much longer than others:
  /// a loop that has lost its end is no smaller scenario.
  void shrinking(bool now) { shrinking_ = now; }

  /// Of all runs that were read for them, by identity.
  [[nodiscard]] const std::map<std::string, scenarios::fuzz::Hint>& hints() const { return hints_; }
  /// Whether clients see the same where getWebSockets() gives its sockets in another order.
  void try_other_order(std::uint64_t seed, const scenarios::fuzz::Transcript& as_it_is);

  [[nodiscard]] const scenarios::Scenario& base() const { return base_; }
  [[nodiscard]] std::uint64_t runs() const { return runs_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] std::uint64_t explored() const { return explored_; }
  /// By the latest case itself.
  [[nodiscard]] std::size_t gained() const { return gained_; }
  [[nodiscard]] const std::vector<bool>& reached() const { return reached_; }
  [[nodiscard]] const scenarios::fuzz::Exercised& exercised() const { return exercised_; }

 private:
  /// As it is played with these faults; naps: to be held against the same run without any. Good until the next.
  [[nodiscard]] const scenarios::Scenario& changed(const std::vector<scenarios::fuzz::Mischief>& mischief, bool naps);
  [[nodiscard]] scenarios::Scenario left_alone() const;
  // ---- fuzz_oracles.cpp
  void weigh(const scenarios::Scenario& scenario, std::uint64_t seed, Outcome& outcome);
  [[nodiscard]] bool only_late(const scenarios::Scenario& scenario, std::uint64_t seed);
  [[nodiscard]] bool only_where_lost(const scenarios::Scenario& scenario, std::uint64_t seed);
  void add(scenarios::fuzz::Hint hint);
  [[nodiscard]] std::optional<scenarios::fuzz::Failure> judge_woken(const scenarios::fuzz::Case& one);
  [[nodiscard]] std::optional<scenarios::fuzz::Failure> judge_newcomer(const scenarios::fuzz::Case& one);
  /// Null if nobody can be one.
  [[nodiscard]] const scenarios::Scenario* newcomer_in_base();

  Stages& stages_;
  const scenarios::Scenario& base_;
  scenarios::Scenario changed_;  // one for all cases: a copy of it all costs a good part of a short run
  std::uint64_t runs_ = 0, events_ = 0, explored_ = 0;
  scenarios::fuzz::Coverage coverage_;
  scenarios::fuzz::Exercised exercised_;
  std::vector<std::uint32_t> entered_;  // blocks, in the latest run
  std::size_t gained_ = 0;
  std::vector<bool> reached_;                                   // by any run
  std::map<std::uint64_t, scenarios::fuzz::Transcript> awake_;  // by seed: what clients see when no room sleeps
  bool shrinking_ = false;
  std::uint64_t longest_ = 0;  // events of a run that was not
  std::map<std::string, scenarios::fuzz::Hint> hints_;
  std::optional<std::optional<scenarios::Scenario>> with_newcomer_;  // once it was tried
};

}  // namespace dormouse
