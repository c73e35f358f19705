// Steps that wait, repeat, branch and speak of draws, on a platform that echoes.
#include <algorithm>
#include <map>
#include <set>

#include "tests/catch.h"
#include "tests/models/client/living.h"
#include "tests/models/client/told.h"

using namespace std::chrono_literals;
using namespace models::client;
using sim::Distribution;
using tests::connect_to;
using tests::Living;
using tests::phones;
using tests::s;
using tests::say;
using Lines = std::vector<std::string>;

namespace {

WaitForStep wait_for(const char* text, sim::Duration within, std::optional<std::size_t> if_met = {}) {
  return {{.contains = Template{text}}, {.within = within, .if_met = if_met}};
}

NamedPlace draw(const char* name, Distribution distribution) {
  return {.kind = NamedPlace::Kind::draw, .name = name, .draw = std::move(distribution)};
}

NamedPlace keep(const char* name, const char* member) {
  NamedPlace place{.kind = NamedPlace::Kind::kept, .name = name};
  place.member = member;
  return place;
}

Template json(const char* text) { return {.text = text, .form = Template::Form::json}; }

}  // namespace

TEST_CASE("A step waits for a message that has what it asks for, and goes on at once when that has come") {
  Living t(
      phones({connect_to("/"), EveryStep{s(10), {"tick {n}"}}, wait_for("tick 3", 60s), say("three"), StopStep{}}));
  t.run_for(5min);
  CHECK(t.sent(0) == Lines{"tick 1", "tick 2", "tick 3", "three"});
  const auto waited = t.records<models::ClientWaited>();
  REQUIRE(waited.size() == 1);
  CHECK(waited[0].record.met);
  CHECK(waited[0].record.waited == 30s);
  CHECK(waited[0].record.wanted == "with \"tick 3\" in it");
}

TEST_CASE("A message that came before its wait began is found, once, and what came before it is not looked at again") {
  Living t(
      phones({connect_to("/"), say("one"), say("two"), WaitStep{s(5)}, wait_for("two", 10s), wait_for("one", 10s)}));
  t.run_for(1min);
  const auto waited = t.records<models::ClientWaited>();
  REQUIRE(waited.size() == 2);
  CHECK(waited[0].record.met);
  CHECK(waited[0].after == 5s);
  CHECK_FALSE(waited[1].record.met);
  CHECK_FALSE(waited[1].record.handled);
  CHECK(waited[1].after == 15s);
}

TEST_CASE("A wait that ends without its message takes the steps for that, and one that is met jumps over them") {
  for (const bool comes : {true, false}) {
    Living t(phones(
        {connect_to("/"), say(comes ? "yes" : "no"), wait_for("yes", 3s, 4), say("nothing came"), say("go on")}));
    t.run_for(1min);
    CHECK(t.sent(0) == (comes ? Lines{"yes", "go on"} : Lines{"no", "nothing came", "go on"}));
    CHECK(t.records<models::ClientWaited>().at(0).record.handled);
  }
}

TEST_CASE("JSON is looked for member by member, at any depth") {
  const WaitForStep wait{{.json = json(R"({"user":{"id":7},"ok":true})")}, {.within = 1s}};
  for (const auto& [said, fits] : std::map<const char*, bool>{{R"({"ok":true,"x":1,"user":{"id":7,"name":"a"}})", true},
                                                              {R"({"ok":true,"user":{"id":8}})", false},
                                                              {R"({"ok":true,"user":7})", false},
                                                              {"ok", false}}) {
    Living t(phones({connect_to("/"), say(said), wait}));
    t.run_for(1min);
    INFO(said);
    CHECK(t.records<models::ClientWaited>().at(0).record.met == fits);
  }
}

TEST_CASE("Loops repeat as often as they draw, and count their passes") {
  Living t(phones({connect_to("/"), RepeatStep{Distribution::constant(2), 7}, RepeatStep{Distribution::constant(3), 5},
                   say("in {pass}"), JumpStep{2}, say("out {pass}"), JumpStep{1},
                   RepeatStep{Distribution::constant(0), 10}, say("never"), JumpStep{7}, say("end")}));
  t.run_for(1min);
  CHECK(t.sent(0) == Lines{"in 1", "in 2", "in 3", "out 1", "in 1", "in 2", "in 3", "out 2", "end"});
}

