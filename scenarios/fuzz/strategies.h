#pragma once

// What a campaign plays next. A weather is a seed and what its run was as it is, without anything that befalls it; each
// strategy makes cases of it in its own way (docs/fuzzing.md), and one of them or the portfolio has the say.

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "scenarios/fuzz/corpus.h"
#include "scenarios/fuzz/holds.h"
#include "scenarios/fuzz/mischief.h"
#include "scenarios/fuzz/pct.h"
#include "scenarios/fuzz/portfolio.h"
#include "scenarios/fuzz/systematic.h"
#include "sim/choice.h"

namespace scenarios::fuzz {

struct StrategyOptions {
  std::optional<Strategy> only;  // none: the portfolio
  PctOptions pct;
  std::vector<Case> corpus;  // from campaigns before, to begin with
};

/// What came of a case.
struct Learned {
  std::size_t gained = 0;  // coverage that no run before had
  bool failed = false;
  bool is_new = false;  // the failure is of a kind that was not met before
};

struct Tally {
  std::uint64_t runs = 0;
  std::uint64_t gained = 0;  // runs that brought new coverage
  std::uint64_t failed = 0;
  std::uint64_t found = 0;  // failures of a new kind
};

class Strategies {
 public:
  Strategies(StrategyOptions options, sim::Choices& choices);

  /// Whether a run of the next seed, as it is, comes before the next case.
  [[nodiscard]] bool wants_weather() const { return left_ == 0; }
  /// gained: whether that run brought new coverage.
  void weather(std::uint64_t seed, const Occasions& occasions, std::vector<RoomThread> threads, std::size_t gained);
  /// Only under a weather.
  [[nodiscard]] Case next();
  /// Of the case that came last.
  void learn(const Case& one, const Learned& learned);

  [[nodiscard]] const std::array<Tally, kStrategyCount>& tallies() const { return tallies_; }
  /// What reaches rooms under this weather.
  [[nodiscard]] const std::vector<RoomThread>& threads() const { return threads_; }
  [[nodiscard]] std::size_t corpus_size() const { return corpus_.size(); }
  [[nodiscard]] const Systematic& systematic() const { return systematic_; }

 private:
  [[nodiscard]] Case made_by(Strategy strategy);
  [[nodiscard]] Case uniform();
  [[nodiscard]] Case ordered();
  [[nodiscard]] Case explored();

  StrategyOptions options_;
  sim::RandomStream portfolio_draws_, uniform_draws_, swarm_draws_, pct_draws_, corpus_draws_;
  Portfolio portfolio_;
  Corpus corpus_;
  Systematic systematic_;
  std::deque<Case> replays_;
  std::array<Tally, kStrategyCount> tallies_;

  std::uint64_t seed_ = 0;
  Occasions occasions_;
  std::vector<RoomThread> threads_;
  std::vector<Mischief> singles_;
  std::uint32_t left_ = 0;  // cases under this weather
  Strategy last_ = Strategy::uniform;
};

}  // namespace scenarios::fuzz
