#include "scenarios/fuzz/excuses.h"

#include <string>

#include "tests/catch.h"

using namespace std::chrono_literals;
using models::ClientId;
using models::RoomId;
using scenarios::fuzz::Excuses;

namespace {

template <class R>
void tell(Excuses& reader, sim::Duration after, const R& record) {
  std::string body;
  sim::encode(record, body);
  reader.visit({.kind = R::kKind, .at = sim::kDefaultStart + after, .body = body});
}

sim::Time at(sim::Duration after) { return sim::kDefaultStart + after; }

}  // namespace

TEST_CASE("A room is lost from its reset until something comes to it") {
  Excuses excuses;
  for (const std::uint32_t id : {0U, 1U})
    tell(excuses, 0s, models::NameDefined{.what = models::NameOf::room, .id = id, .name = id == 0 ? "lobby" : "other"});
  tell(excuses, 10s, models::RoomReset{.room = RoomId{0}, .message = ""});
  tell(excuses, 20s, models::InvocationBegan{.id = {}, .room = RoomId{1}, .kind = {}});
  tell(excuses, 30s, models::InvocationBegan{.id = {}, .room = RoomId{0}, .kind = {}});
  CHECK_FALSE(excuses.lost("room lobby", at(9s)));
  CHECK(excuses.lost("room lobby", at(10s)));
  CHECK(excuses.lost("room lobby", at(29s)));
  CHECK_FALSE(excuses.lost("room lobby", at(30s)));
  CHECK_FALSE(excuses.lost("room other", at(15s)));
  tell(excuses, 40s, models::RoomReset{.room = RoomId{0}, .message = ""});
  CHECK(excuses.lost("room lobby", at(50s)));
}

TEST_CASE("Whoever waits may wait in vain once a connection broke, a request failed or an alarm was late") {
  const auto cut_off_by = [](const auto& record) {
    Excuses excuses;
    tell(excuses, 5s, record);
    CHECK_FALSE(excuses.cut_off(at(4s)));
    return excuses.cut_off(at(5s));
  };
  CHECK(cut_off_by(
      models::ClientClosed{.client = ClientId{0}, .socket = {}, .code = 1006, .reason = {}, .was_clean = false}));
  CHECK_FALSE(cut_off_by(
      models::ClientClosed{.client = ClientId{0}, .socket = {}, .code = 1000, .reason = {}, .was_clean = true}));
  CHECK(cut_off_by(models::HttpAnswered{.client = ClientId{0}, .request = 0, .status = 0, .headers = "", .body = {}}));
  CHECK_FALSE(
      cut_off_by(models::HttpAnswered{.client = ClientId{0}, .request = 0, .status = 404, .headers = "", .body = {}}));
  CHECK(cut_off_by(models::FaultStruck{.kind = models::FaultKind::alarm_late}));
  CHECK_FALSE(cut_off_by(models::FaultStruck{.kind = models::FaultKind::hibernate}));
}

TEST_CASE("Who leaves is not cut off, though nobody completes the close handshake") {
  Excuses excuses;
  const models::ClientClosed unanswered{
      .client = ClientId{0}, .socket = {}, .code = 1006, .reason = {}, .was_clean = false};
  tell(excuses, 1s, models::ClientLeaving{.client = ClientId{0}, .socket = {}, .abrupt = false, .code = 1005});
  tell(excuses, 2s, unanswered);
  CHECK_FALSE(excuses.cut_off(at(3s)));
  tell(excuses, 4s, models::ClientConnecting{.client = ClientId{0}, .path = "/"});
  tell(excuses, 5s, unanswered);
  CHECK(excuses.cut_off(at(5s)));
}

TEST_CASE("Who is held up for longer than a second is cut off, who is overtaken is not") {
  const auto held_for = [](sim::Duration length) {
    Excuses excuses;
    tell(excuses, 5s,
         models::LinkFault{.kind = models::FaultKind::clog, .client = ClientId{0}, .until = at(5s + length)});
    return excuses.cut_off(at(5s));
  };
  CHECK(held_for(2s));
  CHECK_FALSE(held_for(800ms));
}

TEST_CASE("What a room refuses or answers with an error cuts nobody off as long as nothing has befallen the run") {
  const models::HttpAnswered unavailable{.client = ClientId{0}, .request = 0, .status = 503, .headers = "", .body = {}};
  const models::ClientRefused full{.client = ClientId{0}, .status = 409, .body = {}};
  Excuses undisturbed;
  tell(undisturbed, 5s, models::FaultStruck{.kind = models::FaultKind::hibernate});
  tell(undisturbed, 6s, unavailable);
  tell(undisturbed, 7s, full);
  CHECK_FALSE(undisturbed.cut_off());
  Excuses lost;
  tell(lost, 5s, models::RoomReset{.room = RoomId{0}, .message = ""});
  CHECK_FALSE(lost.cut_off());
  tell(lost, 6s, unavailable);
  CHECK(lost.cut_off(at(6s)));
  Excuses down;
  tell(down, 5s, models::FaultStruck{.kind = models::FaultKind::host_lost});
  tell(down, 6s, full);
  CHECK(down.cut_off(at(6s)));
  Excuses unreachable;
  tell(unreachable, 6s, models::ClientRefused{.client = ClientId{0}, .status = 0, .body = {}});
  CHECK(unreachable.cut_off());
}

TEST_CASE("An alarm that failed is pending until it has run, or is taken back") {
  const auto failed = [](std::uint32_t room) {
    return models::AlarmEnded{.room = RoomId{room}, .ok = false, .retry_at = at(1h)};
  };
  Excuses excuses;
  CHECK_FALSE(excuses.retry_pending());
  tell(excuses, 1s, failed(0));
  tell(excuses, 2s, failed(1));
  tell(excuses, 3s, models::AlarmEnded{.room = RoomId{0}, .ok = true});
  CHECK(excuses.retry_pending());
  tell(excuses, 4s, models::AlarmCleared{.room = RoomId{1}});
  CHECK_FALSE(excuses.retry_pending());
}