TEST_CASE("A loop without an end and without time gives way to everything else of its moment") {
  Living t(phones({connect_to("/"), RepeatStep{std::nullopt, 4}, LeaveStep{}, JumpStep{1}}));
  bool other = false;
  t.simulation.after(0s, [&] { other = true; });
  const auto outcome = t.simulation.run({.horizon = t.simulation.now() + 1min, .max_events_at_one_instant = 1'000});
  CHECK(other);
  CHECK(outcome == sim::RunOutcome::time_stands_still);
}

TEST_CASE("One of several ways is taken as often as its weight says, by a draw of its own") {
  std::vector<Step> steps{connect_to("/"), EitherStep{{2, 4}, Distribution::empirical({0, 1}, {7, 3})}, say("often"),
                          JumpStep{5}, say("seldom")};
  GroupConfig config = phones(steps);
  config.count = 400;
  Living t(config);
  t.run_for(1min);
  int often = 0;
  for (const auto& [after, record] : t.records<models::ClientSent>()) often += t.body(record.body) == "often";
  CHECK(t.records<models::ClientSent>().size() == 400);
  CHECK(std::abs(often - 280) < 4 * 9.2);
}

TEST_CASE("A branch looks at what has been received since the last wait") {
  Living t(phones({connect_to("/"), say("full"), WaitStep{s(1)}, IfReceivedStep{{.contains = Template{"full"}}, 6},
                   say("it is full"), JumpStep{7}, say("it is not"), wait_for("full", 1s), WaitStep{s(1)},
                   IfReceivedStep{{.contains = Template{"full"}}, 11}, say("again"), say("end")}));
  t.run_for(1min);
  // "it is full" has the word, too, and is echoed.
  CHECK(t.sent(0) == Lines{"full", "it is full", "again", "end"});
}

TEST_CASE("What is drawn for a text is drawn once for all its places, and anew for the next") {
  GroupConfig config =
      phones({connect_to("/"), RepeatStep{Distribution::constant(50), 4}, say("{dice}={dice}"), JumpStep{1}});
  config.places = {draw("dice", Distribution::integer(1, 6))};
  Living t(config);
  t.run_for(1min);
  std::set<std::string> seen;
  for (const std::string& text : t.sent(0)) {
    CHECK(text.substr(0, 1) == text.substr(2));
    seen.insert(text);
  }
  CHECK(seen.size() == 6);
}

TEST_CASE("Places are reckoned with from left to right, and stand in JSON as what they are") {
  GroupConfig config =
      phones({connect_to("/{room}"), SendStep{json(R"({"n":{n},"who":"{client}","room":{room},"word":{word}})")}});
  config.room.name = "table-{index / 4}-{index % 4 + 1}";
  config.count = 7;
  NamedPlace word{.kind = NamedPlace::Kind::draw, .name = "word"};
  word.words = {"say \"hi\""};
  config.places = {word};
  Living t(config);
  t.run_for(1min);
  CHECK(t.sent(6) == Lines{R"({"n":1,"who":"phone-6","room":"table-1-3","word":"say \"hi\""})"});
}

TEST_CASE("Messages are text, bytes, or only so long") {
  const auto message = [](Template::Form form, const char* text) { return SendStep{{.text = text, .form = form}}; };
  Living t(phones({connect_to("/"), message(Template::Form::base64, "aGVsbG8="), message(Template::Form::hex, "00ff"),
                   SendStep{{.text = "", .form = Template::Form::letters, .size = Distribution::constant(30)}},
                   SendStep{{.text = "", .form = Template::Form::bytes, .size = Distribution::uniform(300, 400)}}}));
  t.run_for(1min);
  const Lines sent = t.sent(0);
  REQUIRE(sent.size() == 4);
  CHECK(sent[0] == "hello");
  CHECK(sent[1] == std::string("\x00\xff", 2));
  CHECK(sent[2] == "abcdefghijklmnopqrstuvwxyzabcd");
  CHECK(sent[3].size() >= 300);
  CHECK(sent[3].size() <= 400);
  const auto records = t.records<models::ClientSent>();
  CHECK(records[0].record.kind == models::MessageKind::binary);
  CHECK(records[2].record.kind == models::MessageKind::text);
  CHECK(records[3].record.kind == models::MessageKind::binary);
}

TEST_CASE("An answer is held against what is expected of it, and what it says can be kept") {
  HttpStep ask{.method = "POST", .path = {"/"}, .body = json(R"({"session":{"token":"t-{index}"},"list":[1,2]})")};
  ask.answer.emplace(AnswerPattern{200, {.json = json(R"({"list":[1,2]})")}});
  HttpStep wrong = ask;
  wrong.answer->status = 404;
  GroupConfig config = phones({ask, wrong, connect_to("/?token={token}")});
  config.steps.push_back(say("{token} {second}"));
  config.places = {keep("token", "session.token"), keep("second", "list.1")};
  Living t(config);
  t.run_for(1min);
  const auto waited = t.records<models::ClientWaited>();
  REQUIRE(waited.size() == 2);
  CHECK(waited[0].record.met);
  CHECK(waited[0].record.for_answer);
  CHECK_FALSE(waited[1].record.met);
  CHECK(waited[1].record.wanted == R"(404 with {"list":[1,2]})");
  CHECK(t.records<models::ClientConnecting>().at(0).record.path == "/?token=t-0");
  CHECK(t.sent(0) == Lines{"t-0 2"});
}

TEST_CASE("What one client draws does not depend on who else there is") {
  const auto sent_by = [](std::uint32_t count, std::uint32_t client) {
    GroupConfig config =
        phones({connect_to("/"), RepeatStep{Distribution::geometric(0.1), 9},
                EitherStep{{3, 5}, Distribution::empirical({0, 1}, {1, 1})}, say("a {dice}"), JumpStep{7},
                say("b {dice}"), JumpStep{7}, WaitStep{Distribution::exponential(1e9)}, JumpStep{1}});
    config.places = {draw("dice", Distribution::integer(1, 1'000'000))};
    config.background = Background{.share = 0.5, .shown = s(20), .hidden = Distribution::exponential(30e9)};
    config.duplicate_tab = DuplicateTab{.share = 0.5, .after = Distribution::exponential(5e9)};
    config.count = count;
    Living t(config);
    t.run_for(10min);
    Lines lines;
    for (const auto& [after, record] : t.records<models::ClientSent>())
      if (t.names.name_of(record.client) == "phone-" + std::to_string(client))
        lines.push_back(std::to_string(after.count()) + " " + t.body(record.body));
    return lines;
  };
  const Lines among_many = sent_by(8, 3);
  CHECK_FALSE(among_many.empty());
  CHECK(among_many == sent_by(4, 3));
}
