#include "scenarios/fuzz/exercised.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/invariants/property.h"
#include "sim/choice.h"

namespace scenarios::fuzz {
namespace {

using models::InvocationKind;
using models::invariants::on;

constexpr std::uint16_t kFaultEvents = 16;  // above the kinds of invocations
constexpr std::uint16_t kEvents = 64;

constexpr InvocationKind kOfRooms[] = {InvocationKind::fetch,   InvocationKind::rpc,   InvocationKind::alarm,
                                       InvocationKind::message, InvocationKind::close, InvocationKind::error,
                                       InvocationKind::timer};

Meeting meeting(LifeState state, std::uint16_t event) {
  return static_cast<Meeting>(static_cast<std::uint16_t>(state) * kEvents + event);
}

bool is_possible(LifeState state, InvocationKind kind) {
  const bool in_memory = state == LifeState::idle || state == LifeState::busy;
  switch (kind) {
    case InvocationKind::timer:
      return in_memory;
    case InvocationKind::message:
    case InvocationKind::close:
    case InvocationKind::error:
      return in_memory || state == LifeState::hibernated;
    case InvocationKind::alarm:
      return state != LifeState::never_made;
    default:
      return true;
  }
}

}  // namespace

std::string_view name_of(LifeState state) {
  constexpr std::string_view kNames[kLifeStates] = {"never made", "idle", "busy", "hibernated", "evicted", "reset"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string name_of(Meeting meeting) {
  const auto event = static_cast<std::uint16_t>(meeting % kEvents);
  const std::string_view state = name_of(static_cast<LifeState>(meeting / kEvents));
  if (event >= kFaultEvents)
    return fmt::format("{}: fault {}", state, models::name_of(static_cast<models::FaultKind>(event - kFaultEvents)));
  return fmt::format("{}: {}", state, models::name_of(static_cast<InvocationKind>(event)));
}

std::vector<Meeting> possible_meetings() {
  std::vector<Meeting> all;
  for (std::size_t state = 0; state < kLifeStates; ++state)
    for (const InvocationKind kind : kOfRooms)
      if (is_possible(static_cast<LifeState>(state), kind))
        all.push_back(meeting(static_cast<LifeState>(state), static_cast<std::uint16_t>(kind)));
  return all;
}

void Exercised::begin_run() {
  rooms_.clear();
  under_way_.clear();
  met_in_run_.clear();
}

void Exercised::meets(models::RoomId id, std::uint16_t event) {
  const Room& room = rooms_[id];
  LifeState state = room.memory;
  if (state == LifeState::idle && room.under_way > 0) state = LifeState::busy;
  met_in_run_.insert(meeting(state, event));
}

void Exercised::visit(const sim::RawRecord& record) {
  on<models::InvocationBegan>(record, [this](const models::InvocationBegan& one) {
    if (one.room == models::RoomId::none) return;
    Room& room = rooms_[one.room];
    if (one.kind != InvocationKind::constructor) {
      meets(one.room, static_cast<std::uint16_t>(one.kind));
      if (room.constructed) room.memory = LifeState::idle;
    }
    under_way_.emplace(one.id, one.room);
    ++room.under_way;
  });
  on<models::InvocationEnded>(record, [this](const models::InvocationEnded& one) {
    const auto found = under_way_.find(one.id);
    if (found == under_way_.end()) return;
    Room& room = rooms_[found->second];
    if (room.under_way > 0) --room.under_way;
    under_way_.erase(found);
  });
  on<models::InstanceConstructed>(
      record, [this](const models::InstanceConstructed& one) { rooms_[one.room].constructed = true; });
  on<models::Hibernated>(record, [this](const models::Hibernated& one) { rooms_[one.room] = {LifeState::hibernated}; });
  on<models::Evicted>(record, [this](const models::Evicted& one) { rooms_[one.room] = {LifeState::evicted}; });
  on<models::RoomReset>(record, [this](const models::RoomReset& one) { rooms_[one.room] = {LifeState::reset}; });
  on<models::FaultStruck>(record, [this](const models::FaultStruck& one) {
    ++struck_[one.kind];
    if (one.room != models::RoomId::none)
      meets(one.room, static_cast<std::uint16_t>(kFaultEvents + static_cast<std::uint16_t>(one.kind)));
  });
  on<models::LinkFault>(record, [this](const models::LinkFault& one) { ++struck_[one.kind]; });
}

void Exercised::end_run(const std::vector<bool>& reached) {
  std::string all;
  for (const Meeting one : met_in_run_) all += fmt::format("{} ", one);
  for (const bool block : reached) all += block ? '1' : '0';
  const std::uint64_t times = ++kinds_[sim::stable_hash(all)];
  if (times == 1) ++singles_;
  if (times == 2) --singles_;
  met_.insert(met_in_run_.begin(), met_in_run_.end());
}

}  // namespace scenarios::fuzz
