#include <deque>
#include <map>
#include <memory>
#include <string>

#include "sim/choice.h"
#include "sim/flat_map.h"
#include "sim/queue.h"
#include "tests/catch.h"

namespace {

/// Longer than what std::string keeps in itself, so that a wrong move or a double end shows under a sanitizer.
std::string word(std::uint64_t n) { return "a word that lies on the heap " + std::to_string(n); }

}  // namespace

TEST_CASE("an unused queue and an unused flat map are one null pointer each", "[sim][containers]") {
  STATIC_REQUIRE(sizeof(sim::Queue<std::string>) == sizeof(void*));
  STATIC_REQUIRE(sizeof(sim::FlatMap<int, std::string>) == sizeof(void*));
  CHECK(sim::Queue<std::string>().empty());
  CHECK(sim::FlatMap<int, std::string>().begin() == sim::FlatMap<int, std::string>().end());
}

TEST_CASE("a queue does what std::deque does, in any order of operations", "[sim][containers]") {
  sim::Choices choices({.seed = 7});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("queue"));
  sim::Queue<std::string> queue;
  std::deque<std::string> model;
  for (std::uint64_t n = 0; n < 20'000; ++n) {
    const std::uint64_t what = stream.below(100);
    if (what < 55 || model.empty()) {
      queue.push_back(word(n));
      model.push_back(word(n));
    } else if (what < 80) {
      queue.pop_front();
      model.pop_front();
    } else if (what < 89) {
      queue.pop_back();
      model.pop_back();
    } else if (what < 99) {
      const auto i = static_cast<std::size_t>(stream.below(model.size()));
      queue.erase_at(i);
      model.erase(model.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      queue.clear();
      model.clear();
    }
    REQUIRE(queue.size() == model.size());
    REQUIRE(std::equal(queue.begin(), queue.end(), model.begin(), model.end()));
    if (!model.empty()) REQUIRE((queue.front() == model.front() && queue.back() == model.back()));
  }
}

TEST_CASE("a flat map does what std::map does, in any order of operations", "[sim][containers]") {
  sim::Choices choices({.seed = 8});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("map"));
  sim::FlatMap<std::uint64_t, std::unique_ptr<std::string>> map;
  std::map<std::uint64_t, std::string> model;
  const auto same = [](const auto& a, const auto& b) { return a.first == b.first && *a.second == b.second; };
  for (std::uint64_t n = 0; n < 20'000; ++n) {
    const std::uint64_t key = stream.below(40);
    const std::uint64_t what = stream.below(100);
    if (what < 50) {
      REQUIRE(map.emplace(key, std::make_unique<std::string>(word(n))).second == model.emplace(key, word(n)).second);
    } else if (what < 60) {
      map[key] = std::make_unique<std::string>(word(n));
      model[key] = word(n);
    } else if (what < 97) {
      REQUIRE(map.erase(key) == model.erase(key));
    } else if (what < 99) {
      REQUIRE(erase_if(map, [key](const auto& entry) { return entry.first < key; }) ==
              std::erase_if(model, [key](const auto& entry) { return entry.first < key; }));
    } else {
      map.clear();
      model.clear();
    }
    REQUIRE(std::equal(map.begin(), map.end(), model.begin(), model.end(), same));
    REQUIRE((map.find(key) == map.end()) == (model.find(key) == model.end()));
  }
}

TEST_CASE("a stream that is taken up again by its count goes on as if it had been kept", "[sim][choice]") {
  sim::Choices choices({.seed = 3});
  sim::RandomStream kept = choices.stream(sim::site("test"), sim::entity("kept"));
  std::uint64_t drawn = 0;
  for (int i = 0; i < 100; ++i) {
    sim::RandomStream again = choices.stream(sim::site("test"), sim::entity("kept"), drawn);
    REQUIRE(again.bits() == kept.bits());
    drawn = again.drawn();
  }
}
