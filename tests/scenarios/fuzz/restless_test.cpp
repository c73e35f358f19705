#include "scenarios/fuzz/restless.h"

#include <string>

#include "tests/catch.h"

using namespace std::chrono_literals;
using models::InvocationKind;
using models::RoomId;
using scenarios::fuzz::Restless;

namespace {

template <class R>
void tell(Restless& reader, sim::Duration after, const R& record) {
  std::string body;
  sim::encode(record, body);
  reader.visit({.kind = R::kKind, .at = sim::kDefaultStart + after, .body = body});
}

/// Somebody asks; then each ten minutes a call comes to the room, and later its alarm runs.
template <class Call>
Restless goes_round(const Call& call) {
  Restless reader;
  tell(reader, 0s, models::NameDefined{.what = models::NameOf::room, .id = 0, .name = "lobby"});
  tell(reader, 1min, models::WorkerRequest{});
  for (sim::Duration at = 2min; at < 3h; at += 9min) {
    call(reader, at);
    tell(reader, at + 1min, models::InvocationBegan{.id = {}, .room = RoomId{0}, .kind = InvocationKind::alarm});
  }
  return reader;
}

}  // namespace

TEST_CASE("Rooms that call each other are restless, rooms that somebody calls are not") {
  const auto from_a_room = [](Restless& reader, sim::Duration at) {
    tell(reader, at, models::InvocationBegan{.id = {}, .room = RoomId{0}, .kind = InvocationKind::rpc});
  };
  CHECK(goes_round(from_a_room).room() == "lobby");
  const auto from_outside = [&](Restless& reader, sim::Duration at) {
    tell(reader, at, models::WorkerRequest{});
    from_a_room(reader, at);
  };
  CHECK_FALSE(goes_round(from_outside).room());
  const auto by_cron = [&](Restless& reader, sim::Duration at) {
    tell(reader, at, models::CronFired{});
    from_a_room(reader, at);
  };
  CHECK_FALSE(goes_round(by_cron).room());
  const auto by_message = [](Restless& reader, sim::Duration at) {
    tell(reader, at, models::InvocationBegan{.id = {}, .room = RoomId{0}, .kind = InvocationKind::message});
  };
  CHECK_FALSE(goes_round(by_message).room());
}
