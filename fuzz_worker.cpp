#include "fuzz_worker.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "commands/worker_frames.h"
#include "scenarios/fuzz/judge.h"
#include "scenarios/fuzz/mischief.h"
#include "scenarios/fuzz/occasions.h"
#include "scenarios/fuzz/shrink.h"
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

/// Reads the trace where it is made.
class Reading final : public sim::TraceSink {
 public:
  explicit Reading(const Scenario& scenario) : judge(scenario) {}
  void write_block(std::string_view block) override {
    blocks_.read_block(block, [this](const sim::RawRecord& record) {
      judge.visit(record);
      occasions.visit(record);
    });
  }
  scenarios::fuzz::Judge judge;
  scenarios::fuzz::OccasionsReader occasions;

 private:
  sim::TraceReader blocks_;
};

/// Waking costs nothing: what clients see of it is what it does to memory.
void wake_for_nothing(Scenario& scenario) {
  for (sim::Distribution* cost : {&scenario.costs.wake, &scenario.costs.constructor, &scenario.costs.storage_read})
    *cost = sim::Distribution::constant(0);
}

constexpr int kSwarms = 4;  // a seed

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
        jobs_(request.at("jobs").get<std::size_t>()) {}

  void run();

 private:
  struct Outcome {
    std::optional<Failure> failure;
    scenarios::fuzz::Transcript transcript;
    scenarios::fuzz::Occasions occasions;
  };

  [[nodiscard]] bool over() const {
    return runs_ >= most_ || std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count() >= limit_;
  }
  [[nodiscard]] Outcome play(const Scenario& scenario, std::uint64_t seed);
  /// As it is played with these faults; naps: to be held against the same run without any.
  [[nodiscard]] Scenario changed(const std::vector<Mischief>& mischief, bool naps) const;
  [[nodiscard]] std::optional<Failure> judge(const Case& one);
  void take(const Case& one);
  void explore(std::uint64_t seed, bool everything);
  void report(const Case& one, const Failure& failure, std::uint64_t tries);
  void tell_progress(bool anyway);

  const json& request_;
  const Scenario& base_;
  ApplicationCode& code_;
  EnginePool pool_;
  std::uint64_t seed_;
  std::uint64_t most_;
  double limit_;
  std::size_t job_, jobs_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point told_ = began_;
  std::uint64_t runs_ = 0, events_ = 0;
  sim::Choices choices_{{seed_, 0}};
  BlocksReached reached_;
  std::map<std::uint64_t, scenarios::fuzz::Transcript> awake_;  // by seed: what clients see when no room sleeps
  std::map<std::string, std::uint64_t> found_;                  // identities, and how often
};

Campaign::Outcome Campaign::play(const Scenario& scenario, std::uint64_t seed) {
  ++runs_;
  code_.begin_anew();
  Reading reading(scenario);
  Stage stage(request_, scenario, {seed, 0}, pool_.maker(), code_, reading);
  stage.run();
  (void)stage.world().fingerprint();
  events_ += stage.world().simulation().events_run();
  code_.add_to(reached_);
  return {reading.judge.failure(), reading.judge.transcript(), reading.occasions.finish()};
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

std::optional<Failure> Campaign::judge(const Case& one) {
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

void Campaign::take(const Case& one) {
  const auto failure = judge(one);
  if (!failure || found_[failure->identity]++ > 0) return;
  const std::uint64_t before = runs_;
  Case least = one;
  least.mischief = scenarios::fuzz::minimal(one.mischief, [&](const std::vector<Mischief>& fewer) {
    Case smaller = one;
    smaller.mischief = fewer;
    const auto still = judge(smaller);
    return still && still->identity == failure->identity;
  });
  report(least, judge(least).value_or(*failure), runs_ - before);
}

void Campaign::report(const Case& one, const Failure& failure, std::uint64_t tries) {
  json faults = json::array();
  json knobs = json::array();
  for (const Mischief& mischief : one.mischief) {
    if (const auto* knob = std::get_if<scenarios::fuzz::Knob>(&mischief))
      knobs.push_back(scenarios::fuzz::written(*knob));
    else
      faults.push_back(scenarios::fuzz::written(std::get<Fault>(mischief)));
  }
  commands::send(
      sim::FrameType::block,
      json{{"finding",
            {{"oracle", failure.oracle},
             {"identity", failure.identity},
             {"words", failure.words},
             {"seed", one.seed},
             {"naps", one.naps_alone},
             {"faults", std::move(faults)},
             {"platform", std::move(knobs)},
             {"run", runs_},
             {"tries", tries},
             {"seconds", std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count()}}}});
}

void Campaign::tell_progress(bool anyway) {
  const auto now = std::chrono::steady_clock::now();
  if (!anyway && now - told_ < std::chrono::milliseconds(500)) return;
  told_ = now;
  commands::send(sim::FrameType::block, json{{"runs", runs_},
                                             {"events", events_},
                                             {"blocks", reached_.size()},
                                             {"blocksReached", std::ranges::count(reached_, true)}});
}

/// A weather of its own: played as it is, then with each fault alone or with many at once.
void Campaign::explore(std::uint64_t seed, bool everything) {
  const Outcome plain = play(base_, seed);
  if (plain.failure && found_[plain.failure->identity]++ == 0)
    report({.seed = seed, .mischief = {}}, *plain.failure, 0);
  if (plain.occasions.empty()) return;
  std::vector<Case> cases;
  if (everything) cases = scenarios::fuzz::sweep(plain.occasions, seed);
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
  for (std::uint64_t round = 0; !over(); ++round) explore(seed_ + round * jobs_ + job_, round % 10 == 0);
  tell_progress(true);
}

}  // namespace

void fuzz(const json& request, const Engines& engines, std::optional<ApplicationCode>& code) {
  const Scenario scenario =
      scenarios::load_scenario(request.at("scenario").get<std::string>(), request.value("variation", ""));
  ApplicationCode& loaded = code.emplace(scenario, request.at("bundles"));
  Campaign(request, engines, loaded, scenario).run();
  commands::send(sim::FrameType::end, json::object());
}

}  // namespace dormouse
