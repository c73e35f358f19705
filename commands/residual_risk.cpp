#include "commands/residual_risk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/fuzz/exercised.h"
#include "scenarios/fuzz/mischief.h"

namespace commands {
namespace {

using models::FaultKind;

/// What a campaign has in store (scenarios/fuzz/mischief.cpp).
constexpr FaultKind kFaults[] = {FaultKind::hibernate,           FaultKind::evict,
                                 FaultKind::host_lost,           FaultKind::deploy,
                                 FaultKind::crash_before_commit, FaultKind::crash_after_commit,
                                 FaultKind::alarm_duplicate,     FaultKind::alarm_late,
                                 FaultKind::connection_reset,    FaultKind::half_open,
                                 FaultKind::storage_write_fails, FaultKind::storage_write_hangs,
                                 FaultKind::slow_storage,        FaultKind::disk_full};
constexpr std::size_t kShown = 5;

/// The bundles' blocks as the worker counts them: one list.
std::vector<std::string> blocks_in(const nlohmann::json& bundles) {
  std::vector<std::string> blocks;
  for (const auto& revisions : bundles)
    for (const auto& bundle : revisions)
      if (bundle.is_object() && bundle.contains("blocks"))
        for (const auto& block : bundle["blocks"])
          blocks.push_back(fmt::format("{}:{}:{} {}", block[0].get<std::string>(), block[1].get<int>(),
                                       block[2].get<int>(), block[3].get<std::string>()));
  return blocks;
}

std::string some_of(const std::vector<std::string>& all) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, all.size()); ++i) text += (i == 0 ? "" : ", ") + all[i];
  if (all.size() > kShown) text += fmt::format(" and {} more (--json)", all.size() - kShown);
  return text;
}

}  // namespace

ResidualRisk residual_risk(const FuzzTotals& totals, const nlohmann::json& bundles) {
  ResidualRisk risk;
  risk.runs = totals.explored;
  risk.failed = totals.failed;
  if (risk.runs > 0) {
    const auto runs = static_cast<double>(risk.runs);
    // No failure in N runs: at a rate above this, that would happen once in twenty times. About 3/N.
    risk.fails_at_most = 1 - std::pow(0.05, 1 / runs);
    // I. J. Good, Biometrika 40 (1953): as likely as what was seen once. Workers do not compare what they saw, so that
    // it is an upper bound.
    risk.unseen = std::min(1.0, static_cast<double>(totals.singles) / runs);
  }
  for (const auto meeting : scenarios::fuzz::possible_meetings())
    if (!totals.met.contains(meeting)) risk.never_met.push_back(scenarios::fuzz::name_of(meeting));
  const std::vector<std::string> blocks = blocks_in(bundles);
  for (const std::uint64_t block : totals.unreached)
    if (block < blocks.size()) risk.never_reached.push_back(blocks[block]);
  for (const FaultKind kind : kFaults)
    if (const std::string name(models::name_of(kind)); !totals.struck.contains(name)) risk.never_struck.push_back(name);
  for (const auto knob : scenarios::fuzz::kKnobs)
    if (const std::string name = scenarios::fuzz::written(knob); !totals.struck.contains(name))
      risk.never_struck.push_back(name);
  return risk;
}

nlohmann::json json_of(const ResidualRisk& risk) {
  nlohmann::json told = {{"runs", risk.runs},
                         {"failed", risk.failed},
                         {"unseen", risk.unseen},
                         {"neverMet", risk.never_met},
                         {"neverReached", risk.never_reached},
                         {"neverStruck", risk.never_struck}};
  if (risk.failed == 0) told["failsAtMost"] = risk.fails_at_most;
  return told;
}

std::vector<std::string> short_words(const ResidualRisk& risk) {
  std::vector<std::string> words;
  if (risk.runs == 0) return {"no run was finished"};
  words.push_back(
      fmt::format("about {:.2g} % of such runs would do what none has done so far (Good-Turing)", risk.unseen * 100));
  if (!risk.never_met.empty()) words.push_back("rooms never met, by their state: " + some_of(risk.never_met));
  if (!risk.never_reached.empty()) words.push_back("code never reached: " + some_of(risk.never_reached));
  if (!risk.never_struck.empty()) words.push_back("never happened: " + some_of(risk.never_struck));
  return words;
}

}  // namespace commands
