#include "scenarios/fuzz/mischief.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace scenarios::fuzz {
namespace {

using models::FaultKind;
using models::runtime::Moment;

/// Just after the event that ended there, when its commit and what it sends are on their way.
constexpr sim::Duration kJustAfter = std::chrono::milliseconds(1);
/// When they have arrived.
constexpr sim::Duration kAfterCommit = std::chrono::milliseconds(100);

/// Nothing that it wrote or sent is on its way any more.
constexpr sim::Duration kLongAfterCommit = std::chrono::milliseconds(500);
/// A room may hold a connection for open that long after its client has gone (spec 9, edge 36: "minutes").
constexpr sim::Duration kGhost = std::chrono::minutes(10);
/// Within what storage may take before the object is reset (30 s), and within what people wait.
constexpr sim::Duration kSlowCommit = std::chrono::seconds(2);

/// On a whole millisecond, so that it can be written down.
sim::Duration soon_after(sim::Duration moment, sim::Duration later) {
  return std::chrono::ceil<std::chrono::milliseconds>(moment + later);
}

Fault at(FaultKind kind, sim::Duration when, const std::string& room) {
  Fault fault;
  fault.kind = kind;
  fault.at = when;
  fault.rooms = {room};
  return fault;
}

Fault nth(FaultKind kind, Moment moment, std::uint64_t n, const std::string& room) {
  Fault fault;
  fault.kind = kind;
  fault.when = Trigger{.moment = moment, .nth = n, .repeats = false};
  fault.rooms = {room};
  return fault;
}

Fault of_client(FaultKind kind, sim::Duration when, const std::string& client) {
  Fault fault;
  fault.kind = kind;
  fault.at = when;
  fault.clients = {client};
  return fault;
}

Fault deploy(sim::Duration when) {
  Fault fault;
  fault.kind = FaultKind::deploy;
  fault.at = when;
  fault.rollout = {};
  return fault;
}

/// All faults of one kind, in the order of their moments.
using Faults = std::vector<Fault>;

/// A month of a busy room has a million moments, each of which may be taken: so many of each kind are, evenly.
constexpr std::size_t kMostOfAKind = 10'000;

struct Share {
  std::size_t most;
  template <typename Make>
  [[nodiscard]] Faults of(std::size_t moments, Make make) const {
    Faults faults;
    const std::size_t taken = std::min(moments, most);
    for (std::size_t i = 0; i < taken; ++i) faults.push_back(make(i * moments / taken));
    return faults;
  }
};
Share share_among(std::size_t many) {
  return {std::max<std::size_t>(kMostOfAKind / std::max<std::size_t>(many, 1), 1)};
}

Faults losses(const RoomOccasions& room, FaultKind kind, sim::Duration later, Share share) {
  return share.of(room.rests.size(),
                  [&](std::size_t i) { return at(kind, soon_after(room.rests[i], later), room.name); });
}
Faults naps(const RoomOccasions& room, Share share) { return losses(room, FaultKind::hibernate, kAfterCommit, share); }
Faults at_each(const RoomOccasions& room, FaultKind kind, Moment moment, std::uint64_t times, Share share) {
  return share.of(times, [&](std::size_t i) { return nth(kind, moment, i + 1, room.name); });
}
Faults late_alarms(const RoomOccasions& room, Share share) {
  return share.of(room.alarms, [&](std::size_t i) { return late_alarm(i + 1, room.name, std::chrono::minutes(1)); });
}
Faults slow_commits(const RoomOccasions& room, Share share) {
  Faults faults = at_each(room, FaultKind::slow_storage, Moment::commit, room.commits, share);
  for (Fault& fault : faults) fault.takes = sim::Distribution::constant(static_cast<double>(kSlowCommit.count()));
  return faults;
}
Faults deploys(const RoomOccasions& room) {
  return share_among(1).of(room.rests.size(),
                           [&](std::size_t i) { return deploy(soon_after(room.rests[i], kAfterCommit)); });
}
Faults broken_lines(const ClientOccasions& client, FaultKind kind, Share share) {
  return share.of(client.heard.size(), [&](std::size_t i) {
    Fault fault = of_client(kind, soon_after(client.heard[i], kAfterCommit), client.name);
    if (kind == FaultKind::half_open) fault.lasts = kGhost;
    return fault;
  });
}

/// Whoever asks gives up halfway, as when a page is closed.
Faults broken_requests(const ClientOccasions& client, Share share) {
  return share.of(client.asking.size(), [&](std::size_t i) {
    return of_client(FaultKind::connection_reset, soon_after(client.asking[i], {}), client.name);
  });
}

/// When somebody was just shown something, or just before a commit: a room that tells what is not durable yet is
/// caught.
sim::Duration when_told(const Occasions& occasions, const RoomOccasions& room, sim::RandomStream& stream) {
  std::vector<sim::Duration> moments;
  for (const ClientOccasions& client : occasions.clients)
    for (const auto* shown : {&client.heard, &client.answered})
      for (const sim::Duration moment : *shown) moments.push_back(soon_after(moment, kJustAfter));
  for (const sim::Duration moment : room.committed)
    moments.push_back(std::max<sim::Duration>(std::chrono::floor<std::chrono::milliseconds>(moment - sim::Duration(1)),
                                              std::chrono::milliseconds(1)));
  return moments[stream.below(moments.size())];
}

}  // namespace

