#include <string>
#include <vector>

#include "scenarios/fuzz/newcomer.h"
#include "scenarios/fuzz/shown.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using models::ClientId;
using scenarios::fuzz::lost_text;
using scenarios::fuzz::Shown;
using scenarios::fuzz::Tree;
using scenarios::fuzz::where_nothing_is_lost;
using scenarios::fuzz::with_newcomer;

namespace {

/// A run in which a host was lost after ten seconds. Client 0 is ann, client 1 the newcomer.
struct VisitedRun {
  Shown shown{10s};
  std::uint32_t bodies = 0;

  template <class R>
  void tell(sim::Duration after, const R& record) {
    std::string body;
    sim::encode(record, body);
    shown.visit({.kind = R::kKind, .at = sim::kDefaultStart + after, .body = body});
  }
  VisitedRun() {
    tell(0s, models::NameDefined{.what = models::NameOf::client, .id = 0, .name = "ann-0"});
    tell(0s, models::NameDefined{.what = models::NameOf::client, .id = 1, .name = "newcomer-0"});
  }
  sim::BodyId body(const std::string& text) {
    const auto id = static_cast<sim::BodyId>(++bodies);
    tell(0s, sim::BodyRecord{.id = id, .bytes = text});
    return id;
  }
  VisitedRun& sends(sim::Duration after, const std::string& text) {
    tell(after, models::ClientSent{.client = ClientId{0}, .socket = {}, .kind = {}, .body = body(text)});
    return *this;
  }
  VisitedRun& hears(sim::Duration after, std::uint32_t client, const std::string& text) {
    tell(after, models::ClientReceived{.client = ClientId{client}, .socket = {}, .kind = {}, .body = body(text)});
    return *this;
  }
};

std::vector<std::string> lost_in(VisitedRun run) { return run.shown.lost_texts(); }

}  // namespace

TEST_CASE("Lost is what was sent once, shown before the loss, and not heard by the newcomer") {
  using Texts = std::vector<std::string>;
  CHECK(lost_in(VisitedRun().sends(1s, "say blue").hears(2s, 0, "blue!").hears(80s, 1, "pad")) == Texts{"blue"});
  CHECK(lost_in(VisitedRun().sends(1s, "say blue").hears(2s, 0, "blue!").hears(80s, 1, "blue! and more")) == Texts{});
  // Shown only after the loss; sent again; never shown.
  CHECK(lost_in(VisitedRun().sends(1s, "say blue").hears(12s, 0, "blue!").hears(80s, 1, "pad")) == Texts{});
  CHECK(lost_in(VisitedRun().sends(1s, "blue").sends(30s, "blue").hears(2s, 0, "is it blue").hears(80s, 1, "pad")) ==
        Texts{});
  CHECK(lost_in(VisitedRun().sends(1s, "say blue").hears(80s, 1, "pad")) == Texts{});
  // A newcomer who hears nothing tells nothing.
  CHECK(lost_in(VisitedRun().sends(1s, "say blue").hears(2s, 0, "blue!")) == Texts{});
}

TEST_CASE("What is lost without the loss, too, does not count") {
  VisitedRun hears, hears_not;
  hears.hears(80s, 1, "pad blue");
  hears_not.hears(80s, 1, "pad");
  CHECK(lost_text({"blue"}, hears.shown, hears.shown) == "blue");
  CHECK(lost_text({"blue"}, hears_not.shown, hears.shown) == std::nullopt);
  CHECK(lost_text({"blue"}, hears.shown, hears_not.shown) == std::nullopt);
  VisitedRun again;
  again.sends(1s, "say blue").sends(30s, "blue again").hears(80s, 1, "blue again");
  CHECK(lost_text({"blue"}, hears.shown, again.shown) == std::nullopt);
}

TEST_CASE("A newcomer does what others do first") {
  const Tree scenario = Tree::parse(
      "{clients: [{name: cron, script: ./x.ts},"
      " {name: ann, count: 9, network: mobile, reconnect: always, does: ["
      "{wait: 3s}, {connect: {path: /, resume: {path: /again}}}, {send: hello, every: 3s},"
      " {repeat: {times: 3, do: [{request: {method: POST, path: /save}}, {request: {path: /load, expect: 200}}]}},"
      " {send: more}]}], duration: 1min}");
  const auto with_one = with_newcomer(scenario, 90s);
  REQUIRE(with_one);
  CHECK(with_one->entries.front().second.items.back() ==
        Tree::parse("{name: newcomer, network: mobile, sessions: {at: 90000ms}, does: ["
                    "{connect: {path: /}}, {request: {path: /load}}, {wait: 5s}]}"));
  const auto code = with_newcomer(
      Tree::parse("{clients: [{name: ann, count: 3, script: ./x.ts, with: {a: 1}, sessions: {at: 1s}}]}"), 90s);
  REQUIRE(code);
  CHECK(code->entries.front().second.items.back() ==
        Tree::parse("{name: newcomer, script: ./x.ts, with: {a: 1}, sessions: {at: 90000ms, length: 5s}}"));
  CHECK_FALSE(with_newcomer(Tree::parse("{clients: [{name: ann, does: [{wait: 1s}]}]}"), 90s));
}

TEST_CASE("Nothing is lost where connections break instead, or where the loss is later") {
  const std::vector<Tree> runs =
      where_nothing_is_lost(Tree::parse("{faults: [{evict: {at: 1s}}, {host lost: {at: 3500ms, rooms: [lobby]}}]}"));
  REQUIRE(runs.size() == 2);
  CHECK(runs[0] == Tree::parse("{faults: [{evict: {at: 1s}}, {connection reset: {at: 3500ms, hits: all}}]}"));
  CHECK(runs[1] == Tree::parse("{faults: [{evict: {at: 1s}}, {host lost: {at: 63500ms, rooms: [lobby]}}]}"));
}
