// One scenario that says everything there is to say, in both of YAML's styles.
#include <chrono>
#include <filesystem>
#include <string>
#include <variant>

#include "scenarios/scenario.h"
#include "sim/calendar.h"
#include "tests/catch.h"

namespace {

namespace fs = std::filesystem;
namespace client = models::client;
using namespace std::chrono_literals;
using scenarios::Scenario;
using sim::Distribution;

Scenario load(const std::string& name) {
  return scenarios::load_scenario(fs::path(DORMOUSE_SOURCE_DIR) / "tests/scenarios/good" / (name + ".yaml"));
}

double ns(sim::Duration duration) { return static_cast<double>(duration.count()); }

template <class Step>
const Step& step(const Scenario& scenario, std::size_t i) {
  return std::get<Step>(scenario.clients.at(0).steps.at(i));
}

void check_frame(const Scenario& scenario) {
  CHECK(scenario.name == "everything that can be said");
  CHECK(sim::format_time(scenario.start) == "2026-09-01T06:00:00Z");
  CHECK(scenario.duration == 240h);
  CHECK(scenario.seed == 7);
  CHECK(scenario.level == sim::TraceLevel::clients);
  CHECK(scenario.project.name == "room");
  CHECK(scenario.platform.options.preset == "workerd");
  CHECK(scenario.platform.plan == "free");
  CHECK(scenario.costs.name == "zero");
  CHECK(scenario.costs.message == Distribution::constant(0));
  CHECK(scenario.learn == "what it teaches");
}

void check_platform(const models::runtime::PlatformOptions& options) {
  CHECK(options.eviction.hibernates_after == 8s);
  CHECK_FALSE(options.eviction.idle_rule.sweep);
  CHECK(options.eviction.idle_rule.after_least == 60s);
  CHECK(options.eviction.idle_rule.after_most == 2min);
  CHECK(options.pending_work_keeps == 15min);
  CHECK(options.clock_step == 0s);
  CHECK_FALSE(options.alarm_equal_time_is_lost);
  CHECK(options.alarm_limit == 10min);
  CHECK(options.alarm_lateness == Distribution::uniform(0, ns(1min)));
  CHECK(options.constructor_throw_counts_retry);
  CHECK(options.uncaught_resets == 0.1);
  CHECK(options.cpu_by_blocks);
  CHECK(options.cpu_limit == 5s);
  CHECK(options.memory_limit_bytes == 64U << 20);
  CHECK(options.isolates == 4);
  CHECK(options.empty_isolates_go);
  CHECK_FALSE(options.sockets_in_recorded_order);
  CHECK(options.overload.queued_requests == 100);
  CHECK(options.overload.queued_bytes == 1'000'000);
  CHECK(options.overload.queued_for == 5s);
  CHECK(options.overload.requests_in_10s == 10'000);
  CHECK(options.storage_write_fails == 0.0001);
  CHECK(options.storage_write_hangs == 0.00001);
}

void check_faults(const std::vector<scenarios::Fault>& faults) {
  using Kind = scenarios::Fault::Kind;
  REQUIRE(faults.size() == 5);
  CHECK(faults[0].kind == Kind::deploy);
  CHECK(faults[0].at == 12h);
  CHECK(faults[0].max_delay == 60s);
  CHECK(faults[0].rollout == 10s);
  CHECK(faults[1].every == Distribution::constant(ns(24h)));
  CHECK_FALSE(faults[1].max_delay);
  CHECK(faults[2].kind == Kind::restart);
  CHECK(faults[3].kind == Kind::host_lost);
  CHECK(faults[3].every == Distribution::exponential(ns(2h)));
  CHECK(faults[4].kind == Kind::evict);
  CHECK_FALSE(faults[4].keep_sockets);
}

void check_upstreams(const std::vector<models::upstream::Rule>& rules) {
  REQUIRE(rules.size() == 2);
  const auto& api = rules[0];
  CHECK(api.url == "https://api.test/v1/*");
  CHECK(api.methods == std::vector<std::string>{"POST", "PUT"});
  CHECK(api.headers == models::network::HeaderList{{"authorization", "Bearer *"}});
  CHECK(api.body == "*gpt*");
  CHECK(api.times == 9);
  REQUIRE(api.answers.size() == 1);
  CHECK(api.answers[0].status == 201);
  CHECK(api.answers[0].latency == Distribution::exponential(ns(80ms)));
  CHECK(api.answers[0].headers == models::network::HeaderList{{"x-n", "{n}"}, {"content-type", "application/json"}});
  CHECK(api.answers[0].body == R"({"id":"{n}","n":{n},"list":[1,true,null,"2","{1}"]})");
  CHECK(api.answers[0].is_json);
  const auto& flaky = rules[1];
  CHECK_FALSE(flaky.times);
  REQUIRE(flaky.answers.size() == 3);
  CHECK(flaky.answers[0].times == 2);
  CHECK(flaky.answers[0].latency == Distribution::constant(ns(10ms)));
  CHECK(flaky.answers[1].body == "hi {n}");
  CHECK(flaky.answers[1].latency == Distribution::constant(ns(20ms)));
  CHECK(flaky.answers[2].chunks == std::vector<std::string>{"a", "b"});
  CHECK(flaky.answers[2].failure == models::upstream::Failure::connection_lost);
}

void check_network(const models::network::NetworkConfig& network) {
  CHECK(network.tcp_timeout == 20s);
  CHECK(network.connect_timeout == 5s);
  REQUIRE(network.profiles.size() == 2);
  const auto& mobile = network.profiles[0];
  CHECK(mobile.name == "mobile");
  CHECK(mobile.latency == Distribution::lognormal_p95(ns(80ms), ns(200ms)));
  CHECK(mobile.jitter == Distribution::exponential(ns(5ms)));
  CHECK(mobile.loss == 0.001);
  CHECK(mobile.retransmission == 300ms);
  CHECK(mobile.disconnect_every == Distribution::exponential(ns(20min)));
  const auto& wired = network.profiles[1];
  CHECK(wired.latency == Distribution::uniform(ns(1s), ns(2s)));
  CHECK(wired.jitter == Distribution::normal(ns(2ms), ns(1ms)));
  REQUIRE(wired.disconnect_every);
  CHECK(wired.disconnect_every == Distribution::exponential(ns(20min)));
  REQUIRE(network.partitions.size() == 2);
  CHECK(network.partitions[0] == models::network::PartitionWindow{"mobile", 72h, 10min});
  CHECK(network.partitions[1] == models::network::PartitionWindow{"", 96h, 1s});
}

void check_phone(const client::GroupConfig& phone) {
  CHECK(phone.name == "phone");
  CHECK(phone.count == 200);
  CHECK(phone.link == "mobile");
  CHECK(phone.room.kind == client::RoomChoice::Kind::zipf);
  CHECK(phone.room.name == "table");
  CHECK(phone.room.rooms == 40);
  CHECK(phone.room.s == 1.1);
  CHECK(phone.sessions.per_day == 3);
  CHECK(phone.sessions.length == Distribution::exponential(ns(10min)));
  REQUIRE(phone.sessions.quiet);
  CHECK(phone.sessions.quiet->first == 23h);
  CHECK(phone.sessions.quiet->second == 7h);
  CHECK(phone.reconnect.kind == client::Reconnect::Kind::exponential);
  CHECK(phone.reconnect.base == 1s);
  CHECK(phone.reconnect.cap == 30s);
  CHECK_FALSE(phone.reconnect.full_jitter);
  CHECK(phone.leaves.bare_close == 0.3);
  CHECK(phone.leaves.abrupt == 0.1);
}

void check_steps(const Scenario& scenario) {
  REQUIRE(scenario.clients.at(0).steps.size() == 7);
  CHECK(step<client::ConnectStep>(scenario, 0).path.text == "/?room={room}&name={client}");
  CHECK(step<client::EveryStep>(scenario, 1).interval == Distribution::exponential(ns(40s)));
  CHECK(step<client::EveryStep>(scenario, 1).message.text == "hi {n}");
  CHECK(step<client::SendStep>(scenario, 2).message.text == "hello");
  CHECK(step<client::SendStep>(scenario, 3).message.text == "00fF");
  CHECK(step<client::SendStep>(scenario, 3).message.binary());
  CHECK(step<client::WaitStep>(scenario, 4).duration == Distribution::constant(ns(5s)));
  const auto& request = step<client::HttpStep>(scenario, 5);
  CHECK(request.method == "POST");
  CHECK(request.path.text == "/x");
  CHECK(request.body.text == "hi");
  REQUIRE(request.headers.size() == 1);
  CHECK(request.headers[0].first == "accept");
  CHECK(request.headers[0].second.text == "text/plain");
  const auto& leave = step<client::LeaveStep>(scenario, 6);
  CHECK(leave.kind == client::LeaveStep::Kind::close);
  CHECK(leave.code == 4000);
  CHECK(leave.reason == "x");
}

void check_desk(const client::GroupConfig& desk) {
  CHECK(desk.count == 1);
  CHECK(desk.room.kind == client::RoomChoice::Kind::one_each);
  CHECK(desk.room.name == "desk");
  CHECK(desk.sessions.at == Distribution::constant(ns(5s)));
  CHECK(desk.sessions.length == Distribution::constant(ns(2min)));
  CHECK(desk.reconnect.kind == client::Reconnect::Kind::fixed);
  CHECK(desk.reconnect.base == 2s);
  REQUIRE(desk.steps.size() == 2);
  CHECK(std::get<client::ConnectStep>(desk.steps[0]).path.text == "/");
  CHECK(std::get<client::LeaveStep>(desk.steps[1]).kind == client::LeaveStep::Kind::abrupt);
}

void check_expectations(const Scenario& scenario) {
  const auto& expect = scenario.expectations;
  REQUIRE(expect.size() == 8);
  CHECK(expect[0].kind == "no handler throws");
  CHECK(expect[3].kind == "storage freed");
  CHECK(expect[3].within == 15min);
  CHECK(expect[4].within == 5min);
  CHECK(expect[5].kind == "never received");
  CHECK(expect[5].text == "undefined");
  CHECK(expect[6].text == "hello");
  CHECK(expect[7].kind == "bill");
  CHECK(expect[7].money == 6'000'000'000);
}

void check_given(const Scenario& scenario) {
  REQUIRE(scenario.given.size() == 1);
  const scenarios::GivenRooms& given = scenario.given[0];
  CHECK(given.class_name == "Room");
  CHECK(given.names == std::vector<std::string>{"lobby", "hall"});
  REQUIRE(given.pairs.size() == 1);
  CHECK(given.pairs[0].first == "topic");
  CHECK(given.pairs[0].second == "\xff\x0f\"\x03tea");
  REQUIRE(given.statements.size() == 2);
  CHECK(given.statements[1].text == R"(INSERT INTO "t" ("a") VALUES (?))");
  CHECK(std::get<std::int64_t>(given.statements[1].bindings.at(0).at(0)) == 1);
  CHECK(given.alarm == scenario.start - 5min);
}

void check_everything(const Scenario& scenario) {
  check_frame(scenario);
  check_platform(scenario.platform.options);
  check_given(scenario);
  check_faults(scenario.faults);
  check_upstreams(scenario.upstreams);
  CHECK(scenario.project.crons == std::vector<std::string>{"*/5 * * * *"});
  check_network(scenario.network);
  REQUIRE(scenario.clients.size() == 2);
  check_phone(scenario.clients[0]);
  check_steps(scenario);
  check_desk(scenario.clients[1]);
  check_expectations(scenario);
}

}  // namespace

TEST_CASE("a scenario in block style says what it says") { check_everything(load("block")); }

TEST_CASE("a scenario in flow style says the same without a single quote") { check_everything(load("flow")); }

TEST_CASE("a scenario may name rows of the cost table beside those of a table that it begins from") {
  const Scenario scenario = load("own-costs");
  CHECK(scenario.costs.commit == Distribution::constant(ns(20ms)));
  CHECK(scenario.costs.wake == Distribution::lognormal_p95(ns(4ms), ns(12ms)));
  CHECK(scenario.costs.message == Distribution::constant(0));
  CHECK(scenario.costs.name == "zero, but wake, commit");
}

TEST_CASE("a scenario of two lines has the defaults, and its cost table is not zero") {
  const Scenario scenario = load("least");
  CHECK(scenario.name == "least");
  CHECK(scenario.start == sim::kDefaultStart);
  CHECK(scenario.seed == 1);
  CHECK(scenario.platform.options.preset == "production");
  CHECK(scenario.platform.plan == "paid");
  CHECK(scenario.clients.empty());
  CHECK(scenario.costs.name == "measured-2026-11");
  for (const auto& cost : {scenario.costs.worker_fetch, scenario.costs.fetch, scenario.costs.rpc,
                           scenario.costs.message, scenario.costs.close, scenario.costs.error, scenario.costs.alarm,
                           scenario.costs.timer, scenario.costs.constructor, scenario.costs.wake, scenario.costs.commit,
                           scenario.costs.storage_read, scenario.costs.storage_write, scenario.costs.alarm_lateness})
    CHECK(cost.a > 0);
}

TEST_CASE("what one client group is anchored as, another can begin from") {
  const Scenario scenario = load("merged");
  REQUIRE(scenario.clients.size() == 2);
  CHECK(scenario.clients[1].name == "tablet");
  CHECK(scenario.clients[1].count == 20);
  CHECK(scenario.clients[1].steps.size() == scenario.clients[0].steps.size());
  CHECK(scenario.clients[1].sessions.per_day == 3);
}

TEST_CASE("every scenario of the library can be loaded") {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(DORMOUSE_SOURCE_DIR) / "scenarios/library")) {
    if (entry.path().extension() != ".yaml") continue;
    INFO(entry.path().filename().string());
    CHECK_FALSE(scenarios::load_scenario(entry.path()).clients.empty());
    ++count;
  }
  CHECK(count >= 6);
}
