#include "scenarios/fuzz/exercised.h"

#include <algorithm>
#include <string>

#include "tests/catch.h"

using models::InvocationId;
using models::InvocationKind;
using models::RoomId;
using scenarios::fuzz::Exercised;

namespace {

template <class R>
void tell(Exercised& exercised, const R& record) {
  std::string body;
  sim::encode(record, body);
  exercised.visit({.kind = R::kKind, .at = sim::kDefaultStart, .body = body});
}

void enters(Exercised& exercised, std::uint32_t id, InvocationKind kind) {
  tell(exercised, models::InvocationBegan{.id = InvocationId{id}, .room = RoomId{0}, .kind = kind});
}

/// A room is asked, told something, told something more before it has done, hibernates, and is woken by a message.
void play(Exercised& exercised, bool naps) {
  exercised.begin_run();
  tell(exercised, models::InstanceConstructed{.room = RoomId{0}});
  enters(exercised, 1, InvocationKind::fetch);
  tell(exercised, models::InvocationEnded{.id = InvocationId{1}});
  enters(exercised, 2, InvocationKind::message);
  enters(exercised, 3, InvocationKind::message);
  if (naps) {
    tell(exercised, models::Hibernated{.room = RoomId{0}});
    tell(exercised, models::InstanceConstructed{.room = RoomId{0}});
    enters(exercised, 4, InvocationKind::message);
    tell(exercised, models::FaultStruck{.kind = models::FaultKind::host_lost, .room = RoomId{0}});
  }
  exercised.end_run({true, naps});
}

std::vector<std::string> met(const Exercised& exercised) {
  std::vector<std::string> names;
  for (const auto one : exercised.met()) names.push_back(scenarios::fuzz::name_of(one));
  std::ranges::sort(names);
  return names;
}

}  // namespace

TEST_CASE("An event meets a room in the state that it was in before it was woken for it") {
  Exercised exercised;
  play(exercised, true);
  CHECK(met(exercised) == std::vector<std::string>{"busy: fault host-lost", "busy: message", "hibernated: message",
                                                   "idle: message", "never made: fetch"});
  CHECK(exercised.struck().at(models::FaultKind::host_lost) == 1);
  tell(exercised, models::LinkFault{.kind = models::FaultKind::half_open, .client = {}, .until = {}});
  CHECK(exercised.struck().at(models::FaultKind::half_open) == 1);
}

TEST_CASE("Runs that met and reached the same are of one kind") {
  Exercised exercised;
  play(exercised, true);
  play(exercised, false);
  CHECK(exercised.kinds() == 2);
  CHECK(exercised.singles() == 2);
  play(exercised, false);
  play(exercised, false);
  CHECK(exercised.kinds() == 2);
  CHECK(exercised.singles() == 1);
}

TEST_CASE("Nothing can come to a socket of a room that has none") {
  for (const auto one : scenarios::fuzz::possible_meetings()) {
    const std::string name = scenarios::fuzz::name_of(one);
    CHECK(name != "evicted: message");
    CHECK(name != "never made: alarm");
    CHECK(name != "hibernated: timer");
  }
}
