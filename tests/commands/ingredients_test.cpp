// Two runs that differ also say in what.
#include "commands/ingredients.h"

#include "models/records.h"
#include "tests/catch.h"
#include "tests/reports/trace_fixture.h"

using namespace std::chrono_literals;
using commands::IngredientDigests;
using commands::Ingredients;
using Names = std::vector<std::string>;

namespace {

struct Told {
  sim::Duration arrives = 1s;
  std::uint32_t socket = 3;
  sim::Duration cpu = 2ms;
  sim::Duration committed_at = 2s;
};

IngredientDigests digests_of(const Told& told, const nlohmann::json& end = nullptr) {
  Ingredients ingredients;
  tests::Feed feed(ingredients);
  feed.at(told.arrives, models::MessageArrived{.room = models::RoomId{0}, .socket = models::SocketId{told.socket}});
  feed.at(told.committed_at, models::Committed{.room = models::RoomId{0}, .size_bytes = 4096, .rows = 1});
  feed.at(3s, models::WorkerRequest{.cpu = told.cpu});
  return ingredients.digests(end);
}

Names against_usual(const Told& told) { return differing(digests_of({}), digests_of(told)); }

nlohmann::json drawn(std::uint64_t sum) { return {{"draws", {{"count", 2}, {"sum", sum}}}}; }

}  // namespace

TEST_CASE("equal runs have equal ingredients") { CHECK(against_usual({}).empty()); }

TEST_CASE("an instant that moves changes the time alone") {
  CHECK(against_usual({.arrives = 1100ms}) == Names{"time"});
}

TEST_CASE("another socket changes the order of things alone") { CHECK(against_usual({.socket = 4}) == Names{"order"}); }

TEST_CASE("what is billed changes the cost, and a duration of it the time as well") {
  CHECK(against_usual({.cpu = 3ms}) == Names{"time", "cost"});
  CHECK(against_usual({.committed_at = 2100ms}) == Names{"time", "cost"});
}

TEST_CASE("draws are told by who drew them, not by the trace") {
  CHECK(digests_of({}).draws.empty());
  CHECK(differing(digests_of({}, drawn(7)), digests_of({}, drawn(8))) == Names{"draws"});
  CHECK(differing(digests_of({}, drawn(7)), digests_of({}, drawn(7))).empty());
}

TEST_CASE("ingredients are read again from what is kept of them") {
  const IngredientDigests digests = digests_of({}, drawn(7));
  CHECK(commands::ingredients_of(json_of(digests)) == digests);
}
