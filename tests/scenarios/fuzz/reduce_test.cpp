#include "scenarios/fuzz/reduce.h"

#include "scenarios/fuzz/determined.h"
#include "tests/catch.h"
#include "tests/says.h"

namespace {

using tests::has;

using namespace scenarios::fuzz;

constexpr const char* kBusy = R"(
network: {profiles: {mobile: {latency: 80ms}}}
clients:
  - name: ann
    count: 20
    network: mobile
    does:
      - connect: /
      - repeat:
          times: 9
          do: [{send: hello}, {wait: {exponential: 3s}}, {send: boom}]
      - leave: close
  - {name: bob, does: [{connect: /}]}
faults: [{evict: {at: 3s}}, {hibernate: {at: 4s}}]
)";

}  // namespace

TEST_CASE("a scenario is reduced to what a failure needs") {
  std::uint64_t asked = 0;
  const auto fails = [&asked](const Tree& tree) {
    ++asked;
    const std::string text = yaml(tree);
    return has(text, "boom") && has(text, "hibernate") && has(text, "does") && has(text, "connect");
  };
  const Tree least = reduced(Tree::parse(kBusy), fails, 1000);
  CHECK(yaml(least) ==
        "clients:\n"
        "  - does:\n"
        "      - connect: /\n"
        "      - send: boom\n"
        "faults:\n"
        "  - hibernate: {}\n");
  CHECK(asked < 200);
  CHECK(events_of(least) == 3);
  CHECK(events_of(Tree::parse(kBusy)) == 8);
}

TEST_CASE("it is asked no more often than it may be, and what it is left with fails") {
  std::uint64_t asked = 0;
  const auto fails = [&asked](const Tree& tree) {
    ++asked;
    return has(yaml(tree), "boom");
  };
  CHECK(has(yaml(reduced(Tree::parse(kBusy), fails, 7)), "boom"));
  CHECK(asked == 7);
}

TEST_CASE("limits, what is sent as JSON, and draws that a text names stay") {
  const Tree scenario = Tree::parse(
      "clients: [{draws: {choice: {one of: [a, b]}, unused: {uniform: [1, 2]}}, does: [{repeat: {times: 2, do: [{send: "
      "{json: {bid: 7, by: '<choice>'}}}]}}, {wait for: {text: boom, within: 3min}}]}]");
  const Tree least = reduced(
      scenario,
      [](const Tree& tree) { return has(yaml(tree), "boom") && has(yaml(tree), "bid") && has(yaml(tree), "does"); },
      1000);
  const std::string text = yaml(least);
  INFO(text);
  CHECK(has(text, "within: 3min"));
  CHECK(has(text, "by: "));
  CHECK(has(text, "choice:"));
  CHECK_FALSE(has(text, "unused"));
}

TEST_CASE("draws become values that they may have") {
  sim::Choices choices({1, 0});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("x", 0));
  const Tree scenario = Tree::parse("does: [{wait: {uniform: [1s, 10s]}}, {wait: {uniform: [1s, 10s]}}]");
  SECTION("all alike, if that fails") {
    const Tree same = determined(scenario, [](const Tree&) { return true; }, 10, stream);
    CHECK(yaml(same) == "does:\n  - wait: 1s\n  - wait: 1s\n");
  }
  SECTION("or else drawn") {
    const auto differ = [](const Tree& tree) {
      const auto& steps = tree.entries.front().second.items;
      return steps[0] != steps[1] && !has(yaml(tree), "uniform");
    };
    const Tree drawn = determined(scenario, differ, 10, stream);
    CHECK(differ(drawn));
    CHECK(has(yaml(drawn), "ms"));
  }
  SECTION("or stay, if none fails") {
    CHECK(determined(scenario, [](const Tree&) { return false; }, 10, stream) == scenario);
  }
}
