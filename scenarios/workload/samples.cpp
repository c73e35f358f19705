#include "scenarios/workload/samples.h"

#include <algorithm>
#include <optional>

namespace scenarios::workload {
namespace {

/// Visits of clients that the file tells apart.
class ByClient {
 public:
  ByClient(const Workload& workload, sim::Duration apart, Samples& samples)
      : workload_(workload), apart_(apart), samples_(samples) {}

  void take(const Event& event) {
    Visit& visit = visits_[event.client];
    if (workload_.messages_only && visit.there && event.at - visit.last > apart_) end(visit);
    if (event.kind == Kind::open || (event.kind == Kind::message && !visit.there && workload_.messages_only)) {
      samples_.arrivals.push_back(event.at);
      visit = {.began = event.at, .last = event.at, .messages = 0, .there = true, .seen = event.kind == Kind::open};
      count_room(event.room);
    }
    if (event.kind == Kind::message) {
      if (visit.there && (visit.messages > 0 || visit.seen))
        samples_.gaps.whole.push_back(sim::to_seconds(event.at - visit.last));
      visit.last = event.at;
      ++visit.messages;
    }
    if (event.kind != Kind::close || !visit.there) return;
    samples_.lengths.whole.push_back(sim::to_seconds(event.at - visit.began));
    samples_.gaps.cut_short.push_back(sim::to_seconds(event.at - visit.last));
    visit.there = false;
  }

  void finish() {
    for (auto& [client, visit] : visits_) {
      if (!visit.there) continue;
      if (workload_.messages_only) {
        end(visit);
      } else {
        samples_.lengths.cut_short.push_back(sim::to_seconds(workload_.until - visit.began));
        samples_.gaps.cut_short.push_back(sim::to_seconds(workload_.until - visit.last));
      }
    }
    for (const auto& [room, visits] : room_visits_) samples_.rooms.push_back(visits);
  }

 private:
  struct Visit {
    sim::Time began{}, last{};
    std::uint64_t messages = 0;
    bool there = false;
    bool seen = false;  // to come
  };

  void end(Visit& visit) {
    samples_.counts.push_back(static_cast<double>(visit.messages));
    visit.there = false;
    visit.messages = 0;
  }
  void count_room(std::uint32_t room) {
    if (room != kUnknown) ++room_visits_[room];
  }

  const Workload& workload_;
  sim::Duration apart_;
  Samples& samples_;
  std::map<std::uint32_t, Visit> visits_;
  std::map<std::uint32_t, std::uint64_t> room_visits_;
};

/// Visits of which a log has that somebody came to an object, spoke or left, and not who. While one alone is there, all
/// of it is that one's; when another comes, it is known only that the visit, and the silence, were longer than so far.
class ByRoom {
 public:
  ByRoom(const Workload& workload, Samples& samples) : workload_(workload), samples_(samples) {}

  void take(const Event& event) {
    Room& room = rooms_[event.room];
    present_ += static_cast<double>(room.there) * sim::to_seconds(event.at - room.since);
    room.since = event.at;
    if (event.kind == Kind::open) {
      came(room, event.at);
    } else if (event.kind == Kind::message) {
      ++messages_;
      if (room.there == 1 && room.silent_since)
        samples_.gaps.whole.push_back(sim::to_seconds(event.at - *room.silent_since));
      room.silent_since.reset();
      if (room.there == 1) room.silent_since = event.at;
    } else {
      left(room, event.at);
    }
  }

  void finish() {
    for (auto& [number, room] : rooms_) {
      present_ += static_cast<double>(room.there) * sim::to_seconds(workload_.until - room.since);
      cut(room, workload_.until);
      if (room.visits > 0 && number != kUnknown) samples_.rooms.push_back(room.visits);
    }
    if (ended_ > 0) samples_.lengths.mean = present_ / static_cast<double>(ended_);
    if (messages_ > 0) samples_.gaps.mean = present_ / static_cast<double>(messages_);
  }

 private:
  struct Room {
    std::uint64_t there = 0;
    std::uint64_t visits = 0;
    sim::Time since{};
    std::optional<sim::Time> alone_since;   // who came into an empty room
    std::optional<sim::Time> silent_since;  // who is alone
  };

  void came(Room& room, sim::Time at) {
    samples_.arrivals.push_back(at);
    ++room.visits;
    if (room.there++ == 0)
      room.alone_since = room.silent_since = at;
    else
      cut(room, at);
  }

  void left(Room& room, sim::Time at) {
    ++ended_;
    if (room.there == 0) {  // had come before the log began
      present_ += sim::to_seconds(at - workload_.from);
      return;
    }
    if (room.there == 1 && room.alone_since) {
      samples_.lengths.whole.push_back(sim::to_seconds(at - *room.alone_since));
      room.alone_since.reset();
    }
    cut(room, at);
    --room.there;
  }

  void cut(Room& room, sim::Time at) {
    if (room.alone_since) samples_.lengths.cut_short.push_back(sim::to_seconds(at - *room.alone_since));
    if (room.silent_since) samples_.gaps.cut_short.push_back(sim::to_seconds(at - *room.silent_since));
    room.alone_since.reset();
    room.silent_since.reset();
  }

  const Workload& workload_;
  Samples& samples_;
  std::map<std::uint32_t, Room> rooms_;
  double present_ = 0;
  std::uint64_t ended_ = 0, messages_ = 0;
};

/// The whole time over how often it ended: the mean of an exponential law, cut short or not.
void set_mean(Durations& durations) {
  double total = 0;
  for (const double value : durations.whole) total += value;
  for (const double value : durations.cut_short) total += value;
  if (!durations.whole.empty()) durations.mean = total / static_cast<double>(durations.whole.size());
}

void count(const Event& event, std::map<std::uint32_t, std::uint64_t>& request_rooms, Samples& samples) {
  switch (event.kind) {
    case Kind::open:
      ++samples.paths[event.size];
      samples.path_and_room.emplace_back(event.size, event.room);
      break;
    case Kind::message:
      ++samples.messages;
      if (event.size != kUnknown) samples.sizes.push_back(static_cast<double>(event.size));
      break;
    case Kind::close:
      ++samples.closes;
      if (event.code == 1005) ++samples.bare;
      if (event.code == 1006) ++samples.abrupt;
      break;
    case Kind::request:
      samples.requests.at.push_back(event.at);
      ++samples.requests.paths[event.size];
      if (event.room != kUnknown) ++request_rooms[event.room];
      break;
    case Kind::alarm:
      ++samples.alarms;
  }
}

}  // namespace

Samples samples_of(const Workload& workload, sim::Duration apart) {
  Samples samples;
  ByClient by_client(workload, apart, samples);
  ByRoom by_room(workload, samples);
  std::map<std::uint32_t, std::uint64_t> request_rooms;
  for (const Event& event : workload.events) {
    count(event, request_rooms, samples);
    if (event.kind == Kind::request || event.kind == Kind::alarm) continue;
    if (workload.hibernatable)
      by_room.take(event);
    else
      by_client.take(event);
  }
  if (workload.hibernatable) {
    by_room.finish();
  } else {
    by_client.finish();
    set_mean(samples.lengths);
    set_mean(samples.gaps);
  }
  for (const auto& [room, requests] : request_rooms) samples.requests.rooms.push_back(requests);
  return samples;
}

}  // namespace scenarios::workload
