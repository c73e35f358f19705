#include <algorithm>
#include <string>
#include <string_view>

#include "reports/json.h"
#include "reports/terminal_text.h"
#include "reports/text.h"
#include "tests/catch.h"
#include "tests/reports/trace_fixture.h"
#include "tests/says.h"

using namespace std::chrono_literals;
using models::RoomId;
using reports::Colours;

namespace {

using tests::has;

template <class Reader>
void play(tests::Feed<Reader> feed) {
  models::RunBegan began;
  began.scenario = "lobby";
  began.seed = 7;
  began.preset = "production";
  began.cost_table = "assumed-2026-11";
  models::ExceptionThrown thrown;
  thrown.room = RoomId{0};
  thrown.kind = models::InvocationKind::message;
  thrown.name = "TypeError";
  thrown.message = "x is not a function\x1b[31m";
  thrown.stack = "TypeError: x is not a function\n    at Room.webSocketMessage (worker.js:12:5)";
  models::ExceptionThrown again = thrown;
  again.stack = "TypeError: x is not a function\n    at later (worker.js:99:1)";
  const models::NameDefined room{.what = models::NameOf::room, .id = 0, .parent = 0, .name = "main"};
  const models::NameDefined client{.what = models::NameOf::client, .id = 0, .parent = 0, .name = "ann"};
  feed.at(0s, began)
      .at(0s, room)
      .at(0s, client)
      .at(1s, models::WorkerRequest{.cpu = 1ms})
      .at(1s, models::RequestBilled{.room = RoomId{0}, .kind = models::InvocationKind::fetch})
      .at(1s, models::InstanceConstructed{.room = RoomId{0}, .reason = models::ConstructReason::first})
      .at(1s, models::ClientConnected{})
      .at(1s, models::ClientRefused{.client = {}, .status = 503, .body = {}})
      .at(1s, models::ClientRefused{})
      .at(1s, models::DurationBegan{.room = RoomId{0}, .reason = models::DurationReason::accepted_socket})
      .at(2s, thrown)
      .at(3s, again)
      .at(4s, models::AlarmEnded{.room = RoomId{0}, .ok = false, .given_up = false, .retry_at = {}})
      .at(5s, models::AlarmEnded{.room = RoomId{0}, .ok = false, .given_up = true, .retry_at = {}})
      .at(5s, models::AlarmEnded{.room = RoomId{0}, .ok = true, .given_up = false, .retry_at = {}})
      .at(6s, models::UsageMetered{.room = RoomId{0}, .messages_in = 21, .messages_out = 42})
      .at(7s, models::ClientClosed{})
      .at(24h, models::RunEnded{.outcome = "horizon", .events = 99});
}

reports::Report lobby() {
  reports::SummaryReader summary;
  reports::UsageReader usage;
  play(tests::Feed(summary));
  play(tests::Feed(usage));
  reports::Report report;
  report.facts = {.virtual_length = 24h,
                  .real_seconds = 0.25,
                  .fingerprint = "00112233445566778899aabbccddeeff",
                  .repeat_command = "dormouse run lobby.yaml --seed 7",
                  .outcome = "horizon"};
  report.summary = summary.finish();
  report.verdicts = {{"no message is lost", reports::Verdict::holds, {}},
                     {"everybody leaves", reports::Verdict::violated, {"ann is still there after 1 d"}},
                     {"the bill stays low", reports::Verdict::unknown, {}}};
  report.bill = reports::bill_run(usage.finish(), 24h, reports::find_tariff(reports::kDefaultTariff).value(),
                                  reports::Plan::paid);
  return report;
}

std::size_t widest_line(std::string_view text) {
  std::size_t widest = 0;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    widest = std::max(widest, length);
    text.remove_prefix(std::min(text.size(), length + 1));
  }
  return widest;
}

}  // namespace

TEST_CASE("A summary counts what happened, and errors of one kind once with the first stack", "[reports]") {
  const reports::RunSummary run = lobby().summary;
  CHECK(run.connected == 1);
  CHECK(run.refused == std::map<std::uint16_t, std::uint64_t>{{0, 1}, {503, 1}});
  CHECK(run.closed_uncleanly == 1);
  CHECK(run.messages_out == 42);
  CHECK(run.alarms_retried == 1);
  CHECK(run.alarms_given_up == 1);
  CHECK(run.clients == 1);
  REQUIRE(run.errors.size() == 1);
  CHECK(run.errors[0].count == 2);
  CHECK(run.errors[0].where == "room main");
  CHECK(run.errors[0].since_start == 2s);
  CHECK(has(run.errors[0].stack, "worker.js:12:5"));
}

