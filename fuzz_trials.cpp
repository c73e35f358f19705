#include "fuzz_trials.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "scenarios/fuzz/restless.h"
#include "scenarios/fuzz/retelling.h"
#include "sim/frames.h"
#include "sim/worker_process.h"

namespace dormouse {
namespace {

using scenarios::Fault;
using scenarios::Scenario;
using scenarios::fuzz::Case;
using scenarios::fuzz::Failure;
using scenarios::fuzz::Mischief;

constexpr std::uint64_t kBlocksABeat = 16;
// Runs without naps whose transcripts are kept: so many, of long runs as many as have so many events together.
constexpr std::uint64_t kMostAwake = 64, kMostAwakeEvents = 5'000'000;

// A run while something is made smaller: so much longer than the longest that was not.
constexpr std::uint64_t kTimesLonger = 4, kMostMoreEvents = 10'000;
constexpr std::string_view kCutShort = "cut short";

/// Reads the trace where it is made.
class Reading final : public sim::TraceSink {
 public:
  /// exercised: null where nothing is to be learnt.
  Reading(const Scenario& scenario, scenarios::fuzz::Coverage& coverage, scenarios::fuzz::Exercised* exercised,
          const FuzzTrials::Reads& reads, bool frees_storage)
      : judge(scenario, frees_storage), coverage_(coverage), exercised_(exercised), reads_(reads) {}
  void write_block(std::string_view block) override {
    // A run may take minutes; whoever waits for its end hears that it goes on.
    if (++read_ % kBlocksABeat == 0) sim::send_frame(sim::kHeartbeatFrame, {});
    blocks_.read_block(block, [this](const sim::RawRecord& record) {
      judge.visit(record);
      coverage_.visit(record);
      restless.visit(record);
      if (exercised_ != nullptr) exercised_->visit(record);
      if (reads_.shown != nullptr) reads_.shown->visit(record);
      if (reads_.hints != nullptr) reads_.hints->visit(record);
      if (!reads_.plain) return;
      occasions.visit(record);
      steps.visit(record);
    });
  }
  scenarios::fuzz::Judge judge;
  scenarios::fuzz::OccasionsReader occasions;
  scenarios::fuzz::Restless restless;
  scenarios::fuzz::RoomStepsReader steps;

