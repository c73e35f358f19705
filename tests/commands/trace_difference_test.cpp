// Where two runs part: the first record that differs, wherever the blocks end.
#include "commands/trace_difference.h"

#include "models/records.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using commands::KeptTrace;
using commands::TraceDifference;

namespace {

struct Blocks final : sim::TraceSink {
  std::vector<std::string> all;
  void write_block(std::string_view block) override { all.emplace_back(block); }
};

/// So many alarms of the room lobby, of which one may be another's.
std::vector<std::string> trace_of(std::uint32_t count, std::uint32_t odd = 0xffffffff) {
  Blocks blocks;
  sim::TraceWriter writer(sim::TraceLevel::all, blocks);
  writer.write(sim::kDefaultStart,
               models::NameDefined{.what = models::NameOf::room, .id = 0, .parent = 0, .name = "lobby"});
  for (std::uint32_t i = 0; i < count; ++i)
    writer.write(sim::kDefaultStart + i * 1s, models::AlarmSet{.room = models::RoomId{i == odd ? 7U : 0U}, .due = {}});
  writer.finish();
  return blocks.all;
}

std::optional<commands::Parting> parting(const std::vector<std::string>& then, const std::vector<std::string>& now) {
  KeptTrace last;
  for (const std::string& block : then) last.write(block);
  TraceDifference difference(sim::kDefaultStart, &last);
  for (const std::string& block : now) difference.block(block);
  return difference.end();
}

}  // namespace

TEST_CASE("equal traces do not part") {
  CHECK_FALSE(parting(trace_of(10), trace_of(10)));
  const auto long_one = trace_of(30'000);
  REQUIRE(long_one.size() > 1);
  CHECK_FALSE(parting(long_one, long_one));
}

TEST_CASE("the first record that differs is told on both sides, with those before it") {
  const auto found = parting(trace_of(10), trace_of(10, 6));
  REQUIRE(found);
  CHECK(found->before.size() == 4);
  CHECK(found->before.back().starts_with("2026-08-01T00:00:05Z"));
  CHECK(found->then.starts_with("2026-08-01T00:00:06Z  alarm-set        room lobby"));
  CHECK(found->now.starts_with("2026-08-01T00:00:06Z  alarm-set        room 7"));
}

TEST_CASE("records before a block's end are remembered beyond it") {
  const auto then = trace_of(30'000);
  const auto found = parting(then, trace_of(30'000, 29'000));
  REQUIRE(found);
  CHECK(found->before.size() == 4);
  CHECK(found->now.find("room 7") != std::string::npos);
}

TEST_CASE("a run that ends before the other parts from it there") {
  const auto shorter = parting(trace_of(10), trace_of(8));
  REQUIRE(shorter);
  CHECK(shorter->then.starts_with("2026-08-01T00:00:08Z"));
  CHECK(shorter->now.empty());
  const auto longer = parting(trace_of(8), trace_of(10));
  REQUIRE(longer);
  CHECK(longer->then.empty());
  CHECK(longer->now.starts_with("2026-08-01T00:00:08Z"));
  const auto ended = parting(trace_of(30'000), {trace_of(30'000).front()});
  REQUIRE(ended);
  CHECK(ended->now.empty());
  CHECK(ended->before.size() == 4);
}

TEST_CASE("without a last run there is nothing to part from") {
  TraceDifference difference(sim::kDefaultStart, nullptr);
  for (const std::string& block : trace_of(10)) difference.block(block);
  CHECK_FALSE(difference.end());
  CHECK(difference.records() == 11);
}
