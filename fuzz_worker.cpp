#include "fuzz_worker.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "commands/worker_frames.h"
#include "fuzz_shrinking.h"
#include "fuzz_trials.h"
#include "scenarios/fuzz/case_json.h"
#include "scenarios/fuzz/judge.h"
#include "scenarios/fuzz/mischief.h"
#include "scenarios/fuzz/reduce.h"
#include "scenarios/fuzz/retelling.h"
#include "scenarios/fuzz/rules.h"
#include "scenarios/fuzz/shrink.h"
#include "scenarios/fuzz/strategies.h"
#include "scenarios/fuzz/tree.h"
#include "sim/frames.h"
#include "sim/worker_process.h"

namespace dormouse {
namespace {

using nlohmann::json;
using scenarios::Fault;
using scenarios::Scenario;
using scenarios::fuzz::Case;
using scenarios::fuzz::Failure;
using scenarios::fuzz::Mischief;
using scenarios::fuzz::Tree;

constexpr std::uint64_t kMostEvents = 20'000'000;  // to find which faults a failure needs: a minute
constexpr std::chrono::seconds kAfterFailure{1};
/// A backstop: runs that meet a limit of the machine may take that long each.
constexpr auto kMostShrinking = std::chrono::minutes(3);

/// What a request says of how to go about it.
scenarios::fuzz::StrategyOptions strategy_of(const json& request, const Scenario& scenario) {
  scenarios::fuzz::StrategyOptions options{
      .only = {}, .pct = {.depth = {}, .patience = scenarios::fuzz::patience_of(scenario)}, .corpus = {}};
  const auto* const named = std::ranges::find(scenarios::fuzz::kStrategies, request.value("strategy", ""));
  if (named != std::end(scenarios::fuzz::kStrategies))
    options.only = static_cast<scenarios::fuzz::Strategy>(named - std::begin(scenarios::fuzz::kStrategies));
  if (const unsigned depth = request.value("depth", 0U); depth > 0) options.pct.depth = depth;
  for (const json& one : request.value("corpus", json::array()))
    if (auto known = scenarios::fuzz::case_from(one)) options.corpus.push_back(std::move(*known));
  return options;
}

/// One of so many weathers is asked.
constexpr std::uint64_t kWeathersToAWake = 2, kWeathersToANewcomer = 3, kWeathersToLeavingAlone = 4;

class Campaign {
 public:
  Campaign(const json& request, Stages& stages, const Scenario& scenario)
      : request_(request),
        trials_(stages, scenario),
        seed_(request.at("seed").get<std::uint64_t>()),
        most_(request.at("runs").get<std::uint64_t>()),
        limit_(request.at("seconds").get<double>()),
        job_(request.at("job").get<std::size_t>()),
        jobs_(request.at("jobs").get<std::size_t>()),
        until_failure_(request.value("untilFailure", false)),
        as_it_is_(request.value("asItIs", false)),
        without_(request.value("without", std::set<std::string>())),
        strategies_(strategy_of(request, scenario), choices_) {
    for (const json& identity : request.value("known", json::array())) found_[identity.get<std::string>()] = 1;
  }

  void run();

 private:
  [[nodiscard]] bool over() const {
    return trials_.runs() >= most_ || (until_failure_ && reported_) ||
           std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count() >= limit_;
  }
  [[nodiscard]] std::optional<Failure> judge(const Case& one) {
    tell_what_is_played(one);
    return trials_.judge(one);
  }
  [[nodiscard]] scenarios::fuzz::Learned take(const Case& one);
  [[nodiscard]] Case ended_soon_after(const Case& one, const Failure& failure);
  [[nodiscard]] bool fails_alike(const Case& one, const Failure& failure);
  void play_weather(std::uint64_t seed);
  void probe(std::uint64_t seed, const scenarios::fuzz::Occasions& occasions);
  void keep(const Case& one);
  /// Whether a finding may be made smaller still; says that this process is at it.
  [[nodiscard]] bool shrinks_on() const;
  /// When and where it was found.
  struct Found {
    std::uint64_t run = 0;
    double seconds = 0;
  };
  [[nodiscard]] Found found_now() const;
  /// Before it is made smaller, which may take a while and may never end.
  void report_whole(const Case& one, const Failure& failure, const Found& found);
  void report(const Case& one, const Failure& failure, const Found& found);
  void report_as_it_is(const Case& one, const Failure& failure);
  void send_finding(const Case& one, const Failure& failure, Tree scenario, const Found& found, bool shrunk);
  /// Before the run: if it is the last thing that this process says, it is what ended it.
  void tell_what_is_played(const Case& one);
  void tell_progress(bool anyway);
  /// Each thing once.
  void tell_hints();

