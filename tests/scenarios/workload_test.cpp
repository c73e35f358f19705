#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>
#include <vector>

#include "scenarios/input_error.h"
#include "scenarios/workload/calibration.h"
#include "scenarios/workload/read.h"
#include "sim/choice.h"
#include "sim/distribution.h"
#include "tests/catch.h"
#include "tests/says.h"

namespace workload = scenarios::workload;

namespace {

using tests::has;

workload::Workload read(std::string_view text, const workload::ReadOptions& options = {}) {
  return workload::read_workload({"some.file", text, {}}, options);
}
workload::Calibration calibrated(std::string_view text) {
  return workload::calibrate(read(text), workload::ReadOptions{}.apart);
}
std::string refused_workload(std::string_view text, const workload::ReadOptions& options = {}) {
  try {
    (void)read(text, options);
  } catch (const scenarios::InputError& error) {
    return error.what();
  }
  return "nothing was wrong";
}
std::string recorded(const std::string& name) {
  std::ifstream in(DORMOUSE_SOURCE_DIR "/tests/workload/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
std::uint64_t count(const workload::Workload& load, workload::Kind kind) {
  return static_cast<std::uint64_t>(std::ranges::count(load.events, kind, &workload::Event::kind));
}

constexpr std::int64_t kStart = 1'793'606'400'000;  // 2026-11-02T08:00:00Z

/// A record of an object as wrangler tail prints it.
std::string tail_record(std::int64_t ms, std::string_view object, std::string_view event) {
  return fmt::format(
      R"({{"wallTime":2,"cpuTime":1,"executionModel":"durableObject","outcome":"ok","durableObjectId":"{}",)"
      R"("entrypoint":"Room","scriptName":"t","logs":[],"exceptions":[],"eventTimestamp":{},"event":{}}})"
      "\n",
      object, ms, event);
}
std::string upgrade(std::string_view object) {
  return fmt::format(
      R"({{"request":{{"url":"https://t.example/room/{}?v=2","method":"GET","headers":{{"upgrade":"websocket"}}}}}})",
      object);
}
constexpr std::string_view kMessage = R"({"getWebSocketEvent":{"webSocketEventType":"message"}})";
constexpr std::string_view kClose =
    R"({"getWebSocketEvent":{"webSocketEventType":"close","code":1001,"wasClean":true}})";

/// A day of visits to rooms, written as the tail of hibernatable objects writes it: who spoke or left is not said.
std::string tail_of_a_day(const sim::Distribution& length, const sim::Distribution& gap, double mean_between_s) {
  sim::Choices choices({.seed = 11});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("tail"));
  const sim::ZipfTable rooms(1.0, 12);
  std::vector<std::pair<std::int64_t, std::string>> records;
  double at = 0;
  while ((at += sim::Distribution::exponential(mean_between_s).sample(stream)) < 86'400) {
    const std::string room = fmt::format("r{}", rooms.sample(stream));
    const double end = at + length.sample(stream);
    const auto ms = [](double seconds) { return kStart + static_cast<std::int64_t>(seconds * 1000); };
    records.emplace_back(ms(at), tail_record(ms(at), room, upgrade(room)));
    for (double t = at + gap.sample(stream); t < end; t += gap.sample(stream))
      records.emplace_back(ms(t), tail_record(ms(t), room, kMessage));
    records.emplace_back(ms(end), tail_record(ms(end), room, kClose));
  }
  std::ranges::sort(records);
  std::string text;
  for (const auto& [ms, record] : records) text += record;
  return text;
}

double first_number(const std::string& yaml) {
  const std::size_t begin = yaml.find_first_of("0123456789");
  double value = -1;
  if (begin != std::string::npos) std::from_chars(yaml.data() + begin, yaml.data() + yaml.size(), value);
  return value;
}

}  // namespace

TEST_CASE("each format is known by what is in the file") {
  CHECK(read(recorded("tail.json")).format == "a log of wrangler tail --format json, objects of the class ChatRoom");
  CHECK(read(recorded("logpush.ndjson")).format ==
        "a log of Logpush (workers_trace_events), objects of the class ChatRoom");
  CHECK(read(recorded("workers-logs.json")).format == "Workers Logs, objects of the class ChatRoom");
  CHECK(read(recorded("analytics.json")).format == "an answer of the GraphQL Analytics API");
  CHECK(read(recorded("analytics.csv")).format == "a table of analytics");
  CHECK(read(recorded("arrivals.csv")).format == "a table of arrivals");
  CHECK(read(recorded("messages.csv")).format == "a table of messages");
}

TEST_CASE("of a tail, what clients did to the objects of one class is taken") {
  const workload::Workload load = read(recorded("tail.json"));
  CHECK(count(load, workload::Kind::open) == 36);
  CHECK(count(load, workload::Kind::close) == 36);
  CHECK(count(load, workload::Kind::request) == 6);
  CHECK(count(load, workload::Kind::alarm) == 6);
  CHECK(load.rooms.size() == 3);
  CHECK(load.hibernatable);
  const workload::Calibration fitted = workload::calibrate(load, std::chrono::minutes(30));
  CHECK(fitted.path.text == "/rooms/{room}/ws?user={client}");
  CHECK(fitted.path.names_room);
  CHECK(fitted.callers.paths.size() == 1);
  CHECK(fitted.callers.paths[0].first == "GET /rooms/garden/history?last=20");
  CHECK(fitted.abrupt > 0);
}

TEST_CASE("the records of a log may be on one line or on many, in a list, and in no order") {
  const std::string open = tail_record(kStart + 5, "a", upgrade("a"));
  const std::string message = tail_record(kStart + 9, "a", kMessage);
  for (const std::string& text : {message + open, "[" + message + "," + open + "]", message + ",\n" + open}) {
    const workload::Workload load = read(text);
    REQUIRE(load.events.size() == 2);
    CHECK(load.events[0].kind == workload::Kind::open);
    CHECK(load.from == load.events[0].at);
  }
}

TEST_CASE("a socket that is no hibernatable one lasts as long as its fetch event") {
  const workload::Workload load = read(recorded("logpush.ndjson"));
  CHECK_FALSE(load.hibernatable);
  CHECK(count(load, workload::Kind::open) == 20);
  CHECK(count(load, workload::Kind::close) == 20);
  const workload::Samples samples = workload::samples_of(load, std::chrono::minutes(30));
  CHECK(samples.lengths.whole.size() == 20);
  CHECK(samples.gaps.whole.empty());
  const workload::Calibration fitted = workload::calibrate(load, std::chrono::minutes(30));
  CHECK(fitted.path.text == "/rooms/{room}/ws?user={client}");
  CHECK(fitted.rooms.yaml.find("rooms: 3") != std::string::npos);
}

TEST_CASE("laws come back from a log that does not say who spoke or left") {
  const auto length = sim::Distribution::lognormal(300, 0.8);
  const auto gap = sim::Distribution::exponential(30);
  const workload::Calibration fitted = calibrated(tail_of_a_day(length, gap, 60));
  CHECK(fitted.arrivals.name == "Poisson");
  CHECK(first_number(fitted.arrivals.yaml) == Approx(1).epsilon(0.11));  // a minute: 4 standard errors of 1440
  CHECK(fitted.lengths.name == "lognormal");
  CHECK(first_number(fitted.lengths.yaml) == Approx(5).epsilon(0.25));  // minutes
  CHECK(fitted.gaps.name == "exponential");
  CHECK(first_number(fitted.gaps.yaml) == Approx(30).epsilon(0.08));
  CHECK(fitted.rooms.name == "zipf");
  CHECK(first_number(fitted.rooms.yaml) == Approx(1.0).epsilon(0.15));
  CHECK(fitted.path.text == "/room/{room}?v=2");
}

TEST_CASE("laws come back from a table of messages") {
  sim::Choices choices({.seed = 5});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("messages"));
  std::vector<std::pair<double, std::string>> rows;
  double comes = 0;
  for (int who = 0; who < 2'000; ++who) {
    comes += sim::Distribution::exponential(40).sample(stream);
    double at = comes;
    const auto messages = sim::Distribution::geometric(0.125).sample_count(stream, 1'000);
    for (std::uint64_t n = 0; n < messages; ++n) {
      rows.emplace_back(at, fmt::format("u{},{:.3f},room-{},{}\n", who, at, who % 7,
                                        sim::Distribution::gamma(50, 2).sample_count(stream, 10'000)));
      at += sim::Distribution::gamma(10, 2).sample(stream);
    }
  }
  std::ranges::sort(rows);
  std::string text = "client,at,room,size\n";
  for (const auto& [at, row] : rows) text += row;
  const workload::Calibration fitted = calibrated(text);
  CHECK(fitted.messages_only);
  CHECK(first_number(fitted.arrivals.yaml) == Approx(1.5).epsilon(0.09));
  CHECK(fitted.counts.name == "geometric");
  CHECK(first_number(fitted.counts.yaml) == Approx(8).epsilon(0.09));
  CHECK(fitted.gaps.name == "gamma");
  CHECK(first_number(fitted.gaps.yaml) == Approx(20).epsilon(0.03));
  CHECK(fitted.sizes.name == "gamma");
  CHECK(first_number(fitted.sizes.yaml) == Approx(100).epsilon(0.03));
  CHECK(fitted.rooms.name == "uniform");
}

TEST_CASE("a day's rates come back from hourly sums, and what sums do not say is assumed") {
  const workload::Calibration fitted = calibrated(recorded("analytics.json"));
  CHECK(fitted.arrivals.yaml.starts_with("{rates: {00:00: 4"));
  CHECK(has(fitted.arrivals.yaml, "07:00: 5.0"));  // 300 an hour
  CHECK(has(fitted.arrivals.yaml, "20:00: 2.0"));
  CHECK(fitted.lengths.name == "by Little's law");
  CHECK(first_number(fitted.lengths.yaml) == Approx(8).epsilon(0.1));
  CHECK(has(fitted.rooms.yaml, "rooms: 3"));
  const workload::Calibration table = calibrated(recorded("analytics.csv"));
  CHECK(has(table.arrivals.yaml, "07:00: 5/min"));
  CHECK(table.lengths.name == "assumed");
}

TEST_CASE("an arrival that ends what was observed makes no rate of its own") {
  std::string text = "at\n";
  for (int i = 0; i <= 30; ++i) text += fmt::format("{}\n", i * 360);  // three hours, to the second
  const workload::Calibration fitted = calibrated(text);
  CHECK(fitted.arrivals.yaml == "9.667/h");
  CHECK(calibrated("at\n2026-08-01T00:00:07Z\n2026-08-01T00:00:07Z\n").arrivals.yaml == "1/h");
}

TEST_CASE("fetches that end at once say nothing of how long sockets last") {
  std::string text;
  for (int i = 0; i < 30; ++i) text += tail_record(kStart + i * 60'000, "a", upgrade("a"));
  const workload::Calibration fitted = calibrated(text);
  CHECK(fitted.lengths.name == "assumed");
  CHECK(fitted.gaps.yaml.empty());
}

TEST_CASE("what is wrong with a file is said with its line and what to do") {
  CHECK(has(refused_workload("{\"hello\": 1}"),
            "some.file:1:1: no known format: its first JSON object has the members hello"));
  CHECK(has(refused_workload("who,when\n"), "no known format: it begins with \"who,when\""));
  CHECK(has(refused_workload("DMTB..."), "dormouse trace convert"));
  CHECK(has(refused_workload("at\n1\n", {.format = "csv"}), "there is no format \"csv\""));
  CHECK(has(refused_workload("at\n1\n", {.format = "messages"}), "there is no column \"client\""));
  CHECK(has(refused_workload("at,room\n5,a\n3,b\n"), "some.file:3:1: \"3\" is earlier than the row before it"));
  CHECK(has(refused_workload("at\n5\n2026-08-01T00:00:00Z\n"), "some.file:3:1: this row has a time of day"));
  CHECK(has(refused_workload("at,length\n5,long\n"), "\"long\" is no length of a visit"));
  CHECK(has(refused_workload("client,at,size\na,1,big\n"), "\"big\" is no size of a message"));
  const std::string record = tail_record(kStart, "a", kMessage);
  CHECK(has(refused_workload(record + record.substr(0, 60)), "some.file:2:1: the JSON that begins here has no end"));
  CHECK(has(refused_workload(record + record.substr(0, 60) + "\n" + record),
            "some.file:2:1: the JSON that begins here has no end"));
  CHECK(has(refused_workload(record + "{\"a\": nope}\n"), "some.file:2:1: this is no JSON"));
  CHECK(has(refused_workload(record + "^C\n"), "some.file:2:1: expected a JSON object, not \"^C\""));
  CHECK(has(refused_workload(R"({"outcome":"ok","eventTimestamp":1,"event":null})"),
            "none of its 1 records is of a request"));
  CHECK(has(refused_workload(record), "nobody comes in it"));
  CHECK(has(refused_workload(tail_record(kStart, "a", R"({"scheduledTime":"2026-11-02T08:00:00.000Z"})")),
            "none of its 1 records is of a client"));
  CHECK(has(refused_workload(record, {.object_class = "Hall"}), "its classes are: Room"));
  CHECK(has(refused_workload(R"({"data":null,"errors":[{"message":"not authorized"}]})"),
            "answered with an error: \"not authorized\""));
  CHECK(has(refused_workload(
                R"({"data":{"viewer":{"accounts":[{"a":[{"dimensions":{"objectId":"x"},"sum":{"requests":1}}]}]}}})"),
            "ask for the dimension datetimeHour"));
}
