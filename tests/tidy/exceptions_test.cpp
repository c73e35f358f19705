#include "tests/tidy/exceptions.h"

#include "tests/catch.h"
#include "tests/tidy/message_of.h"

namespace tests::tidy {
namespace {

const Finding kClockFinding{"clock", "sim/watch.cpp", 7, "clock_gettime", "..."};
constexpr const char* kEntry = "clock | sim/watch.cpp | clock_gettime | it watches a worker's CPU time\n";

TEST_CASE("an exception covers its own finding and no other") {
  const auto exceptions = parse_exceptions(kEntry);
  CHECK(uncovered({kClockFinding}, exceptions).empty());
  Finding elsewhere = kClockFinding;
  elsewhere.path = "sim/loop.cpp";
  CHECK(uncovered({kClockFinding, elsewhere}, exceptions).size() == 1);
}

TEST_CASE("an exception that covers nothing any more is found") {
  const auto exceptions = parse_exceptions(std::string("# why\n\n") + kEntry);
  CHECK(stale(exceptions, {kClockFinding}).empty());
  const auto findings = stale(exceptions, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == "stale-exception");
  CHECK(findings[0].line == 3);
}

TEST_CASE("an exception without a reason is refused") {
  CHECK(message_of([] { (void)parse_exceptions("clock | a.cpp | x\n"); }).find("exceptions.txt:1") !=
        std::string::npos);
  CHECK(message_of([] { (void)parse_exceptions("\nclock | a.cpp | x | ok\n"); }).find("exceptions.txt:2") !=
        std::string::npos);
}

}  // namespace
}  // namespace tests::tidy