Fault clog(sim::Duration when, sim::Duration lasts, const std::string& client) {
  Fault fault = of_client(FaultKind::clog, when, client);
  fault.lasts = lasts;
  return fault;
}

Fault late_alarm(std::uint64_t n, const std::string& room, sim::Duration by) {
  Fault fault = nth(FaultKind::alarm_late, Moment::sets_alarm, n, room);
  fault.takes = sim::Distribution::constant(static_cast<double>(by.count()));
  return fault;
}

std::vector<Faults> faults_by_kind(const Occasions& occasions) {
  std::vector<Faults> kinds;
  const auto add = [&kinds](Faults faults) {
    if (!faults.empty()) kinds.push_back(std::move(faults));
  };
  const Share by_room = share_among(occasions.rooms.size());
  for (const RoomOccasions& room : occasions.rooms) add(naps(room, by_room));
  for (const RoomOccasions& room : occasions.rooms) {
    add(losses(room, FaultKind::evict, kAfterCommit, by_room));
    add(losses(room, FaultKind::host_lost, kJustAfter, by_room));
    add(at_each(room, FaultKind::crash_before_commit, Moment::commit, room.commits, by_room));
    add(at_each(room, FaultKind::crash_after_commit, Moment::commit, room.commits, by_room));
    add(at_each(room, FaultKind::alarm_duplicate, Moment::alarm_fires, room.alarms, by_room));
    add(late_alarms(room, by_room));
  }
  if (!occasions.rooms.empty()) add(deploys(occasions.rooms.front()));
  const Share by_client = share_among(occasions.clients.size());
  for (const ClientOccasions& client : occasions.clients) {
    add(broken_lines(client, FaultKind::connection_reset, by_client));
    add(broken_lines(client, FaultKind::half_open, by_client));
    add(broken_requests(client, by_client));
  }
  for (const RoomOccasions& room : occasions.rooms) {
    add(at_each(room, FaultKind::storage_write_fails, Moment::commit, room.commits, by_room));
    add(at_each(room, FaultKind::storage_write_hangs, Moment::commit, room.commits, by_room));
    add(slow_commits(room, by_room));
  }
  return kinds;
}

std::vector<Case> sweep(const Occasions& occasions, std::uint64_t seed) {
  std::vector<Case> cases;
  Case naps_everywhere{.seed = seed, .naps_alone = true};
  for (const RoomOccasions& room : occasions.rooms)
    for (Fault& fault : naps(room, share_among(occasions.rooms.size())))
      naps_everywhere.mischief.emplace_back(std::move(fault));
  if (naps_everywhere.mischief.size() > 1) cases.push_back(naps_everywhere);
  if (!naps_everywhere.mischief.empty()) {
    naps_everywhere.mischief.emplace_back(Knob::isolates_apart);
    cases.push_back(std::move(naps_everywhere));
  }
  for (const Knob knob : kKnobs) cases.push_back({.seed = seed, .mischief = {knob}});
  // In turn one of each kind, so that the first runs of a campaign have met them all.
  const std::vector<Faults> kinds = faults_by_kind(occasions);
  std::size_t longest = 0;
  for (const Faults& kind : kinds) longest = std::max(longest, kind.size());
  for (std::size_t i = 0; i < longest; ++i)
    for (const Faults& kind : kinds)
      if (i < kind.size())
        cases.push_back({.seed = seed, .mischief = {kind[i]}, .naps_alone = kind[i].kind == FaultKind::hibernate});
  return cases;
}

