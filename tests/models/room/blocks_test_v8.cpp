#include "models/room/blocks.h"

#include "tests/catch.h"

namespace models::room {
namespace {

Blocks example() {
  return Blocks({{{"a.ts", 1, 2, "function"}, 10, 0}, {{"a.ts", 3, 4, "loop"}, 0, 2}}, {{{"a.ts", 5, 6, "put"}}});
}

}  // namespace

TEST_CASE("Work is that since it was asked for last, also when a count has gone round") {
  Blocks blocks = example();
  blocks.cells()[0] = 3;
  CHECK(blocks.take_work().entered == 3);
  CHECK(blocks.take_work().picoseconds == 0);
  blocks.cells()[1] = 2;
  const Blocks::Work work = blocks.take_work();
  CHECK(work.entered == 2);
  CHECK(work.picoseconds == 2 * (1'700 + 2 * 54'000));
  blocks.cells()[0] = -1;  // 2^32 - 1 entries
  CHECK(blocks.take_work().entered == 0xffffffffULL - 3);
  blocks.cells()[0] = 4;
  CHECK(blocks.take_work().entered == 5);
  CHECK(blocks.entered(0) == 4);
}

TEST_CASE("A call site is taken once") {
  Blocks blocks = example();
  CHECK(blocks.take_call_site() == nullptr);
  blocks.cells().back() = 1;
  const Blocks::CallSite* site = blocks.take_call_site();
  REQUIRE(site != nullptr);
  CHECK(site->place.kind == "put");
  CHECK(blocks.take_call_site() == nullptr);
  blocks.cells().back() = 2;  // there is none
  CHECK(blocks.take_call_site() == nullptr);
}

}  // namespace models::room