TEST_CASE("What a trace of the level lifecycle cannot tell is unknown, not zero", "[reports]") {
  CHECK_FALSE(lobby().summary.deliveries);
  CHECK(reports::json_report(lobby())["happened"]["deliveries"].is_null());
  reports::SummaryReader reader;
  tests::Feed(reader)
      .at(0s, models::ConsoleLine{.room = RoomId{0}, .level = models::ConsoleLevel::error, .text = {}})
      .at(1s, models::ClientReceived{});
  CHECK(reader.finish().deliveries == 1);
  CHECK(reader.finish().console_errors == 1);
  CHECK(reader.finish().links_lost == 0);
}

TEST_CASE("The text of a run fits 100 columns and names what was assumed", "[reports]") {
  const std::string text = reports::text_report(lobby(), Colours::none);
  INFO(text);
  CHECK(widest_line(text) <= 100);
  for (const std::string_view part :
       {"Played\n", "What happened\n", "Errors\n", "Verdicts\n", "Bill (cloudflare-2026-08, Workers Paid)\n",
        "lobby, seed 7, replication 0", "1 d of virtual time in 0.25 s: 345,600 times as fast",
        "2 (no answer: 1, status 503: 1)", "2 x TypeError: x is not a function",
        "first after 2 s, in room main, during message", "at Room.webSocketMessage (worker.js:12:5)",
        "VIOLATED  everybody leaves", "ann is still there after 1 d", "unknown   the bill stays low",
        "handler times are those of assumed-2026-11; see docs/costs.md", "00112233445566778899aabbccddeeff",
        "dormouse run lobby.yaml --seed 7", "Objects were billed for: accepted-socket 100 %."})
    CHECK(has(text, part));
  // 86,399 s x 0.128 GB x 30; requests 30 x (1 + 21/20).
  CHECK(has(text, "331,772.16"));
  CHECK(has(text, "61.5"));
}

TEST_CASE("A run's own words cannot colour or move the terminal, and colours come only when asked for", "[reports]") {
  const std::string plain = reports::text_report(lobby(), Colours::none);
  CHECK_FALSE(has(plain, "\x1b"));
  CHECK(has(plain, "\\x1b[31m"));
  CHECK(has(reports::text_report(lobby(), Colours::ansi), "\x1b[31mVIOLATED"));
}

TEST_CASE("Long words are cut between characters to the columns there are", "[reports]") {
  CHECK(reports::visible("ten letter", 10) == "ten letter");
  CHECK(reports::visible("eleven lett", 10) == "eleven ...");
  CHECK(reports::visible("\x01\x02\x03", 10) == "\\x01...");
  CHECK(reports::visible("\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", 4) == "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4");
  CHECK(reports::visible("\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", 4) == "\xc3\xa4...");
}

TEST_CASE("The JSON of a run holds money as text, every cause, and no real time", "[reports]") {
  reports::Report report = lobby();
  const auto told = reports::json_report(report);
  CHECK(told["bill"]["month"]["total"] == "5.00");
  CHECK(told["bill"]["month"]["lines"][0]["used"] == "61.5");
  CHECK(told["bill"]["usage"]["secondsByCause"]["accepted-socket"] == "86399");
  CHECK(told["bill"]["usage"]["rooms"][0]["room"] == "main");
  CHECK(told["bill"]["handlerTimesAssumed"] == "assumed-2026-11");
  CHECK(told["errors"][0]["first"]["sinceStartNs"] == 2'000'000'000);
  CHECK(told["verdicts"][1]["verdict"] == "violated");
  report.facts.real_seconds = 77;
  CHECK(reports::json_text(reports::json_report(report)) == reports::json_text(told));
}

TEST_CASE("Words that are no UTF-8 do not break the JSON", "[reports]") {
  reports::Report report = lobby();
  report.summary.scenario = "bad \xff byte";
  const std::string text = reports::json_text(reports::json_report(report));
  CHECK(nlohmann::json::parse(text)["played"]["scenario"] == "bad \xef\xbf\xbd byte");
}

TEST_CASE("Two bills side by side say which costs how much more", "[reports]") {
  const auto tariff = reports::find_tariff(reports::kDefaultTariff).value();
  reports::Usage pinned;
  pinned.total.object_seconds = reports::Exact(100 * 30 * 86'400);
  const std::string text = reports::compare_bills("accept()", reports::price(pinned, tariff, reports::Plan::paid),
                                                  "acceptWebSocket()", reports::price({}, tariff, reports::Plan::paid));
  INFO(text);
  CHECK(widest_line(text) <= 100);
  CHECK(has(text, "accept() costs $412.50 a month more than acceptWebSocket()."));
  CHECK(has(text, "33,177,600"));
  CHECK(has(text, "$417.50"));
}

TEST_CASE("The free plan's table shows a day against its limits", "[reports]") {
  reports::Report report = lobby();
  report.bill = reports::bill_run(report.bill.used, 12h, reports::find_tariff(reports::kDefaultTariff).value(),
                                  reports::Plan::free);
  const std::string text = reports::text_report(report, Colours::none);
  INFO(text);
  CHECK(has(text, "22,118.14             13,000  over the limit"));
  CHECK(has(text, "operations of its kind fail until 00:00 UTC"));
}
