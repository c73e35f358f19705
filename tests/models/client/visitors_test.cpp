// Groups whose clients come by a process, one session each.
#include <algorithm>
#include <cmath>
#include <set>

#include "tests/catch.h"
#include "tests/models/client/living.h"

using namespace std::chrono_literals;
using namespace models::client;
using sim::Distribution;
using tests::connect_to;
using tests::Living;
using tests::phones;
using tests::s;

namespace {

GroupConfig visitors(Arrive arrive) {
  GroupConfig config = phones({connect_to("/{room}/{client}"), WaitStep{s(1)}});
  config.arrive = std::move(arrive);
  return config;
}

Arrive by_rates(std::vector<sim::RateTable::Step> steps, sim::Duration period = {}) {
  Arrive arrive;
  arrive.rates = std::make_shared<const sim::RateTable>(std::move(steps), period);
  return arrive;
}

std::vector<sim::Duration> arrivals(Living& t) {
  std::vector<sim::Duration> moments;
  for (const auto& [after, record] : t.records<models::ClientConnecting>()) moments.push_back(after);
  return moments;
}

}  // namespace

TEST_CASE("Visitors come at their rate, each a client of its own, and leave nothing behind") {
  Living t(visitors(by_rates({{0s, 2}})));
  t.run_for(1h);
  const auto came = static_cast<double>(arrivals(t).size());
  CHECK(std::abs(came - 7'200) < 4 * std::sqrt(7'200.0));
  std::set<std::string> paths;
  for (const auto& [after, record] : t.records<models::ClientConnecting>()) paths.insert(record.path);
  CHECK(paths.size() == arrivals(t).size());
  CHECK(t.group.size() < 20);  // those of the last second
}

TEST_CASE("A table of rates counts from midnight, wherever in the day the run starts") {
  Arrive arrive = by_rates({{0h, 0}, {8h, 0.1}, {20h, 0}}, 24h);
  arrive.offset = 6h;
  Living t(visitors(arrive));
  t.run_for(48h);
  for (const sim::Duration at : arrivals(t)) {
    const sim::Duration of_day = (at + 6h) % sim::Duration(24h);
    CHECK(of_day >= 8h);
    CHECK(of_day <= 20h);
  }
  CHECK(std::abs(static_cast<double>(arrivals(t).size()) - 8'640) < 4 * 93);
}

TEST_CASE("Bursts come at their rate while they last, and nobody comes between them") {
  Arrive arrive;
  arrive.kind = Arrive::Kind::bursts;
  arrive.on = s(10);
  arrive.off = s(90);
  arrive.per_second = 5;
  Living t(visitors(arrive));
  t.run_for(10'000s);
  for (const sim::Duration at : arrivals(t)) CHECK(at % sim::Duration(100s) >= 90s);
  CHECK(std::abs(static_cast<double>(arrivals(t).size()) - 5'000) < 4 * std::sqrt(5'000.0));
}

TEST_CASE("A table of visits says when, where and for how long, and its columns are places") {
  Arrive arrive;
  arrive.kind = Arrive::Kind::visits;
  arrive.visits = std::make_shared<const std::vector<Visit>>(
      std::vector<Visit>{{.at = 5s, .length = 3s, .room = "a", .columns = {"Ann"}},
                         {.at = 7s, .length = {}, .room = "", .columns = {"Bob"}}});
  GroupConfig config = visitors(arrive);
  config.steps = {connect_to("/{room}/{name}"), WaitStep{s(60)}};
  config.places = {{.kind = NamedPlace::Kind::column, .name = "name", .column = 0}};
  Living t(config);
  t.run_for(10min);
  const auto connecting = t.records<models::ClientConnecting>();
  REQUIRE(connecting.size() == 2);
  CHECK(connecting[0].after == 5s);
  CHECK(connecting[0].record.path == "/a/Ann");
  CHECK(connecting[1].after == 7s);
  CHECK(connecting[1].record.path == "/lobby/Bob");
  CHECK(t.records<models::ClientClosed>().at(0).after == 8s);
  CHECK(t.group.size() == 0);
}

TEST_CASE("No more come than there may be") {
  Arrive arrive = by_rates({{0s, 10}});
  arrive.at_most = 25;
  Living t(visitors(arrive));
  t.run_for(1h);
  CHECK(arrivals(t).size() == 25);
}

TEST_CASE("A visitor who goes before the answer hears none, and keeps nothing") {
  GroupConfig config = visitors(by_rates({{0s, 1}}));
  HttpStep ask;
  ask.answer.emplace();
  ask.expected.within = 100ms;
  config.steps = {ask};
  config.arrive->at_most = 10;
  config.link = "far";
  Living t(config, {.profiles = {{.name = "far", .latency = s(5)}}});
  t.run_for(10min);
  CHECK(t.records<models::HttpRequested>().size() == 10);
  CHECK(t.records<models::HttpAnswered>().empty());
  CHECK(t.records<models::ClientWaited>().size() == 10);
  CHECK_FALSE(t.records<models::ClientWaited>().at(0).record.met);
  CHECK(t.group.size() == 0);
}
