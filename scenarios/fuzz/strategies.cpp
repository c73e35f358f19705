#include "scenarios/fuzz/strategies.h"

#include <algorithm>
#include <utility>

namespace scenarios::fuzz {
namespace {

constexpr std::uint32_t kCasesAWeather = 8;
constexpr std::uint64_t kMostAtOnce = 3;  // uniform
constexpr std::uint64_t kFresh = 4;       // one case in so many that explores is no change of another
constexpr std::uint64_t kFaultToo = 4;    // one order in so many meets a fault as well
constexpr std::uint64_t kFindingGains = 8, kCoverageGains = 1;

sim::RandomStream draws(sim::Choices& choices, std::string_view strategy) {
  return choices.stream(sim::site("fuzz.strategy"), sim::entity(strategy));
}

std::vector<Mischief> all_singles(const Occasions& occasions) {
  std::vector<Mischief> singles(std::begin(kKnobs), std::end(kKnobs));
  for (const std::vector<Fault>& kind : faults_by_kind(occasions))
    singles.insert(singles.end(), kind.begin(), kind.end());
  return singles;
}

}  // namespace

Strategies::Strategies(StrategyOptions options, sim::Choices& choices)
    : options_(std::move(options)),
      portfolio_draws_(draws(choices, "portfolio")),
      uniform_draws_(draws(choices, "uniform")),
      swarm_draws_(draws(choices, "swarm")),
      pct_draws_(draws(choices, "pct")),
      corpus_draws_(draws(choices, "coverage")),
      systematic_(options_.pct.patience),
      replays_(options_.corpus.begin(), options_.corpus.end()) {}

void Strategies::weather(std::uint64_t seed, const Occasions& occasions, std::vector<RoomThread> threads,
                         std::size_t gained) {
  if (gained > 0) corpus_.add({.seed = seed, .mischief = {}, .naps_alone = false});
  if (occasions.empty()) return;
  seed_ = seed;
  occasions_ = occasions;
  threads_ = std::move(threads);
  singles_ = all_singles(occasions_);
  systematic_.weather(seed, occasions_, threads_);
  left_ = kCasesAWeather;
}

Case Strategies::next() {
  last_ = options_.only ? *options_.only : portfolio_.choose(portfolio_draws_);
  if (!options_.only && !replays_.empty()) last_ = Strategy::coverage;
  Case made = made_by(last_);
  keep_within(options_.pct.patience, made.mischief);
  return made;
}

Case Strategies::made_by(Strategy strategy) {
  --left_;
  if (strategy == Strategy::sweep)
    if (auto one = systematic_.next()) return std::move(*one);
  switch (strategy) {
    case Strategy::uniform:
    case Strategy::sweep:
      return uniform();
    case Strategy::swarm:
      return swarm(occasions_, seed_, swarm_draws_);
    case Strategy::pct:
      return ordered();
    case Strategy::coverage:
      break;
  }
  return explored();
}

Case Strategies::uniform() {
  Case made{.seed = seed_, .mischief = {}, .naps_alone = false};
  const std::uint64_t count = 1 + uniform_draws_.below(kMostAtOnce);
  for (std::uint64_t i = 0; i < count; ++i) {
    const Mischief& drawn = singles_[uniform_draws_.below(singles_.size())];
    const auto same = [&drawn](const Mischief& has) { return same_occasion(has, drawn); };
    if (std::ranges::none_of(made.mischief, same)) made.mischief.push_back(drawn);
  }
  return made;
}

Case Strategies::ordered() {
  Case made{.seed = seed_, .mischief = pct(threads_, options_.pct, pct_draws_), .naps_alone = false};
  const std::uint64_t too = pct_draws_.below(kFaultToo), which = pct_draws_.below(singles_.size());
  if (too == 0 && !options_.pct.depth) made.mischief.push_back(singles_[which]);
  return made;
}

Case Strategies::explored() {
  if (!replays_.empty()) {
    Case one = std::move(replays_.front());
    replays_.pop_front();
    return one;
  }
  const bool fresh = corpus_draws_.below(kFresh) == 0;
  if (fresh || corpus_.size() == 0) return swarm(occasions_, seed_, corpus_draws_);
  Ingredients ingredients{.seed = seed_, .singles = &singles_, .order = pct(threads_, options_.pct, corpus_draws_)};
  const Case one = corpus_.choose(corpus_draws_);
  const Case& other = corpus_.choose(corpus_draws_);
  return mutated(one, other, ingredients, corpus_draws_);
}

void Strategies::learn(const Case& one, const Learned& learned) {
  Tally& tally = tallies_[static_cast<std::size_t>(last_)];
  ++tally.runs;
  if (learned.gained > 0) ++tally.gained;
  if (learned.failed) ++tally.failed;
  if (learned.is_new) ++tally.found;
  portfolio_.learn(last_, (learned.is_new ? kFindingGains : 0) + (learned.gained > 0 ? kCoverageGains : 0));
  if (learned.gained > 0 && !learned.failed) corpus_.add(one);
}

}  // namespace scenarios::fuzz