  const json& request_;
  FuzzTrials trials_;
  std::uint64_t seed_;
  std::uint64_t most_;
  double limit_;
  std::size_t job_, jobs_;
  bool until_failure_;
  bool as_it_is_;
  std::set<std::string> without_;  // oracles that are not asked
  bool reported_ = false;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point told_ = began_, shrinking_since_ = began_;
  sim::Choices choices_{{seed_, static_cast<std::uint32_t>(job_)}};
  scenarios::fuzz::Strategies strategies_;
  std::map<std::string, std::uint64_t> found_;  // identities, and how often
  std::map<std::string, std::uint64_t> knobs_;  // turned, and how often
  std::uint64_t round_ = 0, failed_ = 0;
  std::set<std::string> hinted_;  // identities
};

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

/// Whether something of this kind is in the scenario.
bool befalls(Tree& scenario, const Mischief& mischief) {
  if (const auto* knob = std::get_if<scenarios::fuzz::Knob>(&mischief)) {
    const Tree turned = Tree::parse(fmt::format("{{{}}}", scenarios::fuzz::written(*knob)));
    Tree* platform = scenario.find("platform");
    return platform != nullptr && std::ranges::any_of(turned.entries, [&](const auto& entry) {
             return platform->find(entry.first) != nullptr;
           });
  }
  const auto& struck = std::get<Fault>(mischief);
  if (struck.kind == models::FaultKind::hibernate) return true;  // rooms sleep of themselves, too
  const std::string text = scenarios::fuzz::written(struck);
  Tree* faults = scenario.find("faults");
  return faults != nullptr && std::ranges::any_of(faults->items, [&](Tree& fault) {
           return fault.find(text.substr(0, text.find(':'))) != nullptr;
         });
}

void Campaign::tell_what_is_played(const Case& one) {
  auto [faults, knobs] = written(one.mischief);
  json playing = {{"round", round_},
                  {"seed", one.seed},
                  {"run", trials_.runs() + 1},
                  {"faults", std::move(faults)},
                  {"platform", std::move(knobs)}};
  if (one.left_alone || one.woken || one.newcomer)  // more than faults on top of the scenario
    playing["scenario"] = scenarios::fuzz::yaml(whole(trials_, one, {}), request_.value("folder", ""));
  commands::send(sim::FrameType::block, json{{"playing", std::move(playing)}});
}

bool Campaign::fails_alike(const Case& one, const Failure& failure) {
  const auto now = judge(one);
  return now && now->identity == failure.identity;
}

/// As it is, and over when it has failed, if that is sooner.
Case Campaign::ended_soon_after(const Case& one, const Failure& failure) {
  if (!failure.at || one.left_alone || one.woken || one.newcomer || as_it_is_) return one;
  Case shorter = one;
  shorter.lasts = std::chrono::ceil<std::chrono::seconds>(*failure.at - trials_.base().start) + kAfterFailure;
  if (*shorter.lasts >= trials_.base().duration) return one;
  return fails_alike(shorter, failure) ? shorter : one;
}

scenarios::fuzz::Learned Campaign::take(const Case& one) {
  const auto failure = judge(one);
  for (const Mischief& mischief : one.mischief)
    if (const auto* knob = std::get_if<scenarios::fuzz::Knob>(&mischief)) ++knobs_[scenarios::fuzz::written(*knob)];
  if (failure) ++failed_;
  scenarios::fuzz::Learned learned{.gained = trials_.gained(), .failed = failure.has_value(), .is_new = false};
  if (!failure || found_[failure->identity]++ > 0) return learned;
  learned.is_new = true;
  const Found found = found_now();
  report_whole(one, *failure, found);
  shrinking_since_ = std::chrono::steady_clock::now();
  trials_.shrinking(true);
  Case least = ended_soon_after(one, *failure);
  const std::uint64_t most_events = trials_.events() + kMostEvents;
  least.mischief = scenarios::fuzz::minimal(one.mischief, [&](const std::vector<Mischief>& fewer) {
    if (!shrinks_on() || trials_.events() > most_events) return false;
    Case smaller = least;
    smaller.mischief = fewer;
    return fails_alike(smaller, *failure);
  });
  const Failure shown = judge(least).value_or(*failure);
  trials_.shrinking(false);
  report(least, shown, found);
  return learned;
}

/// Of code with a mistake in it: that it fails, and of what, is enough.
void Campaign::report_as_it_is(const Case& one, const Failure& failure) {
  auto [faults, knobs] = written(one.mischief);
  commands::send(sim::FrameType::block, json{{"finding",
                                              {{"oracle", failure.oracle},
                                               {"identity", failure.identity},
                                               {"words", failure.words},
                                               {"seed", one.seed},
                                               {"faults", std::move(faults)},
                                               {"platform", std::move(knobs)}}}});
}

bool Campaign::shrinks_on() const {
  commands::send(sim::FrameType{sim::kHeartbeatFrame}, std::string_view());
  return std::chrono::steady_clock::now() - shrinking_since_ < kMostShrinking;
}

Campaign::Found Campaign::found_now() const {
  return {trials_.runs(), std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count()};
}

void Campaign::report_whole(const Case& one, const Failure& failure, const Found& found) {
  tell_progress(true);  // the finding may end the campaign
  if (!as_it_is_) send_finding(one, failure, whole(trials_, one, failure), found, false);
}

void Campaign::report(const Case& one, const Failure& failure, const Found& found) {
  reported_ = true;
  if (as_it_is_) return report_as_it_is(one, failure);
  sim::RandomStream stream = choices_.stream(sim::site("fuzz.determined"), sim::entity("seed", one.seed));
  trials_.shrinking(true);
  Tree scenario = smallest(trials_, one, failure, stream, [this] { return shrinks_on(); });
  const Failure shown = as_it_fails(trials_, scenario, one, failure);
  trials_.shrinking(false);
  send_finding(one, shown, std::move(scenario), found, true);
}

void Campaign::send_finding(const Case& one, const Failure& failure, Tree scenario, const Found& found, bool shrunk) {
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
                  {"run", found.run},
                  {"tries", trials_.runs() - found.run},
                  {"seconds", found.seconds},
                  {"shrunk", shrunk}};
  if (one.naps_alone) {
    scenarios::fuzz::let_wakes_cost_nothing(scenario, trials_.base().platform.costs);
    Tree awake = scenario;
    scenarios::fuzz::keep_awake(awake);
    finding["awake"] = "# The same when no room sleeps\n" + scenarios::fuzz::yaml(awake, folder);
  }
  std::string rules = one.woken ? fmt::format("# allowed: {}\n", scenarios::fuzz::rule_of_wakes()) : "";
  for (const Mischief& mischief : one.mischief) {
    if (!befalls(scenario, mischief)) continue;  // it was made smaller than that
    const std::string rule = fmt::format("# allowed: {}\n", scenarios::fuzz::rule_of(mischief));
    if (rules.find(rule) == std::string::npos) rules += rule;
  }
  finding["scenario"] = scenarios::fuzz::comment(failure) + rules + scenarios::fuzz::yaml(scenario, folder);
  commands::send(sim::FrameType::block, json{{"finding", std::move(finding)}});
}

void Campaign::tell_progress(bool anyway) {
  const auto now = std::chrono::steady_clock::now();
  if (!anyway && now - told_ < std::chrono::milliseconds(500)) return;
  told_ = now;
  json tallies = json::object();
  for (std::size_t i = 0; i < scenarios::fuzz::kStrategyCount; ++i) {
    const scenarios::fuzz::Tally& tally = strategies_.tallies()[i];
    tallies[std::string(scenarios::fuzz::kStrategies[i])] = {
        {"runs", tally.runs}, {"new", tally.gained}, {"failed", tally.failed}, {"found", tally.found}};
  }
  json unreached = json::array();
  for (std::size_t i = 0; i < trials_.reached().size(); ++i)
    if (!trials_.reached()[i]) unreached.push_back(i);
  json struck = knobs_;
  for (const auto& [kind, times] : trials_.exercised().struck()) struck[std::string(models::name_of(kind))] = times;
  commands::send(sim::FrameType::block, json{{"runs", trials_.runs()},
                                             {"events", trials_.events()},
                                             {"explored", trials_.explored()},
                                             {"failed", failed_},
                                             {"kinds", trials_.exercised().kinds()},
                                             {"singles", trials_.exercised().singles()},
                                             {"met", trials_.exercised().met()},
                                             {"struck", std::move(struck)},
                                             {"blocks", trials_.reached().size()},
                                             {"unreached", std::move(unreached)},
                                             {"threads", strategies_.threads().size()},
                                             {"steps", scenarios::fuzz::steps_of(strategies_.threads())},
                                             {"corpus", strategies_.corpus_size()},
                                             {"exhausted", strategies_.systematic().exhausted()},
                                             {"strategies", std::move(tallies)}});
}

/// The run of a seed as it is: what may befall it is read from it.
void Campaign::play_weather(std::uint64_t seed) {
  tell_what_is_played({.seed = seed});
  FuzzTrials::Outcome plain = trials_.play(trials_.base(), seed, {.plain = true});
  if (plain.failure) ++failed_;
  if (plain.failure && found_[plain.failure->identity]++ == 0) {
    const Found found = found_now();
    shrinking_since_ = std::chrono::steady_clock::now();
    report_whole({.seed = seed}, *plain.failure, found);
    trials_.shrinking(true);
    report(ended_soon_after({.seed = seed}, *plain.failure), *plain.failure, found);
    trials_.shrinking(false);
  }
  if (round_ % kWeathersToLeavingAlone == 0 && !plain.occasions.empty()) (void)take({.seed = seed, .left_alone = true});
  if (seed == seed_ && !plain.failure) trials_.try_other_order(seed, plain.transcript);
  probe(seed, plain.occasions);
  tell_hints();
  strategies_.weather(seed, plain.occasions, std::move(plain.threads), plain.gained);
}

void Campaign::tell_hints() {
  for (const auto& [identity, hint] : trials_.hints())
    if (hinted_.insert(identity).second)
      commands::send(sim::FrameType::block,
                     json{{"hint", {{"kind", hint.kind}, {"identity", identity}, {"words", hint.words}}}});
}

/// Some weathers are asked what needs runs of its own, at one of their moments.
void Campaign::probe(std::uint64_t seed, const scenarios::fuzz::Occasions& occasions) {
  sim::RandomStream stream = choices_.stream(sim::site("fuzz.probes"), sim::entity("seed", seed));
  std::vector<Case> cases = scenarios::fuzz::probes(occasions, seed, stream);
  for (const Case& one : cases) {
    const bool wakes = one.woken.has_value();
    if (over() || without_.contains(wakes ? "constructor idempotent" : "seen implies durable")) continue;
    if (round_ % (wakes ? kWeathersToAWake : kWeathersToANewcomer) == 0) (void)take(one);
  }
}

/// For campaigns to come.
void Campaign::keep(const Case& one) {
  commands::send(sim::FrameType::block, json{{"keep", scenarios::fuzz::to_json(one)}});
}

void Campaign::run() {
  round_ = request_.value("round", std::uint64_t{0});
  for (std::uint64_t next = round_; !over(); tell_progress(false)) {
    if (strategies_.wants_weather()) {
      round_ = next++;
      play_weather(seed_ + round_ * jobs_ + job_);
      continue;
    }
    const Case one = strategies_.next();
    const scenarios::fuzz::Learned learned = take(one);
    strategies_.learn(one, learned);
    if (learned.gained > 0 && !learned.failed) keep(one);
  }
  tell_progress(true);
}

}  // namespace

void fuzz(const json& request, const std::function<std::unique_ptr<Stages>(const Scenario&)>& make_stages) {
  Scenario scenario =
      scenarios::load_scenario(request.at("scenario").get<std::string>(), request.value("variation", ""));
  if (!request.value("expectations", true)) scenario.expectations.clear();
  scenario.level = sim::TraceLevel::all;  // occasions, steps and verdicts are read from it
  const std::unique_ptr<Stages> stages = make_stages(scenario);
  Campaign(request, *stages, scenario).run();
  commands::send(sim::FrameType::end, json::object());
}

}  // namespace dormouse
