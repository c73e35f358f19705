// What build servers read of a suite.
#include "reports/suite.h"

#include "tests/catch.h"
#include "tests/says.h"

using reports::Suite;
using reports::SuiteCase;
using reports::Verdict;

namespace {

using tests::has;

Suite suite() {
  SuiteCase passed{.scenario = "a/good.yaml",
                   .outcome = "holds",
                   .passed = true,
                   .why = "",
                   .repeat = "dormouse run a/good.yaml --seed 1",
                   .fingerprint = "12",
                   .verdicts = {{"no handler throws", Verdict::holds, {}}}};
  SuiteCase broken{.scenario = "a/<b> & \"c\", d.yaml",
                   .outcome = "violated",
                   .passed = false,
                   .why = "",
                   .repeat = "dormouse run x --seed 1",
                   .fingerprint = "13",
                   .verdicts = {{"no handler throws", Verdict::holds, {}},
                                {"never received \"<x>\"", Verdict::violated, {"100% | sure:\nroom `a`", "more\x01"}}}};
  SuiteCase dead{.scenario = "dead.yaml",
                 .outcome = "unknown",
                 .passed = false,
                 .why = "died of signal 11",
                 .repeat = "dormouse run dead.yaml --seed 1",
                 .fingerprint = "",
                 .verdicts = {}};
  return {.cases = {passed, broken, dead}, .version = "1.2.3"};
}

}  // namespace

TEST_CASE("JUnit: broken promises are failures, runs without a verdict errors, and texts are escaped") {
  const std::string xml = junit_xml(suite());
  CHECK(has(xml, R"(tests="3" failures="1" errors="1")"));
  CHECK(has(xml, R"(<testcase name="a/good.yaml" classname="dormouse"/>)"));
  CHECK(has(xml, R"(<testsuite name="a/good.yaml" file="a/good.yaml" skipped="0" tests="1" failures="0" errors="0")"));
  CHECK(has(xml, R"(name="a/&lt;b&gt; &amp; &quot;c&quot;, d.yaml")"));
  CHECK(has(
      xml,
      R"(<failure message="violated never received &quot;&lt;x&gt;&quot;: 100% | sure:&#10;room `a`" type="violated">)"));
  CHECK(has(xml, R"(<error message="died of signal 11" type="unknown">)"));
  CHECK(has(xml, "more?"));
}

TEST_CASE("GitHub: an annotation a scenario that did not pass, its text on one line") {
  const std::string text = github_annotations(suite());
  CHECK(has(text, "::error file=a/<b> & \"c\"%2C d.yaml,line=1,title=dormouse%3A violated::violated never received"));
  CHECK(has(text, "100%25 | sure:%0Aroom `a`%0Adormouse run x --seed 1\n"));
  CHECK_FALSE(has(text, "good.yaml"));
}

TEST_CASE("GitHub: the summary is a table that its texts cannot break") {
  const std::string text = github_summary(suite());
  CHECK(has(text, "## Dormouse: 1 of 3 scenarios pass"));
  CHECK(has(text, "100% \\| sure: room \\`a\\`"));
}

TEST_CASE("SARIF: a result for each broken promise, with its rule and its place") {
  const auto run = sarif(suite())["runs"][0];
  REQUIRE(run["results"].size() == 2);
  CHECK(run["results"][0]["level"] == "error");
  CHECK(run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        "a/%3Cb%3E%20%26%20%22c%22,%20d.yaml");
  CHECK(run["results"][1]["ruleId"] == "unknown");
  for (const auto& result : run["results"])
    CHECK(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
}

TEST_CASE("the JSON of a suite is read again as the same suite") {
  CHECK(suite_json(reports::suite_of(suite_json(suite()))) == suite_json(suite()));
}
