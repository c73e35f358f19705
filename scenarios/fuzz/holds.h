#pragma once

// Orders as a scenario can say them: what is to come later is held back on its way. A client's frames wait in a link
// that is clogged, which TCP allows and which lets none of one connection overtake another; an alarm may be up to a
// minute late (spec 5.2).

#include <vector>

#include "scenarios/fuzz/mischief.h"
#include "scenarios/fuzz/room_steps.h"
#include "scenarios/scenario.h"

namespace scenarios::fuzz {

/// For how long clients may be held back so that nobody who waits gives up for that alone.
struct Patience {
  sim::Duration each{};
  sim::Duration all{};  // all holds of a run together
};
/// Short of the scenario's timeouts, and a quarter of the shortest wait of its clients.
[[nodiscard]] Patience patience_of(const Scenario& scenario);

/// Between two steps that are put in order.
inline constexpr sim::Duration kBetweenSteps = std::chrono::microseconds(100);
/// Alarms fire "up to about a minute" late (spec 5.2).
inline constexpr sim::Duration kLatestAlarm = std::chrono::minutes(1);

/// By thread and step: how much later it is to arrive than it did, and by how much it is sent later itself, because
/// what it follows is late. Zero for most.
struct Delay {
  sim::Duration shift{};
  sim::Duration hold{};
};
using Delays = std::vector<std::vector<Delay>>;
[[nodiscard]] Delays no_delays(const std::vector<RoomThread>& threads);

/// The faults that do that. Steps that a client sent at the very same moment stay together, and none is held before
/// the run has lasted for a millisecond.
[[nodiscard]] std::vector<Mischief> faults_of(const std::vector<RoomThread>& threads, const Delays& delays);

/// For how long clients are held back in it, all together.
[[nodiscard]] sim::Duration held_back(const Scenario& scenario);
/// The same with waits that are so much longer. Who still waits in vain there was not only told later.
[[nodiscard]] Scenario with_longer_waits(Scenario scenario, sim::Duration by);

/// Leaves out the last clogs until all of them together ask for no more patience than there is.
void keep_within(const Patience& patience, std::vector<Mischief>& mischief);

}  // namespace scenarios::fuzz
