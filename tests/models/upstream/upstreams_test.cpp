#include "models/upstream/upstreams.h"

#include "tests/catch.h"

namespace {

using models::network::HttpRequest;
using models::upstream::Answer;
using models::upstream::Rule;
using models::upstream::Upstreams;

HttpRequest get(std::string url) { return {.method = "GET", .url = std::move(url), .headers = {}, .body = {}}; }

Answer text(std::string body, std::uint16_t status = 200, std::uint64_t times = 1) {
  Answer answer;
  answer.body = std::move(body);
  answer.status = status;
  answer.times = times;
  return answer;
}

Rule rule(std::string url, std::vector<Answer> answers) {
  Rule made;
  made.url = std::move(url);
  made.answers = std::move(answers);
  return made;
}

struct World {
  sim::Choices choices{sim::RunSeed{}};
  std::string ask(Upstreams& upstreams, const HttpRequest& request, const char* who = "room") const {
    const auto outcome = upstreams.ask(request, sim::entity(who));
    return outcome ? std::to_string(outcome->response.status) + " " + outcome->response.body : "nobody";
  }
};

TEST_CASE("the first rule that fits answers, for as many requests as it says", "[upstream]") {
  World world;
  Rule first = rule("a.test", {text("first")});
  first.times = 1;
  Upstreams upstreams(world.choices, {first, rule("a.test/x", {text("second")})});
  CHECK(world.ask(upstreams, get("https://a.test/x")) == "200 first");
  CHECK(world.ask(upstreams, get("https://a.test/x")) == "200 second");
  CHECK(world.ask(upstreams, get("https://a.test/y")) == "nobody");
}

TEST_CASE("answers come in turn, and the last one stays", "[upstream]") {
  World world;
  Upstreams upstreams(world.choices, {rule("a.test", {text("", 503, 2), text("fine {n}")})});
  CHECK(world.ask(upstreams, get("https://a.test/")) == "503 ");
  CHECK(world.ask(upstreams, get("https://a.test/")) == "503 ");
  CHECK(world.ask(upstreams, get("https://a.test/")) == "200 fine 3");
  CHECK(world.ask(upstreams, get("https://a.test/")) == "200 fine 4");
}

TEST_CASE("a rule looks at method, headers and body", "[upstream]") {
  World world;
  Rule picky = rule("a.test", {text("yes")});
  picky.methods = {"POST", "PUT"};
  picky.headers = {{"authorization", "Bearer *"}};
  picky.body = "*gpt*";
  Upstreams upstreams(world.choices, {picky});
  HttpRequest request{.method = "POST",
                      .url = "https://a.test/",
                      .headers = {{"authorization", "Bearer x"}},
                      .body = R"({"model":"gpt-5"})"};
  CHECK(world.ask(upstreams, request) == "200 yes");
  request.method = "GET";
  CHECK(world.ask(upstreams, request) == "nobody");
  request.method = "PUT";
  request.headers = {};
  CHECK(world.ask(upstreams, request) == "nobody");
  request.headers = {{"authorization", "Bearer x"}};
  request.body = "{}";
  CHECK(world.ask(upstreams, request) == "nobody");
}

TEST_CASE("places are filled in, escaped in JSON", "[upstream]") {
  World world;
  Answer json = text(R"({"n":{n},"host":"{host}","path":"{path}","query":"{query}","of":"{1}","body":"{body}"})");
  json.is_json = true;
  Upstreams upstreams(world.choices,
                      {rule("a.test/j/*", {json}), rule("a.test", {text("{{n} {unknown} {path}{query} {method}")})});
  HttpRequest request = get("https://a.test/j/7?q=1");
  request.body = "\"\n";
  CHECK(world.ask(upstreams, request) ==
        R"(200 {"n":1,"host":"a.test","path":"/j/7","query":"q=1","of":"7","body":"\"\n"})");
  CHECK(world.ask(upstreams, get("https://a.test")) == "200 {n} {unknown} / GET");
}

TEST_CASE("one caller's requests shift nobody else's latencies", "[upstream]") {
  World world;
  Answer slow = text("x");
  slow.latency = sim::Distribution::exponential(1e9);
  Upstreams one(world.choices, {rule("a.test", {slow})});
  Upstreams another(world.choices, {rule("a.test", {slow})});
  (void)world.ask(one, get("https://a.test/"), "somebody else");
  const auto after = one.ask(get("https://a.test/"), sim::entity("room"))->after;
  CHECK(after == another.ask(get("https://a.test/"), sim::entity("room"))->after);
  CHECK(after.count() > 0);
}

TEST_CASE("HEAD and null-body statuses have no body", "[upstream]") {
  World world;
  Upstreams upstreams(world.choices, {rule("a.test", {text("x")}), rule("b.test", {text("x", 204)})});
  HttpRequest head = get("https://a.test/");
  head.method = "HEAD";
  CHECK(world.ask(upstreams, head) == "200 ");
  CHECK(world.ask(upstreams, get("https://b.test/")) == "204 ");
}

TEST_CASE("what nobody answers is printed with the rule that would", "[upstream]") {
  const std::string text = models::upstream::unanswered(
      {.method = "POST", .url = "https://a.test/v1?key=1", .headers = {{"x-a", "1"}}, .body = "one\ntwo"});
  CHECK(text.find("    POST https://a.test/v1?key=1\n    x-a: 1\n") != std::string::npos);
  CHECK(text.find("    one... (7 bytes)\n") != std::string::npos);
  CHECK(text.find("    upstreams:\n      - url: https://a.test/v1\n        method: POST\n") != std::string::npos);
}

}  // namespace
