#include <string>
#include <vector>

#include "scenarios/fuzz/hints.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using models::ClientId;
using models::RoomId;
using models::SocketId;
using scenarios::fuzz::HintsReader;
using scenarios::fuzz::order_relied_on;
using scenarios::fuzz::Transcript;

namespace {

template <class Reader, class R>
void tell(Reader& reader, const R& record) {
  std::string body;
  sim::encode(record, body);
  reader.visit({.kind = R::kKind, .at = sim::kDefaultStart, .body = body});
}

struct HintedRun {
  HintsReader hints;
  std::uint32_t bodies = 0;

  HintedRun() {
    tell(hints, models::NameDefined{.what = models::NameOf::room, .id = 0, .name = "lobby"});
    tell(hints, models::NameDefined{.what = models::NameOf::client, .id = 0, .name = "ann-0"});
  }
  HintedRun& leaves(std::uint32_t socket, bool abrupt, bool clean) {
    tell(hints, models::SocketAccepted{.room = RoomId{0}, .socket = SocketId{socket}});
    tell(hints, models::ClientLeaving{.client = ClientId{0}, .socket = SocketId{socket}, .abrupt = abrupt});
    tell(hints, models::ClientClosed{
                    .client = ClientId{0}, .socket = SocketId{socket}, .code = 1006, .reason = {}, .was_clean = clean});
    tell(hints, models::SocketGone{.room = RoomId{0}, .socket = SocketId{socket}});
    return *this;
  }
  HintedRun& stores(const std::string& contents) {
    const auto id = static_cast<sim::BodyId>(++bodies);
    tell(hints, sim::BodyRecord{.id = id, .bytes = R"({"wakes":)" + std::to_string(bodies - 1) + "," + contents + "}"});
    tell(hints, models::RoomStored{.room = RoomId{0}, .contents = id});
    return *this;
  }
  std::vector<std::string> kinds(bool left_alone = false) {
    std::vector<std::string> all;
    for (const auto& hint : hints.finish(left_alone)) all.push_back(hint.kind);
    return all;
  }
};

using Kinds = std::vector<std::string>;

std::string stored(const std::string& value, const std::string& alarm) {
  return R"("kv":[["wakes",")" + value + R"("]],"tables":[],"alarm":)" + alarm;
}

Transcript heard(const std::vector<std::string>& messages) {
  Transcript transcript;
  tell(transcript, models::NameDefined{.what = models::NameOf::client, .id = 0, .name = "ann-0"});
  std::uint32_t id = 0;
  for (const std::string& message : messages) {
    tell(transcript, sim::BodyRecord{.id = sim::BodyId{++id}, .bytes = message});
    tell(transcript, models::ClientReceived{.client = ClientId{0}, .socket = {}, .kind = {}, .body = sim::BodyId{id}});
  }
  return transcript;
}

}  // namespace

TEST_CASE("A room that answers none of its clients' Close frames gets a hint") {
  CHECK(HintedRun().leaves(0, false, false).kinds() == Kinds{"the close handshake is not completed"});
  CHECK(HintedRun().leaves(0, false, false).leaves(1, false, true).kinds().empty());
  CHECK(HintedRun().leaves(0, true, false).kinds().empty());
}

TEST_CASE("A room that stores something when all have left gets a hint if its last alarm has not done its work") {
  using models::AlarmEnded;
  const auto run = [](std::uint64_t rows) {
    HintedRun one;
    tell(one.hints, models::Committed{.room = RoomId{0}, .size_bytes = 4096, .rows = rows});
    tell(one.hints, models::AlarmSet{.room = RoomId{0}, .due = {}});
    return one;
  };
  const auto fired = [&](const AlarmEnded& ended, std::uint64_t rows = 2) {
    HintedRun one = run(rows);
    tell(one.hints, models::AlarmFired{.room = RoomId{0}});
    tell(one.hints, ended);
    return one;
  };
  const Kinds pending = {"work pending implies an alarm armed"};
  const AlarmEnded given_up{.room = RoomId{0}, .ok = false, .given_up = true};
  CHECK(fired(given_up).kinds(true) == pending);
  CHECK(fired(given_up).kinds(false).empty());
  CHECK(fired(given_up, 0).kinds(true).empty());
  CHECK(fired({.room = RoomId{0}, .ok = true}).kinds(true).empty());
  CHECK(fired({.room = RoomId{0}, .ok = false}).kinds(true).empty());
  CHECK(run(2).kinds(true).empty());
  const auto deleted = [&](std::uint64_t left_by_an_alarm) {
    HintedRun one = run(2);
    tell(one.hints, models::AlarmFired{.room = RoomId{0}});
    tell(one.hints, models::Committed{.room = RoomId{0}, .size_bytes = 4096, .rows = left_by_an_alarm});
    tell(one.hints, AlarmEnded{.room = RoomId{0}, .ok = true});
    tell(one.hints, models::AlarmSet{.room = RoomId{0}, .due = {}});
    tell(one.hints, models::AlarmCleared{.room = RoomId{0}});
    return one.kinds(true);
  };
  CHECK(deleted(1) == pending);
  CHECK(deleted(2).empty());  // nothing of it is work, as far as one can see
}

TEST_CASE("A constructor that stores something else with each wake, or puts an alarm off, gets a hint") {
  const Kinds changes = {"a constructor changes what is stored"};
  CHECK(HintedRun()
            .stores(stored("a", "null"))
            .stores(stored("b", "null"))
            .stores(stored("c", "null"))
            .stores(stored("d", "null"))
            .kinds() == changes);
  CHECK(HintedRun()
            .stores(stored("a", "1"))
            .stores(stored("a", "2"))
            .stores(stored("a", "3"))
            .stores(stored("a", "4"))
            .kinds() == changes);
  CHECK(HintedRun()
            .stores(stored("a", "5"))
            .stores(stored("b", "5"))
            .stores(stored("b", "5"))
            .stores(stored("b", "5"))
            .kinds()
            .empty());
}

TEST_CASE("An order of sockets that clients can tell gets a hint") {
  CHECK_FALSE(order_relied_on(heard({"you are first"}), heard({"you are first"})));
  const auto hint = order_relied_on(heard({"you are first"}), heard({"you are second"}));
  REQUIRE(hint);
  CHECK(hint->words.front() == "client ann-0 saw: message you are first");
  CHECK(hint->words.back().ends_with("message you are second"));
}
