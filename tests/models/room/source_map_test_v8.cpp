#include "models/room/source_map.h"

#include <stdexcept>

#include "tests/catch.h"

namespace models::room {
namespace {

std::string told(const std::optional<js::Position>& place) {
  return place ? place->file + ":" + std::to_string(place->line) + ":" + std::to_string(place->column) : "nowhere";
}

// Line 1: column 0 is a.ts 1:1, column 8 is a.ts 3:5, column 12 of no source, column 16 is b.ts 2:2 (with a name).
// Line 2: nothing. Line 3: column 0 is a.ts 1:1.
const SourceMap& example() {
  static const SourceMap map("bundle.js", R"({"version": 3, "sources": ["src/a.ts", "src/b.ts"], "names": ["f"],
    "mappings": "AAAA,QAEI,I,ICDHA;;ADDD"})");
  return map;
}

}  // namespace

TEST_CASE("A place is that of the last segment before it") {
  CHECK(told(example().original(1, 1)) == "src/a.ts:1:1");
  CHECK(told(example().original(1, 8)) == "src/a.ts:1:1");
  CHECK(told(example().original(1, 9)) == "src/a.ts:3:5");
  CHECK(told(example().original(1, 12)) == "src/a.ts:3:5");
  CHECK(told(example().original(1, 13)) == "nowhere");
  CHECK(told(example().original(1, 17)) == "src/b.ts:2:2");
  CHECK(told(example().original(1, 900)) == "src/b.ts:2:2");
  CHECK(told(example().original(2, 1)) == "nowhere");
  CHECK(told(example().original(3, 1)) == "src/a.ts:1:1");
  CHECK(told(example().original(4, 1)) == "nowhere");
  CHECK(told(example().original(0, 1)) == "nowhere");
}

TEST_CASE("Places of other files stay as they are") {
  CHECK(told(example().original(js::Position{"other.js", 7, 8})) == "other.js:7:8");
  CHECK(told(example().original(js::Position{"bundle.js", 1, 9})) == "src/a.ts:3:5");
}

TEST_CASE("A stack names the user's files, and leaves out the bundler's own frames") {
  CHECK(example().original_stack("    at f (bundle.js:1:9)\n"
                                 "    at __helper (bundle.js:2:1)\n"
                                 "    at bundle.js:1:1\n"
                                 "    at async Room.fetch (bundle.js:1:17)\n"
                                 "    at g (other.js:7:8)") ==
        "    at f (src/a.ts:3:5)\n"
        "    at src/a.ts:1:1\n"
        "    at async Room.fetch (src/b.ts:2:2)\n"
        "    at g (other.js:7:8)");
  CHECK(example().original_stack("").empty());
}

TEST_CASE("A damaged map is refused") {
  CHECK_THROWS_AS(SourceMap("m", R"({"sources": [], "mappings": "A!"})").original(1, 1), std::runtime_error);
  CHECK_THROWS_AS(SourceMap("m", R"({"sources": [], "mappings": "AAAg"})").original(1, 1), std::runtime_error);
}

}  // namespace models::room
