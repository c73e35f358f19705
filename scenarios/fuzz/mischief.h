#pragma once

// What a fuzzer adds to a scenario: faults at explicit moments, each of which docs/faults.md allows.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/runtime/platform_options.h"
#include "scenarios/fault.h"
#include "scenarios/fuzz/occasions.h"
#include "sim/choice.h"

namespace scenarios::fuzz {

/// What the vendor leaves open (docs/differences.md), taken another way than by default.
enum class Knob : std::uint8_t { punctual_alarms, any_socket_order, isolates_apart, exceptions_end_instances };
inline constexpr Knob kKnobs[] = {Knob::punctual_alarms, Knob::any_socket_order, Knob::isolates_apart,
                                  Knob::exceptions_end_instances};

/// A fault or a knob: what a run can do without, or not.
using Mischief = std::variant<Fault, Knob>;

/// One room at one moment of the run.
struct RoomAt {
  std::string room;
  sim::Duration at{};
};

/// One run of a campaign: the scenario's seed, and what is different besides.
struct Case {
  std::uint64_t seed = 1;
  std::vector<Mischief> mischief = {};
  bool naps_alone = false;  // hibernation is all that befalls it: clients must see what they see without
  bool left_alone = false;  // it goes on after its end, when everyone has left (restless.h)
  std::optional<sim::Duration> lasts = {};  // shorter than the scenario says
  std::optional<RoomAt> woken = {};         // from then on again and again, with nothing to do (woken_rooms.h)
  bool newcomer = false;  // who comes when all is over hears what was shown before a host was lost (newcomer.h)
};

/// Nothing comes through from or to this client for so long.
[[nodiscard]] Fault clog(sim::Duration at, sim::Duration lasts, const std::string& client);
/// The alarm that the room sets for the nth time fires so much later.
[[nodiscard]] Fault late_alarm(std::uint64_t nth, const std::string& room, sim::Duration by);

/// What may befall a run at its occasions, each alone: by kind, in the order of their moments.
[[nodiscard]] std::vector<std::vector<Fault>> faults_by_kind(const Occasions& occasions);

/// Every legal moment once, one fault a run: naps first, then memory loss, crashes at each commit, alarms that come
/// twice or late, deploys, connections that break, storage that fails, hangs or is slow.
/// The whole of the naps is also held against a run in which isolates, and with them module globals, do not outlive
/// their objects.
[[nodiscard]] std::vector<Case> sweep(const Occasions& occasions, std::uint64_t seed);

/// A random subset of the kinds of faults with random weights ("swarm"), some of each at random occasions.
[[nodiscard]] Case swarm(const Occasions& occasions, std::uint64_t seed, sim::RandomStream& stream);

/// At one moment of rest of a room: that it is woken again and again there, and that its host is lost and a newcomer
/// comes.
[[nodiscard]] std::vector<Case> probes(const Occasions& occasions, std::uint64_t seed, sim::RandomStream& stream);

/// As a line of `faults:` in flow style: `hibernate: {at: 3s, rooms: ["lobby"]}`.
[[nodiscard]] std::string written(const Fault& fault);
/// As a member of `platform:`: `alarm lateness: 0s`.
[[nodiscard]] std::string written(Knob knob);
void turn(Knob knob, models::runtime::PlatformOptions& options);

}  // namespace scenarios::fuzz
