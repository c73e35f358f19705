#include "models/runtime/daily_use.h"

#include <chrono>

#include "tests/catch.h"
#include "tests/models/run_fixture.h"

using namespace std::chrono_literals;
using models::Allowance;
using models::AllowanceSpent;
using models::runtime::DailyAllowances;
using models::runtime::DailyUse;

namespace {

constexpr DailyAllowances kSmall{
    .object_requests = 2, .object_duration_gb_s = 128, .rows_read = 10, .rows_written = 3, .worker_requests = 2};

void pass(tests::RunFixture& run, sim::Duration length) {
  run.simulation.after(length, sim::Action([&run] { (void)run.simulation.now(); }));
  run.run_for(length);
}

}  // namespace

TEST_CASE("A day's rows end with the last one, and begin again at 00:00 UTC") {
  tests::RunFixture run;
  DailyUse use(run.simulation, kSmall);
  pass(run, 23h);
  use.rows(9, 2);
  CHECK_FALSE(use.spent(Allowance::rows_read));
  use.rows(1, 0);
  CHECK(use.spent(Allowance::rows_read));
  CHECK_FALSE(use.spent(Allowance::rows_written));
  use.rows(5, 0);  // what goes on anyhow is told once
  pass(run, 1h);
  CHECK_FALSE(use.spent(Allowance::rows_read));
  use.rows(0, 4);
  CHECK(use.spent(Allowance::rows_written));
  const auto told = run.records<AllowanceSpent>();
  REQUIRE(told.size() == 2);
  CHECK(told[0].record.allowance == Allowance::rows_read);
  CHECK(told[0].after == 23h);
  CHECK(told[1].record.allowance == Allowance::rows_written);
  CHECK(told[1].after == 24h);
}

TEST_CASE("Twenty messages are a request of the day") {
  tests::RunFixture run;
  DailyUse use(run.simulation, kSmall);
  use.request();
  for (int i = 0; i < 19; ++i) use.message();
  CHECK_FALSE(use.spent(Allowance::object_requests));
  use.message();
  CHECK(use.spent(Allowance::object_requests));
  use.worker_request();
  CHECK_FALSE(use.spent(Allowance::worker_requests));
  use.worker_request();
  CHECK(use.spent(Allowance::worker_requests));
}

TEST_CASE("The day's duration is that of all objects together") {
  tests::RunFixture run;
  DailyUse use(run.simulation, kSmall);  // 128 GB-s: a thousand seconds of an object
  use.duration_began();
  pass(run, 400s);
  use.duration_began();
  pass(run, 299s);
  CHECK_FALSE(use.spent(Allowance::object_duration));
  pass(run, 1s);
  CHECK(use.spent(Allowance::object_duration));
  use.duration_ended();
  use.duration_ended();
  pass(run, 24h);
  CHECK_FALSE(use.spent(Allowance::object_duration));
}

TEST_CASE("Of an object that stays overnight only today's part is today's") {
  tests::RunFixture run;
  DailyUse use(run.simulation, kSmall);
  pass(run, 24h - 900s);
  use.duration_began();
  pass(run, 1800s);
  CHECK_FALSE(use.spent(Allowance::object_duration));
  pass(run, 100s);
  CHECK(use.spent(Allowance::object_duration));
}
