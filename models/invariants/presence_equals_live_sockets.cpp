#include "models/invariants/presence_equals_live_sockets.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "models/internal_sockets.h"
#include "sim/calendar.h"

namespace models::invariants {

PresenceEqualsLiveSockets::PresenceEqualsLiveSockets(std::string member, const std::string& with, PresenceCounts counts,
                                                     sim::Duration within)
    : path_(member), member_(std::move(member), with), counts_(counts), within_(within) {}

std::string PresenceEqualsLiveSockets::name() const {
  return fmt::format("presence in \"{}\" equals live {} within {}", path_,
                     counts_ == PresenceCounts::clients  ? "clients"
                     : counts_ == PresenceCounts::others ? "sockets of others"
                                                         : "sockets",
                     sim::format_duration(within_));
}

PresenceEqualsLiveSockets::Room& PresenceEqualsLiveSockets::room(RoomId id) {
  const auto index = static_cast<std::size_t>(id);
  if (rooms_.size() <= index) rooms_.resize(index + 1);
  return rooms_[index];
}

PresenceEqualsLiveSockets::Socket& PresenceEqualsLiveSockets::socket(SocketId id) {
  const auto index = static_cast<std::size_t>(id);
  if (sockets_.size() <= index) sockets_.resize(index + 1);
  return sockets_[index];
}

void PresenceEqualsLiveSockets::visit(const sim::RawRecord& record, const RunContext& run) {
  judge_until(record.at, run);
  if (const auto room = live_.visit(record)) changed(*room, record.at);
  on<MessageLeft>(record, [&](const MessageLeft& message) { told(message, run); });
  on<ClientConnected>(record, [this](const ClientConnected& c) { socket(c.socket).client = c.client; });
  on<LinkLost>(record, [this](const LinkLost& lost) { leaving(lost.socket); });
  on<ClientLeaving>(record, [this](const ClientLeaving& left) { leaving(left.socket); });
  on<ClientCloseFrame>(record, [this](const ClientCloseFrame& closing) { leaving(closing.socket); });
  on<ClientClosed>(record, [this](const ClientClosed& closed) { leaving(closed.socket); });
}

void PresenceEqualsLiveSockets::leaving(SocketId id) {
  if (id < kFirstInternalSocket) socket(id).leaving = true;
}

void PresenceEqualsLiveSockets::changed(RoomId id, sim::Time at) {
  Room& of = room(id);
  of.changed = at;
  of.settled = false;
  if (!std::exchange(of.watched, true)) watches_.emplace(sim::later(at, within_), id);
}

void PresenceEqualsLiveSockets::told(const MessageLeft& message, const RunContext& run) {
  if (message.socket >= kFirstInternalSocket) return;
  const auto found = member_(message.body, run);
  if (!found || !found->number) return;
  Socket& to = socket(message.socket);
  const bool is_new = to.told != found->number;
  to.told = found->number;
  to.told_at = run.now();
  to.told_in = message.body;
  if (is_new && room(message.room).settled) changed(message.room, run.now());
}

void PresenceEqualsLiveSockets::judge_until(sim::Time now, const RunContext& run) {
  while (!watches_.empty() && watches_.begin()->first < now) {
    const RoomId id = watches_.begin()->second;
    watches_.erase(watches_.begin());
    Room& of = room(id);
    of.watched = false;
    if (of.settled) continue;
    const sim::Time until = sim::later(of.changed, within_);
    if (until >= now) {
      of.watched = true;
      watches_.emplace(until, id);
      continue;
    }
    of.settled = true;
    judge(id, until, run);
  }
}

PresenceEqualsLiveSockets::Range PresenceEqualsLiveSockets::right_counts(RoomId id, const RunContext& run) {
  constexpr std::string_view kTab = "-tab";
  std::set<std::string> clients, staying;
  Range count;
  for (const LiveSockets::Socket& live : live_.of(id)) {
    const Socket& end = socket(live.id);
    ++count.most;
    if (!end.leaving) ++count.least;
    if (counts_ != PresenceCounts::clients) continue;
    std::string name = run.client(end.client);
    if (name.ends_with(kTab)) name.resize(name.size() - kTab.size());
    if (!end.leaving) staying.insert(name);
    clients.insert(std::move(name));
  }
  if (counts_ == PresenceCounts::clients) return {staying.size(), clients.size()};
  if (counts_ == PresenceCounts::others) return {std::max<std::size_t>(count.least, 1) - 1, count.most - 1};
  return count;
}

void PresenceEqualsLiveSockets::judge(RoomId id, sim::Time at, const RunContext& run) {
  const auto& live = live_.of(id);
  if (live.empty() || std::ranges::any_of(live, [](const auto& s) { return s.id >= kFirstInternalSocket; })) return;
  const Range right = right_counts(id, run);
  bool asked = false;
  for (const LiveSockets::Socket& each : live) {
    const Socket& end = socket(each.id);
    if (end.leaving || !end.told) continue;
    if (!std::exchange(asked, true)) findings_.examined();
    if (*end.told >= static_cast<double>(right.least) && *end.told <= static_cast<double>(right.most)) continue;
    findings_.violated(
        {.at = at,
         .who = run.room(id),
         .explanation = {
             fmt::format("{} was told {} at {}, in {}.", run.client(end.client), *end.told,
                         sim::format_time(end.told_at), run.quoted(end.told_in)),
             fmt::format("{} later it had been told nothing else, and {} {} there; the sockets of {} had not "
                         "changed since {}.",
                         sim::format_duration(at - end.told_at),
                         right.least == right.most ? std::to_string(right.most)
                                                   : fmt::format("{} to {}", right.least, right.most),
                         right.most == 1 ? "was" : "were", run.room(id), sim::format_time(room(id).changed))}});
    return;
  }
}

Verdict PresenceEqualsLiveSockets::verdict(const RunContext& run) {
  judge_until(run.now(), run);
  return findings_.verdict(name(),
                           "no room told a client such a count and then had so long a time without changes, or the "
                           "trace keeps no messages");
}

}  // namespace models::invariants
