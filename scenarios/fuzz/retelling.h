#pragma once

// What a campaign did to a scenario, told in the scenario itself.

#include <string>
#include <string_view>

#include "models/runtime/cost_table.h"
#include "scenarios/fuzz/judge.h"
#include "scenarios/fuzz/mischief.h"
#include "scenarios/fuzz/tree.h"

namespace scenarios::fuzz {

/// How long it takes to wake a room again and again.
inline constexpr sim::Duration kWokenFor = std::chrono::seconds(15);

/// What takes no time where runs with and without naps are compared: waking, and what a constructor reads or stores, so
/// that all that clients can see of a nap is what it does to memory. By rows of the cost table.
struct CostOfNaps {
  std::string_view row;
  sim::Distribution models::runtime::CostTable::* cost;
};
inline constexpr CostOfNaps kCostsOfNaps[] = {{"wake", &models::runtime::CostTable::wake},
                                              {"constructor", &models::runtime::CostTable::constructor},
                                              {"storage read", &models::runtime::CostTable::storage_read},
                                              {"commit", &models::runtime::CostTable::commit}};

/// The scenario with the case's seed, faults and knobs.
[[nodiscard]] Tree with(const Case& one, Tree scenario);
/// Lets the scenario expect what was not asked for and did not hold.
void expect_too(Tree& scenario, const Failure& failure);
/// kCostsOfNaps are zero, whatever else the cost table says.
void let_wakes_cost_nothing(Tree& scenario, const std::string& cost_table);
/// Lets it expect, and nothing else, that the room stores no more from wake to wake, and ends when that is known.
void wake_again(Tree& scenario, const RoomAt& woken);
/// No room leaves memory by itself, and none is made to.
void keep_awake(Tree& scenario);
/// The same run with nothing done to it: no faults, no knobs.
[[nodiscard]] Tree spared(Tree scenario);
/// Whether it fails by itself, whatever clients do: an error, or what naps change. Other promises mean something only
/// beside a run in which they hold.
[[nodiscard]] bool speaks_for_itself(const Failure& failure);
/// What failed, as lines of comment.
[[nodiscard]] std::string comment(const Failure& failure);

}  // namespace scenarios::fuzz
