#include "commands/fuzz_campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>
#include <tuple>
#include <utility>

#include "commands/corpus_folder.h"
#include "commands/stoppable_work.h"

namespace commands {
namespace {

using nlohmann::json;

std::uint64_t number(const json& said, const char* key) { return said.value(key, std::uint64_t{0}); }

std::set<std::uint64_t> numbers(const json& said, const char* key) {
  return said.value(key, std::set<std::uint64_t>());
}

/// What nobody has come to is what each of them has not.
void add_unreached(FuzzTotals& totals, const json& said) {
  if (!said.contains("unreached")) return;
  const auto theirs = numbers(said, "unreached");
  if (totals.blocks == 0) {
    totals.unreached = theirs;
  } else {
    std::set<std::uint64_t> both;
    std::ranges::set_intersection(totals.unreached, theirs, std::inserter(both, both.end()));
    totals.unreached = std::move(both);
  }
  totals.blocks = std::max(totals.blocks, number(said, "blocks"));
}

void add(StrategyTally& all, const StrategyTally& one) {
  all.runs += one.runs;
  all.with_new += one.with_new;
  all.failed += one.failed;
  all.found += one.found;
}

/// One process on top of what others came to.
void add_process(FuzzTotals& totals, const json& said) {
  totals.runs += number(said, "runs");
  totals.events += number(said, "events");
  totals.explored += number(said, "explored");
  totals.failed += number(said, "failed");
  totals.kinds += number(said, "kinds");
  totals.singles += number(said, "singles");
  totals.corpus += number(said, "corpus");
  totals.threads = std::max(totals.threads, number(said, "threads"));
  totals.steps = std::max(totals.steps, number(said, "steps"));
  totals.exhausted = std::max(totals.exhausted, number(said, "exhausted"));
  if (const auto strategies = said.find("strategies"); strategies != said.end())
    for (const auto& [name, tally] : strategies->items())
      add(totals.strategies[name],
          {number(tally, "runs"), number(tally, "new"), number(tally, "failed"), number(tally, "found")});
  add_unreached(totals, said);
  totals.met.merge(numbers(said, "met"));
  if (const auto struck = said.find("struck"); struck != said.end())
    for (const auto& [kind, times] : struck->items()) totals.struck[kind] += times.get<std::uint64_t>();
}

void add_totals(FuzzTotals& totals, const FuzzTotals& other) {
  totals.runs += other.runs;
  totals.events += other.events;
  totals.explored += other.explored;
  totals.failed += other.failed;
  totals.kinds += other.kinds;
  totals.singles += other.singles;
  totals.corpus += other.corpus;
  totals.threads = std::max(totals.threads, other.threads);
  totals.steps = std::max(totals.steps, other.steps);
  totals.exhausted = std::max(totals.exhausted, other.exhausted);
  for (const auto& [name, tally] : other.strategies) add(totals.strategies[name], tally);
  add_unreached(totals,
                other.blocks == 0 ? json::object() : json{{"unreached", other.unreached}, {"blocks", other.blocks}});
  totals.met.insert(other.met.begin(), other.met.end());
  for (const auto& [kind, times] : other.struck) totals.struck[kind] += times;
}

}  // namespace

FuzzCampaign::FuzzCampaign(FuzzPlan plan, std::function<void(const Finding&)> on_finding,
                           std::function<void(const FuzzTotals&)> on_progress)
    : plan_(std::move(plan)),
      on_finding_(std::move(on_finding)),
      on_progress_(std::move(on_progress)),
      jobs_(plan_.jobs),
      line_(plan_.progress) {}

/// Of two workers' findings the one that is shrunk, then the one with less in it, then the lower seed.
void FuzzCampaign::add(Finding finding) {
  const auto rank = [](const Finding& one) { return std::tuple(!one.shrunk, one.size, one.seed); };
  const bool is_last = plan_.until_failure && finding.shrunk;
  const auto [place, is_new] = findings_.try_emplace(finding.identity, finding);
  if (is_new || rank(finding) < rank(place->second)) {
    place->second = std::move(finding);
    on_finding_(place->second);
  }
  if (is_last) stop_ = true;
}

json FuzzCampaign::Job::now_playing() const {
  return playing.empty() ? json::object() : json::parse(playing).at("playing");
}

std::uint64_t FuzzCampaign::Job::round() const { return std::max(first_round, number(now_playing(), "round")); }

void FuzzCampaign::hear(std::size_t job, std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (line.starts_with(R"({"playing")")) {
    jobs_[job].playing = line;
    return;
  }
  const json said = json::parse(line);
  if (const auto finding = said.find("finding"); finding != said.end()) return add(finding_of(*finding));
  if (const auto hint = said.find("hint"); hint != said.end()) {
    hints_.try_emplace(hint->at("identity").get<std::string>(), *hint);
    return;
  }
  if (const auto kept = said.find("keep"); kept != said.end()) return keep_in_corpus(plan_.corpus, *kept);
  jobs_[job].said.update(said);
}

/// It was somewhere within the seed that it was playing: the next process goes on with the next one.
void FuzzCampaign::died(std::size_t job, const std::string& detail) {
  const std::lock_guard lock(mutex_);
  Job& one = jobs_[job];
  json playing = one.now_playing();
  playing["seconds"] = watch_.seconds();
  add(death_of(playing, detail));
  add_process(one.before, one.said);
  // Its last word may be half a second old.
  one.before.runs +=
      std::max<std::uint64_t>(number(playing, "run"), number(one.said, "runs") + 1) - number(one.said, "runs");
  ++one.before.explored;
  ++one.before.failed;
  one.said = json::object();
  one.first_round = one.round() + 1;
  one.playing.clear();
}

bool FuzzCampaign::one_process(std::size_t job) {
  json request = plan_.request;
  {
    const std::lock_guard lock(mutex_);
    const std::uint64_t mine = (plan_.runs + plan_.jobs - 1 - job) / plan_.jobs, so_far = jobs_[job].before.runs;
    const double left = plan_.seconds - watch_.seconds();
    if (stop_ || left <= 0 || (plan_.runs != 0 && so_far >= mine)) return false;
    request["runs"] = plan_.runs == 0 ? UINT64_MAX : mine - so_far;
    request["seconds"] = left;
    request["round"] = jobs_[job].first_round;
    if (jobs_[job].before.failed > 0)  // one that follows one that has died need not shrink it all again
      for (const auto& [identity, finding] : findings_) request["known"].push_back(identity);
  }
  request["seed"] = plan_.seed + plan_.done * plan_.of;
  request["job"] = plan_.shard + plan_.of * job;
  request["jobs"] = plan_.of * plan_.jobs;
  const WorkDone done = supervise_until(stop_, std::move(request), [&](std::string_view line) { hear(job, line); });
  if (done.kind != WorkDone::Kind::host_limit) return false;
  died(job, done.detail);
  return true;
}

void FuzzCampaign::work(std::size_t job) {
  try {
    while (one_process(job)) {
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::current_exception();
    stop_ = true;
  }
  const std::lock_guard lock(mutex_);
  jobs_[job].done = true;
}

void FuzzCampaign::tell_progress() try { on_progress_(totals()); } catch (...) {
  const std::lock_guard lock(mutex_);
  if (!error_) error_ = std::current_exception();
  stop_ = true;
}

void FuzzCampaign::run() {
  constexpr double kProgressSeconds = 2;
  double told_s = 0;
  std::vector<std::jthread> workers;
  for (std::size_t job = 0; job < plan_.jobs; ++job) workers.emplace_back([this, job] { work(job); });
  const auto at_work = [this] {
    const std::lock_guard lock(mutex_);
    return !std::ranges::all_of(jobs_, &Job::done);
  };
  while (at_work()) {
    if (interrupted()) stop_ = true;
    if (line_.due()) line_.show(status());
    if (!stop_ && watch_.seconds() - told_s >= kProgressSeconds) {
      told_s = watch_.seconds();
      tell_progress();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  workers.clear();
  line_.clear();
  if (error_) std::rethrow_exception(error_);
}

FuzzTotals FuzzCampaign::totals_now() const {
  FuzzTotals totals;
  std::uint64_t rounds = UINT64_MAX;
  for (const Job& job : jobs_) {
    add_totals(totals, job.before);
    add_process(totals, job.said);
    rounds = std::min(rounds, job.round());
  }
  totals.seeds = plan_.done + rounds * plan_.jobs;
  return totals;
}

FuzzTotals FuzzCampaign::totals() const {
  const std::lock_guard lock(mutex_);
  return totals_now();
}

std::string FuzzCampaign::status() const {
  const std::lock_guard lock(mutex_);
  const FuzzTotals now = totals_now();
  const auto shrinking = std::ranges::count_if(findings_, [](const auto& one) { return !one.second.shrunk; });
  const std::string blocks =
      now.blocks == 0 ? "" : fmt::format("{} of {} blocks, ", now.blocks - now.unreached.size(), now.blocks);
  return fmt::format("{:.0f} s, {} runs, {:.0f} a second, {}corpus {}, {} kinds of runs, {} found{}", watch_.seconds(),
                     now.runs, static_cast<double>(now.runs) / std::max(watch_.seconds(), 0.001), blocks, now.corpus,
                     now.kinds, findings_.size(),
                     shrinking == 0 ? "" : fmt::format(", {} of them being shrunk", shrinking));
}

}  // namespace commands
