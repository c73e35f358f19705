#include "scenarios/fuzz/coverage.h"

#include <algorithm>
#include <bit>

#include "models/invariants/property.h"

namespace scenarios::fuzz {
namespace {

using models::invariants::on;

constexpr std::uint8_t kInvocations = 10;  // InvocationKind
constexpr std::uint8_t kFaults = 21;       // FaultKind
enum Event : std::uint8_t {
  nothing_yet,
  invocation,
  fault = invocation + kInvocations,
  committed = fault + kFaults,
  hibernated,
  evicted,
  was_reset,
  alarm_set,
  alarm_cleared,
  exception,
  events
};
constexpr std::size_t kMemories = 5, kUnderWay = 3, kSockets = 3;
constexpr std::size_t kStates = kMemories * kUnderWay * 2 * kSockets;

/// None, one, several.
std::size_t few(std::uint32_t n) { return std::min<std::uint32_t>(n, 2); }

/// Which of eight bits stands for such a count: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, more.
std::uint8_t step_of(std::uint32_t entered) {
  if (entered == 0) return 0;
  if (entered <= 3) return static_cast<std::uint8_t>(1U << (entered - 1));
  const int width = std::bit_width(entered);  // from 3
  const int bit = width <= 5 ? width : width <= 7 ? 6 : 7;
  return static_cast<std::uint8_t>(1U << bit);
}

}  // namespace

Coverage::Coverage() : met_(kStates * Event::events * Event::events) {}

void Coverage::begin_run() {
  rooms_.clear();
  under_way_.clear();
  gained_ = 0;
}

void Coverage::happens(models::RoomId id, std::uint8_t event) {
  if (id == models::RoomId::none) return;
  Room& room = rooms_[id];
  const std::size_t state =
      ((static_cast<std::size_t>(room.memory) * kUnderWay + few(room.under_way)) * 2 + (room.alarm_set ? 1 : 0)) *
          kSockets +
      few(room.sockets);
  const std::size_t pair = (state * Event::events + room.last) * Event::events + event;
  if (!met_[pair]) {
    met_[pair] = true;
    ++gained_;
    ++pairs_seen_;
  }
  room.last = event;
}

void Coverage::happens_everywhere(std::uint8_t event) {
  for (const auto& [id, room] : rooms_) happens(id, event);
}

void Coverage::visit(const sim::RawRecord& record) {
  visit_life(record);
  visit_code(record);
}

void Coverage::visit_life(const sim::RawRecord& record) {
  on<models::InstanceConstructed>(
      record, [this](const models::InstanceConstructed& one) { rooms_[one.room].memory = Memory::awake; });
  on<models::Hibernated>(record, [this](const models::Hibernated& one) {
    happens(one.room, Event::hibernated);
    rooms_[one.room].memory = Memory::hibernated;
  });
  on<models::Evicted>(record, [this](const models::Evicted& one) {
    happens(one.room, Event::evicted);
    rooms_[one.room].memory = Memory::evicted;
  });
  on<models::RoomReset>(record, [this](const models::RoomReset& one) {
    happens(one.room, Event::was_reset);
    rooms_[one.room].memory = Memory::reset;
  });
  on<models::SocketAccepted>(record, [this](const models::SocketAccepted& one) { ++rooms_[one.room].sockets; });
  on<models::SocketGone>(record, [this](const models::SocketGone& one) {
    if (rooms_[one.room].sockets > 0) --rooms_[one.room].sockets;
  });
  on<models::FaultStruck>(record, [this](const models::FaultStruck& one) {
    const auto event = static_cast<std::uint8_t>(
        Event::fault + std::min<std::uint8_t>(static_cast<std::uint8_t>(one.kind), kFaults - 1));
    if (one.room == models::RoomId::none)
      happens_everywhere(event);
    else
      happens(one.room, event);
  });
}

void Coverage::visit_code(const sim::RawRecord& record) {
  on<models::InvocationBegan>(record, [this](const models::InvocationBegan& one) {
    if (one.room == models::RoomId::none) return;
    happens(one.room,
            static_cast<std::uint8_t>(Event::invocation +
                                      std::min<std::uint8_t>(static_cast<std::uint8_t>(one.kind), kInvocations - 1)));
    under_way_.emplace(one.id, one.room);
    ++rooms_[one.room].under_way;
  });
  on<models::InvocationEnded>(record, [this](const models::InvocationEnded& one) {
    const auto found = under_way_.find(one.id);
    if (found == under_way_.end()) return;
    --rooms_[found->second].under_way;
    under_way_.erase(found);
  });
  on<models::Committed>(record, [this](const models::Committed& one) { happens(one.room, Event::committed); });
  on<models::AlarmSet>(record, [this](const models::AlarmSet& one) {
    happens(one.room, Event::alarm_set);
    rooms_[one.room].alarm_set = true;
  });
  on<models::AlarmCleared>(record, [this](const models::AlarmCleared& one) {
    happens(one.room, Event::alarm_cleared);
    rooms_[one.room].alarm_set = false;
  });
  on<models::AlarmFired>(record, [this](const models::AlarmFired& one) { rooms_[one.room].alarm_set = false; });
  on<models::ExceptionThrown>(record,
                              [this](const models::ExceptionThrown& one) { happens(one.room, Event::exception); });
}

std::size_t Coverage::end_run(std::span<const std::uint32_t> entered) {
  steps_.resize(std::max(steps_.size(), entered.size()));
  for (std::size_t i = 0; i < entered.size(); ++i) {
    const std::uint8_t step = step_of(entered[i]);
    if ((steps_[i] & step) == step) continue;
    steps_[i] = static_cast<std::uint8_t>(steps_[i] | step);
    ++gained_;
  }
  return gained_;
}

}  // namespace scenarios::fuzz
