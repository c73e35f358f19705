#include "reports/usage.h"

#include <stdexcept>

#include "tests/catch.h"
#include "tests/reports/trace_fixture.h"

using namespace std::chrono_literals;
using models::DurationReason;
using models::InvocationKind;
using models::RoomId;
using reports::Exact;

namespace {

struct Played {
  reports::UsageReader reader;
  tests::Feed<reports::UsageReader> feed{reader};
  Played() {
    models::RunBegan began;
    began.scenario = "lobby";
    feed.at(0s, began);
  }
};

}  // namespace

TEST_CASE("Requests count whole and messages at the tariff's ratio, never rounded", "[reports]") {
  Played played;
  played.feed.at(1s, models::RequestBilled{.room = RoomId{0}, .kind = InvocationKind::fetch})
      .at(2s, models::RequestBilled{.room = RoomId{0}, .kind = InvocationKind::alarm})
      .at(3s, models::UsageMetered{.room = RoomId{0}, .messages_in = 3, .messages_out = 900})
      .at(4s, models::UsageMetered{.room = RoomId{1}, .messages_in = 4});
  const reports::Usage usage = played.reader.finish();
  CHECK(usage.total.object_requests(Exact(20)) == Exact::ratio(47, 20));
  CHECK(usage.total.object_requests(Exact(1)) == Exact(9));
  CHECK(usage.requests.at(InvocationKind::alarm) == Exact(1));
  CHECK(usage.rooms.at(RoomId{1}).amounts.messages_in == Exact(4));
  CHECK(usage.scenario == "lobby");
}

TEST_CASE("Billed time is told by room and cause, and an interval still open ends with the run", "[reports]") {
  Played played;
  played.feed
      .at(0s, models::NameDefined{.what = models::NameOf::durable_object_class, .id = 0, .parent = {}, .name = "Room"})
      .at(0s, models::NameDefined{.what = models::NameOf::room, .id = 5, .parent = 0, .name = "lobby"})
      .at(10s, models::DurationBegan{.room = RoomId{5}, .reason = DurationReason::handler})
      .at(10s + 400us, models::DurationEnded{.room = RoomId{5}})
      .at(20s, models::DurationBegan{.room = RoomId{5}, .reason = DurationReason::timer})
      .at(30s, models::DurationEnded{.room = RoomId{5}})
      .at(50s, models::DurationBegan{.room = RoomId{6}, .reason = DurationReason::accepted_socket})
      .at(60s, models::RunEnded{});
  const reports::Usage usage = played.reader.finish();
  CHECK(usage.total.object_seconds == Exact::ratio(200'004, 10'000));
  CHECK(usage.seconds.at(DurationReason::handler) == Exact::ratio(4, 10'000));
  CHECK(usage.seconds.at(DurationReason::accepted_socket) == Exact(10));
  CHECK(usage.rooms.at(RoomId{5}).seconds.at(DurationReason::timer) == Exact(10));
  CHECK(usage.rooms.at(RoomId{5}).durable_object_class == "Room");
  CHECK(usage.rooms.at(RoomId{5}).name == "lobby");
  CHECK(usage.length == 60s);
}

TEST_CASE("Stored bytes are averaged over time, from each commit to the next", "[reports]") {
  Played played;
  played.feed.at(0s, models::Committed{.room = RoomId{0}, .size_bytes = 60'000'000'000})
      .at(5 * 24h, models::Committed{.room = RoomId{0}, .size_bytes = 0})
      .at(25 * 24h, models::Committed{.room = RoomId{1}, .size_bytes = 3'000'000'000})
      .at(30 * 24h, models::RunEnded{});
  CHECK(played.reader.finish().total.stored_gb_months == Exact(10) + Exact::ratio(1, 2));
}

TEST_CASE("Rows and the Worker's requests and CPU add up", "[reports]") {
  Played played;
  played.feed.at(1s, models::UsageMetered{.room = RoomId{0}, .rows_read = 7, .rows_written = 2})
      .at(2s, models::UsageMetered{.room = RoomId{0}, .rows_read = 1, .rows_written = 1})
      .at(3s, models::WorkerRequest{.cpu = 1500us})
      .at(3s, models::WorkerRequest{.cpu = 1ns});
  const reports::Usage usage = played.reader.finish();
  CHECK(usage.total.rows_read == Exact(8));
  CHECK(usage.total.rows_written == Exact(3));
  CHECK(usage.total.worker_requests == Exact(2));
  CHECK(usage.total.worker_cpu_ms == Exact::ratio(1'500'001, 1'000'000));
}

TEST_CASE("A month is the run's use times an exact ratio, for any length of run", "[reports]") {
  Played played;
  played.feed.at(0s, models::Committed{.room = RoomId{0}, .size_bytes = 10'000'000'000})
      .at(1s, models::RequestBilled{.room = RoomId{0}, .kind = InvocationKind::rpc})
      .at(7s, models::DurationBegan{.room = RoomId{0}, .reason = DurationReason::handler})
      .at(7h + 123'456'789ns, models::RunEnded{});
  const reports::Usage usage = played.reader.finish();
  const reports::Usage month = reports::scale_to_month(usage, usage.length);
  CHECK(month.total.stored_gb_months == Exact(10));
  CHECK(month.total.requests == Exact::ratio(reports::kMonth.count(), (7h + 123'456'789ns).count()));
  CHECK(month.total.object_seconds < Exact(30 * 86'400));
  CHECK(month.rooms.at(RoomId{0}).amounts.object_seconds == month.total.object_seconds);
  CHECK_THROWS_AS(reports::scale_to_month(usage, 0s), std::invalid_argument);
}

TEST_CASE("A malformed record is refused", "[reports]") {
  reports::UsageReader reader;
  CHECK_THROWS_AS(reader.visit({.kind = models::RequestBilled::kKind, .at = {}, .body = "x"}), sim::TraceFormatError);
}
