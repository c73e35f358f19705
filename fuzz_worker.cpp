#include "fuzz_worker.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "commands/worker_frames.h"
#include "scenarios/fuzz/determined.h"
#include "scenarios/fuzz/exercised.h"
#include "scenarios/fuzz/judge.h"
#include "scenarios/fuzz/mischief.h"
#include "scenarios/fuzz/occasions.h"
#include "scenarios/fuzz/reduce.h"
#include "scenarios/fuzz/restless.h"
#include "scenarios/fuzz/retelling.h"
#include "scenarios/fuzz/shrink.h"
#include "scenarios/fuzz/tree.h"
#include "scenarios/input_error.h"
#include "scenarios/scenario_tree.h"
#include "sim/frames.h"
#include "stage.h"

namespace dormouse {
namespace {

using nlohmann::json;
using scenarios::Fault;
using scenarios::Scenario;
using scenarios::fuzz::Case;
using scenarios::fuzz::Failure;
using scenarios::fuzz::Mischief;
using scenarios::fuzz::Tree;

/// Reads the trace where it is made.
class Reading final : public sim::TraceSink {
 public:
  Reading(const Scenario& scenario, scenarios::fuzz::Exercised* exercised) : judge(scenario), exercised_(exercised) {}
  void write_block(std::string_view block) override {
    blocks_.read_block(block, [this](const sim::RawRecord& record) {
      judge.visit(record);
      occasions.visit(record);
      restless.visit(record);
      if (exercised_ != nullptr) exercised_->visit(record);
    });
  }
  scenarios::fuzz::Judge judge;
  scenarios::fuzz::OccasionsReader occasions;
  scenarios::fuzz::Restless restless;

 private:
  scenarios::fuzz::Exercised* exercised_;  // null: nothing is to be learnt from it
  sim::TraceReader blocks_;
};

/// Waking costs nothing: what clients see of it is what it does to memory.
void wake_for_nothing(Scenario& scenario) {
  for (sim::Distribution* cost : {&scenario.costs.wake, &scenario.costs.constructor, &scenario.costs.storage_read})
    *cost = sim::Distribution::constant(0);
}

constexpr int kSwarms = 4;                 // a seed
constexpr std::uint64_t kMostTries = 600;  // to make a finding's scenario smaller
constexpr std::uint64_t kMostDraws = 60;   // of values in place of draws
constexpr std::uint64_t kWeathers = 4;     // in which a promise may hold that does not hold in this one

class Campaign {
 public:
  Campaign(const json& request, const Engines& engines, ApplicationCode& code, const Scenario& scenario)
      : request_(request),
        base_(scenario),
        code_(code),
        pool_(engines),
        seed_(request.at("seed").get<std::uint64_t>()),
        most_(request.at("runs").get<std::uint64_t>()),
        limit_(request.at("seconds").get<double>()),
        job_(request.at("job").get<std::size_t>()),
        jobs_(request.at("jobs").get<std::size_t>()),
        until_failure_(request.value("untilFailure", false)),
        as_it_is_(request.value("asItIs", false)) {
    for (const json& identity : request.value("known", json::array())) found_[identity.get<std::string>()] = 1;
  }

  void run();

 private:
  struct Outcome {
    std::optional<Failure> failure;
    scenarios::fuzz::Transcript transcript;
    scenarios::fuzz::Occasions occasions;
    bool restless = false;
  };

  [[nodiscard]] bool over() const {
    return runs_ >= most_ || (until_failure_ && reported_) ||
           std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count() >= limit_;
  }
  [[nodiscard]] Outcome play(const Scenario& scenario, std::uint64_t seed);
  /// As it is played with these faults; naps: to be held against the same run without any.
  [[nodiscard]] Scenario changed(const std::vector<Mischief>& mischief, bool naps) const;
  [[nodiscard]] Scenario left_alone() const;
  [[nodiscard]] std::optional<Failure> judge(const Case& one);
  void take(const Case& one);
  void explore(std::uint64_t seed, bool everything);
  /// A scenario as it is, its seed and faults in it.
  [[nodiscard]] std::optional<Failure> judge(Scenario scenario, bool naps);
  void report(const Case& one, const Failure& failure, std::uint64_t run);
  void report_as_it_is(const Case& one, const Failure& failure);
  [[nodiscard]] bool fails(const Tree& scenario, const Case& one, const Failure& failure);
  [[nodiscard]] bool passes(const Tree& scenario);
  [[nodiscard]] bool has_neighbour(const Tree& scenario);
  [[nodiscard]] Tree smallest(const Case& one, const Failure& failure);
  /// Before the run: if it is the last thing that this process says, it is what ended it.
  void tell_what_is_played(const Case& one);
  void tell_progress(bool anyway);