Case swarm(const Occasions& occasions, std::uint64_t seed, sim::RandomStream& stream) {
  Case made{.seed = seed};
  for (const Faults& kind : faults_by_kind(occasions)) {
    if (stream.below(2) == 0) continue;
    const std::uint64_t most = 1 + stream.below(3);
    std::set<std::uint64_t> chosen;  // each occasion once: an alarm cannot be a minute late twice
    for (std::uint64_t i = 0; i < most; ++i) chosen.insert(stream.below(kind.size()));
    for (const std::uint64_t one : chosen) made.mischief.emplace_back(kind[one]);
  }
  for (const Knob knob : kKnobs)
    if (stream.below(4) == 0) made.mischief.emplace_back(knob);
  return made;
}

std::vector<Case> probes(const Occasions& occasions, std::uint64_t seed, sim::RandomStream& stream) {
  std::vector<const RoomOccasions*> rooms;
  for (const RoomOccasions& room : occasions.rooms)
    if (!room.rests.empty()) rooms.push_back(&room);
  if (rooms.empty()) return {};
  const RoomOccasions& room = *rooms[stream.below(rooms.size())];
  const sim::Duration rest = room.rests[stream.below(room.rests.size())];
  Case woken{.seed = seed}, newcomer{.seed = seed};
  woken.woken = RoomAt{.room = room.name, .at = soon_after(rest, kAfterCommit)};
  newcomer.mischief.emplace_back(at(FaultKind::host_lost, soon_after(rest, kLongAfterCommit), room.name));
  if (!occasions.clients.empty() && stream.below(2) == 0)
    std::get<Fault>(newcomer.mischief.front()).at = when_told(occasions, room, stream);
  newcomer.newcomer = true;
  return {std::move(woken), std::move(newcomer)};
}

void turn(Knob knob, models::runtime::PlatformOptions& options) {
  switch (knob) {
    case Knob::punctual_alarms:
      options.alarm_lateness = sim::Distribution::constant(0);
      break;
    case Knob::any_socket_order:
      options.sockets_in_recorded_order = false;
      break;
    case Knob::isolates_apart:
      options.isolates = 4;
      options.empty_isolates_go = true;
      break;
    case Knob::exceptions_end_instances:
      options.uncaught_resets = 1;
      break;
  }
}

std::string written(Knob knob) {
  switch (knob) {
    case Knob::punctual_alarms:
      return "alarm lateness: 0s";
    case Knob::any_socket_order:
      return "socket order: any";
    case Knob::isolates_apart:
      return "isolates: 4, empty isolates: go";
    case Knob::exceptions_end_instances:
      return "uncaught exception resets: 100%";
  }
  return "";
}

namespace {

std::string word(FaultKind kind) {
  std::string name(models::name_of(kind));
  for (char& c : name)
    if (c == '-') c = ' ';
  return name;
}

std::string ordinal(std::uint64_t n) {
  if (n == 1) return "first";
  const bool teens = n % 100 / 10 == 1;
  return fmt::format("{}{}", n, teens ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th");
}

/// In the coarsest unit of which it is a whole number.
std::string text_of(sim::Duration duration) {
  constexpr std::pair<sim::Duration, std::string_view> kUnits[] = {{std::chrono::minutes(1), "min"},
                                                                   {std::chrono::seconds(1), "s"},
                                                                   {std::chrono::milliseconds(1), "ms"},
                                                                   {std::chrono::microseconds(1), "us"}};
  for (const auto& [unit, name] : kUnits)
    if (duration % unit == sim::Duration::zero()) return fmt::format("{}{}", duration / unit, name);
  return fmt::format("{}ns", duration.count());
}

}  // namespace

std::string written(const Fault& fault) {
  std::vector<std::string> keys;
  if (fault.at) keys.push_back("at: " + text_of(*fault.at));
  if (fault.lasts) keys.push_back("for: " + text_of(*fault.lasts));
  if (fault.when)
    keys.push_back(fmt::format("when: {} {}", ordinal(fault.when->nth),
                               models::runtime::kMoments[static_cast<std::size_t>(fault.when->moment)]));
  const auto names = [&keys](std::string_view key, const std::vector<std::string>& list) {
    if (!list.empty()) keys.push_back(fmt::format("{}: {}", key, nlohmann::json(list).dump()));
  };
  names("rooms", fault.rooms);
  names("clients", fault.clients);
  if (fault.kind == FaultKind::deploy) keys.push_back("mode: immediate, rollout: 0s");
  if (fault.kind == FaultKind::alarm_late || fault.kind == FaultKind::slow_storage)
    keys.push_back("takes: " + text_of(sim::Duration{static_cast<std::int64_t>(fault.takes.a)}));
  return fmt::format("{}: {{{}}}", word(fault.kind), fmt::join(keys, ", "));
}

}  // namespace scenarios::fuzz