 private:
  scenarios::fuzz::Coverage& coverage_;
  scenarios::fuzz::Exercised* exercised_;
  FuzzTrials::Reads reads_;
  sim::TraceReader blocks_;
  std::uint64_t read_ = 0;
};

void wake_for_nothing(Scenario& scenario) {
  for (const auto& [row, cost] : scenarios::fuzz::kCostsOfNaps) scenario.costs.*cost = sim::Distribution::constant(0);
}

/// Whoever sleeps meets new code sooner.
bool naps_are_to_be_hidden(const Scenario& scenario) { return scenario.upgrades.empty(); }

}  // namespace

FuzzTrials::Outcome FuzzTrials::play(const Scenario& scenario, std::uint64_t seed, const Reads& reads) {
  ++runs_;
  coverage_.begin_run();
  exercised_.begin_run();
  Reading reading(scenario, coverage_, shrinking_ ? nullptr : &exercised_, reads, stages_.frees_storage());
  const std::uint64_t most = shrinking_ ? longest_ * kTimesLonger + kMostMoreEvents : sim::RunLimits{}.max_events;
  const Stages::Played played = stages_.play(scenario, seed, reading, most);
  events_ += played.events;
  stages_.counts_to(entered_);
  std::vector<bool> reached(entered_.size());
  for (std::size_t i = 0; i < entered_.size(); ++i) reached[i] = entered_[i] > 0;
  reached_.resize(reached.size());
  for (std::size_t i = 0; i < reached.size(); ++i) reached_[i] = reached_[i] || reached[i];
  if (!shrinking_) {
    longest_ = std::max(longest_, played.events);
    ++explored_;
    exercised_.end_run(reached);
  }
  auto failure = reading.judge.failure();
  if (played.cut_short)
    failure = Failure{.oracle = "the run has an end", .identity = std::string(kCutShort), .words = {}};
  if (const auto& limit = played.host_limit; limit && !failure)
    failure = Failure{.oracle = "the run can be finished", .identity = "host limit: " + *limit, .words = {*limit}};
  return {std::move(failure),
          reading.judge.transcript(),
          reading.occasions.finish(),
          reading.restless.room().has_value(),
          reading.steps.finish(),
          coverage_.end_run(entered_),
          scenario.faults.size() == 1 ? reading.judge.in_vain() : std::nullopt};
}

const Scenario& FuzzTrials::changed(const std::vector<Mischief>& mischief, bool naps) {
  Scenario& scenario = changed_;
  scenario.platform.options = base_.platform.options;
  scenario.network.keeps_lines = base_.network.keeps_lines;
  scenario.costs = base_.costs;
  scenario.faults = base_.faults;
  scenario.duration = base_.duration;
  for (const Mischief& one : mischief) {
    if (const auto* knob = std::get_if<scenarios::fuzz::Knob>(&one)) {
      scenarios::fuzz::turn(*knob, scenario.platform.options);
      continue;
    }
    const Fault& fault = scenario.faults.emplace_back(std::get<Fault>(one));
    if (scenarios::is_of_network(fault.kind)) scenario.network.keeps_lines = true;
  }
  if (naps) wake_for_nothing(scenario);
  return scenario;
}

/// As it goes on when everyone has left.
Scenario FuzzTrials::left_alone() const {
  Scenario scenario = base_;
  scenario.duration += scenarios::fuzz::kAlone;
  scenarios::Expectation rests;
  rests.kind = "quiet after everyone left";
  rests.within = scenarios::fuzz::kClearsUp;
  scenario.expectations = {rests};
  return scenario;
}

std::optional<Failure> FuzzTrials::judge(const Case& one) {
  if (one.left_alone) {
    scenarios::fuzz::HintsReader hints;
    Outcome outcome = play(left_alone(), one.seed, {.hints = &hints});
    for (scenarios::fuzz::Hint& hint : hints.finish(true)) add(std::move(hint));
    const auto& failure = outcome.failure;
    const bool of_storage =
        failure && (scenarios::fuzz::is_of_freeing(*failure) || scenarios::fuzz::is_of_staying_freed(*failure));
    return outcome.restless || of_storage ? failure : std::nullopt;
  }
  if (one.woken) return judge_woken(one);
  if (one.newcomer) return judge_newcomer(one);
  const std::uint64_t before = events_;
  (void)changed(one.mischief, one.naps_alone);
  changed_.duration = one.lasts.value_or(base_.duration);
  Outcome outcome = play(changed_, one.seed);
  gained_ = outcome.gained;
  weigh(changed_, one.seed, outcome);
  if (outcome.failure || !one.naps_alone || one.mischief.empty() || !naps_are_to_be_hidden(base_))
    return outcome.failure;
  auto awake = awake_.find(one.seed);
  if (awake == awake_.end()) {
    Scenario never = changed({}, true);
    never.platform.options.eviction.kind = models::eviction::Choice::Kind::never;
    const std::uint64_t events = std::max<std::uint64_t>(events_ - before, 1);
    if (awake_.size() >= std::clamp<std::uint64_t>(kMostAwakeEvents / events, 1, kMostAwake)) awake_.clear();
    awake = awake_.emplace(one.seed, play(never, one.seed).transcript).first;
  }
  return scenarios::fuzz::nap_difference(awake->second, outcome.transcript);
}

std::optional<Failure> FuzzTrials::judge(Scenario scenario, bool naps) {
  if (naps) wake_for_nothing(scenario);
  Outcome outcome = play(scenario, scenario.seed);
  weigh(scenario, scenario.seed, outcome);
  if (outcome.failure || !naps || !naps_are_to_be_hidden(scenario)) return outcome.failure;
  scenario.platform.options = base_.platform.options;
  scenario.platform.options.eviction.kind = models::eviction::Choice::Kind::never;
  std::erase_if(scenario.faults, [](const Fault& fault) { return fault.kind == models::FaultKind::hibernate; });
  const Outcome awake = play(scenario, scenario.seed);
  if (awake.failure && awake.failure->identity == kCutShort) return awake.failure;
  return scenarios::fuzz::nap_difference(awake.transcript, outcome.transcript);
}

}  // namespace dormouse