  const json& request_;
  const Scenario& base_;
  ApplicationCode& code_;
  EnginePool pool_;
  std::uint64_t seed_;
  std::uint64_t most_;
  double limit_;
  std::size_t job_, jobs_;
  bool until_failure_;
  bool as_it_is_;
  bool reported_ = false;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point told_ = began_;
  std::uint64_t runs_ = 0, events_ = 0;
  sim::Choices choices_{{seed_, 0}};
  BlocksReached reached_;
  std::map<std::uint64_t, scenarios::fuzz::Transcript> awake_;  // by seed: what clients see when no room sleeps
  std::map<std::string, std::uint64_t> found_;                  // identities, and how often
  scenarios::fuzz::Exercised exercised_;
  std::map<std::string, std::uint64_t> knobs_;  // turned, and how often
  std::uint64_t round_ = 0, explored_ = 0, failed_ = 0;
  bool shrinking_ = false;
};

Campaign::Outcome Campaign::play(const Scenario& scenario, std::uint64_t seed) {
  ++runs_;
  code_.begin_anew();
  Reading reading(scenario, shrinking_ ? nullptr : &exercised_);
  exercised_.begin_run();
  Stage stage(request_, scenario, {seed, 0}, pool_.maker(), code_, reading);
  stage.run();
  (void)stage.world().fingerprint();
  events_ += stage.world().simulation().events_run();
  code_.add_to(reached_);
  if (!shrinking_) {
    ++explored_;
    BlocksReached reached;
    code_.add_to(reached);
    exercised_.end_run(reached);
  }
  auto failure = reading.judge.failure();
  if (const auto& limit = stage.world().platform().host_limit_hit(); limit && !failure)
    failure = Failure{.oracle = "the run can be finished", .identity = "host limit: " + *limit, .words = {*limit}};
  return {std::move(failure), reading.judge.transcript(), reading.occasions.finish(),
          reading.restless.room().has_value()};
}

Scenario Campaign::changed(const std::vector<Mischief>& mischief, bool naps) const {
  Scenario scenario = base_;
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
Scenario Campaign::left_alone() const {
  Scenario scenario = base_;
  scenario.duration += scenarios::fuzz::kAlone;
  scenarios::Expectation rests;
  rests.kind = "quiet after everyone left";
  rests.within = scenarios::fuzz::kClearsUp;
  scenario.expectations = {rests};
  return scenario;
}

/// What is different from the scenario, as it is written there.
std::pair<json, json> written(const std::vector<Mischief>& mischief) {
  json faults = json::array();
  json knobs = json::array();
  for (const Mischief& one : mischief) {
    if (const auto* knob = std::get_if<scenarios::fuzz::Knob>(&one))
      knobs.push_back(scenarios::fuzz::written(*knob));
    else
      faults.push_back(scenarios::fuzz::written(std::get<Fault>(one)));
  }
  return {std::move(faults), std::move(knobs)};
}

void Campaign::tell_what_is_played(const Case& one) {
  auto [faults, knobs] = written(one.mischief);
  commands::send(sim::FrameType::block, json{{"playing",
                                              {{"round", round_},
                                               {"seed", one.seed},
                                               {"run", runs_ + 1},
                                               {"faults", std::move(faults)},
                                               {"platform", std::move(knobs)}}}});
}

std::optional<Failure> Campaign::judge(const Case& one) {
  tell_what_is_played(one);
  if (one.left_alone) {
    Outcome outcome = play(left_alone(), one.seed);
    return outcome.restless ? outcome.failure : std::nullopt;
  }
  Outcome outcome = play(changed(one.mischief, one.naps_alone), one.seed);
  if (outcome.failure || !one.naps_alone || one.mischief.empty()) return outcome.failure;
  auto awake = awake_.find(one.seed);
  if (awake == awake_.end()) {
    Scenario never = changed({}, true);
    never.platform.options.eviction.kind = models::eviction::Choice::Kind::never;
    awake = awake_.emplace(one.seed, play(never, one.seed).transcript).first;
  }
  return scenarios::fuzz::nap_difference(awake->second, outcome.transcript);
}

std::optional<Failure> Campaign::judge(Scenario scenario, bool naps) {
  if (naps) wake_for_nothing(scenario);
  Outcome outcome = play(scenario, scenario.seed);
  if (outcome.failure || !naps) return outcome.failure;
  scenario.platform.options = base_.platform.options;
  scenario.platform.options.eviction.kind = models::eviction::Choice::Kind::never;
  std::erase_if(scenario.faults, [](const Fault& fault) { return fault.kind == models::FaultKind::hibernate; });
  return scenarios::fuzz::nap_difference(play(scenario, scenario.seed).transcript, outcome.transcript);
}

void Campaign::take(const Case& one) {
  const auto failure = judge(one);
  for (const Mischief& mischief : one.mischief)
    if (const auto* knob = std::get_if<scenarios::fuzz::Knob>(&mischief)) ++knobs_[scenarios::fuzz::written(*knob)];
  if (failure) ++failed_;
  if (!failure || found_[failure->identity]++ > 0) return;
  shrinking_ = true;
  const std::uint64_t run = runs_;
  Case least = one;
  least.mischief = scenarios::fuzz::minimal(one.mischief, [&](const std::vector<Mischief>& fewer) {
    Case smaller = one;
    smaller.mischief = fewer;
    const auto still = judge(smaller);
    return still && still->identity == failure->identity;
  });
  report(least, judge(least).value_or(*failure), run);
}

/// Whether it fails in the same way; a scenario that cannot be read does not.
bool Campaign::fails(const Tree& scenario, const Case& one, const Failure& failure) {
  try {
    const auto still = judge(scenarios::scenario_from(scenarios::fuzz::yaml(scenario), base_.file), one.naps_alone);
    return still && still->identity == failure.identity;
  } catch (const scenarios::InputError&) {
    return false;
  }
}

bool Campaign::passes(const Tree& scenario) {
  try {
    return !judge(scenarios::scenario_from(scenarios::fuzz::yaml(scenario), base_.file), false);
  } catch (const scenarios::InputError&) {
    return false;
  }
}

/// A neighbour of the scenario in which the promise holds: with nothing done to it, or in another weather.
bool Campaign::has_neighbour(const Tree& scenario) {
  Tree neighbour = scenarios::fuzz::spared(scenario);
  if (neighbour != scenario) return passes(neighbour);
  for (std::uint64_t other = 1; other <= kWeathers; ++other) {
    neighbour.at("seed") = Tree::scalar(std::to_string(other));
    if (passes(neighbour)) return true;
  }
  return false;
}

/// The scenario with what was done to it, less what the failure can do without.
Tree Campaign::smallest(const Case& one, const Failure& failure) {
  Tree scenario = scenarios::fuzz::with(one, scenarios::fuzz::self_contained(base_.file, base_.variation));
  if (base_.expectations.empty())
    std::erase_if(scenario.entries, [](const auto& entry) { return entry.first == "expect"; });
  scenarios::fuzz::expect_too(scenario, failure);
  // Where the run as it is written is not the one that was judged, it is told as it is.
  if (!fails(scenario, one, failure)) return scenario;
  const auto still_fails = [&](const Tree& less) { return fails(less, one, failure); };
  const auto means_something = [&](const Tree& less) { return still_fails(less) && has_neighbour(less); };
  if (scenarios::fuzz::speaks_for_itself(failure))
    scenario = scenarios::fuzz::reduced(std::move(scenario), still_fails, kMostTries);
  else if (has_neighbour(scenario))
    scenario = scenarios::fuzz::reduced(std::move(scenario), means_something, kMostTries);
  scenarios::fuzz::expect_too(scenario, failure);  // which it fails without, too
  sim::RandomStream stream = choices_.stream(sim::site("fuzz.determined"), sim::entity("seed", one.seed));
  scenario = scenarios::fuzz::determined(scenario, still_fails, kMostDraws, stream);
  Tree without_seed = scenario;
  std::erase_if(without_seed.entries, [](const auto& entry) { return entry.first == "seed"; });
  return still_fails(without_seed) ? without_seed : scenario;
}

/// Of code with a mistake in it: that it fails, and of what, is enough.
void Campaign::report_as_it_is(const Case& one, const Failure& failure) {
  json faults = json::array();
  json knobs = json::array();
  for (const Mischief& mischief : one.mischief) {
    if (const auto* knob = std::get_if<scenarios::fuzz::Knob>(&mischief))
      knobs.push_back(scenarios::fuzz::written(*knob));
    else
      faults.push_back(scenarios::fuzz::written(std::get<Fault>(mischief)));
  }
  commands::send(sim::FrameType::block, json{{"finding",
                                              {{"oracle", failure.oracle},
                                               {"identity", failure.identity},
                                               {"words", failure.words},
                                               {"seed", one.seed},
                                               {"faults", std::move(faults)},
                                               {"platform", std::move(knobs)}}}});
}

void Campaign::report(const Case& one, const Failure& failure, std::uint64_t run) {
  reported_ = true;
  if (as_it_is_) return report_as_it_is(one, failure);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  shrinking_ = true;
  Tree scenario = smallest(one, failure);
  shrinking_ = false;
  auto [faults, knobs] = written(one.mischief);
  const std::uint64_t events = scenarios::fuzz::events_of(scenario);
  const std::filesystem::path folder = request_.value("folder", "");
  json finding = {{"oracle", failure.oracle},
                  {"identity", failure.identity},
                  {"words", failure.words},
                  {"seed", one.seed},
                  {"naps", one.naps_alone},
                  {"events", events},
                  {"faults", std::move(faults)},
                  {"platform", std::move(knobs)},
                  {"run", run},
                  {"tries", runs_ - run},
                  {"seconds", seconds}};
  if (one.naps_alone) {
    scenarios::fuzz::let_wakes_cost_nothing(scenario, base_.platform.costs);
    Tree awake = scenario;
    scenarios::fuzz::keep_awake(awake);
    finding["awake"] = "# The same when no room sleeps\n" + scenarios::fuzz::yaml(awake, folder);
  }
  finding["scenario"] = scenarios::fuzz::comment(scenario, failure) + scenarios::fuzz::yaml(scenario, folder);
  commands::send(sim::FrameType::block, json{{"finding", std::move(finding)}});
}

void Campaign::tell_progress(bool anyway) {
  const auto now = std::chrono::steady_clock::now();
  if (!anyway && now - told_ < std::chrono::milliseconds(500)) return;
  told_ = now;
  json unreached = json::array();
  for (std::size_t i = 0; i < reached_.size(); ++i)
    if (!reached_[i]) unreached.push_back(i);
  json struck = knobs_;
  for (const auto& [kind, times] : exercised_.struck()) struck[std::string(models::name_of(kind))] = times;
  commands::send(sim::FrameType::block, json{{"runs", runs_},
                                             {"events", events_},
                                             {"explored", explored_},
                                             {"failed", failed_},
                                             {"kinds", exercised_.kinds()},
                                             {"singles", exercised_.singles()},
                                             {"met", exercised_.met()},
                                             {"struck", std::move(struck)},
                                             {"blocks", reached_.size()},
                                             {"unreached", std::move(unreached)}});
}

/// A weather of its own: played as it is, then with each fault alone or with many at once.
void Campaign::explore(std::uint64_t seed, bool everything) {
  tell_what_is_played({.seed = seed});
  const Outcome plain = play(base_, seed);
  if (plain.failure) ++failed_;
  if (plain.failure && found_[plain.failure->identity]++ == 0) report({.seed = seed}, *plain.failure, runs_);
  if (plain.occasions.empty()) return;
  std::vector<Case> cases;
  if (everything) cases = scenarios::fuzz::sweep(plain.occasions, seed);
  if (seed == seed_) cases.insert(cases.begin(), {.seed = seed, .left_alone = true});
  sim::RandomStream stream = choices_.stream(sim::site("fuzz.swarm"), sim::entity("seed", seed));
  for (int i = 0; i < kSwarms; ++i) cases.push_back(scenarios::fuzz::swarm(plain.occasions, seed, stream));
  for (const Case& one : cases) {
    if (over()) break;
    take(one);
    tell_progress(false);
  }
  awake_.clear();
}

void Campaign::run() {
  // One seed in ten is swept; the others see to it that clients meet in other ways, too.
  for (round_ = request_.value("round", std::uint64_t{0}); !over(); ++round_)
    explore(seed_ + round_ * jobs_ + job_, round_ % 10 == 0);
  tell_progress(true);
}

}  // namespace

void fuzz(const json& request, const Engines& engines, std::optional<ApplicationCode>& code) {
  Scenario scenario =
      scenarios::load_scenario(request.at("scenario").get<std::string>(), request.value("variation", ""));
  if (!request.value("expectations", true)) scenario.expectations.clear();
  ApplicationCode& loaded = code.emplace(scenario, request.at("bundles"));
  Campaign(request, engines, loaded, scenario).run();
  commands::send(sim::FrameType::end, json::object());
}

}  // namespace dormouse
