#include "models/upstream/pattern.h"

#include "tests/catch.h"

namespace {

using models::upstream::matched;
using models::upstream::matched_url;
using Stars = std::vector<std::string>;

TEST_CASE("a star stands for any text, and what it stands for is told", "[upstream]") {
  CHECK(matched("abc", "abc") == Stars{});
  CHECK_FALSE(matched("abc", "abcd"));
  CHECK(matched("*", "") == Stars{""});
  CHECK(matched("a*c", "abbc") == Stars{"bb"});
  CHECK(matched("*/x/*", "1/2/x/3") == Stars{"1/2", "3"});
  CHECK_FALSE(matched("a*b*c", "acb"));
  CHECK(matched("**", "ab") == Stars{"", "ab"});
  CHECK_FALSE(matched("ab*ba", "aba"));  // the two ends may not share a letter
}

TEST_CASE("what a url pattern leaves out fits everything", "[upstream]") {
  CHECK(matched_url("api.test", "https://api.test/v1?x=1"));
  CHECK(matched_url("API.test", "http://api.TEST/"));
  CHECK_FALSE(matched_url("api.test", "https://api.test.evil/"));
  CHECK_FALSE(matched_url("https://api.test", "http://api.test/"));
  CHECK(matched_url("*.test/v1/*", "https://api.test/v1/a/b?q") == Stars{"api", "a/b"});
  CHECK_FALSE(matched_url("api.test/v1", "https://api.test/v1/a"));
  CHECK(matched_url("api.test/v1?x=*", "https://api.test/v1?x=1") == Stars{"1"});
  CHECK_FALSE(matched_url("api.test/v1?x=1", "https://api.test/v1"));
  CHECK(matched_url("/hook", "https://any.host/hook"));
  CHECK_FALSE(matched_url("api.test", "https://api.test:8080/"));
}

}  // namespace
