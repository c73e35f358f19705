#pragma once

// A host of room code whose handlers are functions of the test: the runtime without JavaScript.
//
//   ScriptedPlatform world;
//   world.host.message = [](Room& room, InvocationId id, SocketId, const std::string& text) {
//     room.note("got " + text);
//     room.done(id);                                   // the handler's promise is settled
//   };
//   world.call("r1", ...);  world.run_for(1s);  CHECK(world.notes == Lines{"10ms r1 got x"});

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/names.h"
#include "models/runtime/actor.h"
#include "models/runtime/host.h"
#include "models/runtime/platform.h"
#include "tests/models/run_fixture.h"

namespace tests {

using models::InvocationId;
using models::InvocationKind;
using models::SocketId;
using models::runtime::Actor;
using models::runtime::AlarmInfo;
using models::runtime::CallError;
using models::runtime::CostTable;
using models::runtime::FetchOutcome;
using models::runtime::FetchResult;
using models::runtime::PlatformOptions;
using models::runtime::TurnEnd;
using models::runtime::WaitId;
using Lines = std::vector<std::string>;

class ScriptedHost;

/// One instance, as the test's handlers see it.
class Room final : public models::runtime::Instance {
 public:
  Room(ScriptedHost& host, Actor& actor) : host_(host), actor_(actor) {}

  Actor& actor() { return actor_; }
  /// A line with the virtual time and the room's name in front.
  void note(const std::string& text);
  /// Goes on with `then` when the wait is over; outcome: of a call to another object.
  void when(WaitId wait, std::function<void(const FetchOutcome*)> then) { waiting_[wait] = std::move(then); }
  void when(WaitId wait, std::function<void()> then) {
    when(wait, [then = std::move(then)](const FetchOutcome*) { then(); });
  }
  /// As `await scheduler.wait(delay)`.
  void sleep(sim::Duration delay, std::function<void()> then) { when(actor_.start_timer(delay), std::move(then)); }
  /// As `await storage.sync()`.
  void sync(std::function<void()> then) {
    const auto wait = actor_.sync();
    if (wait)
      when(*wait, std::move(then));
    else
      then();
  }
  /// As blockConcurrencyWhile: runs inside, and is left with leave(token).
  void block(std::function<void(WaitId token)> inside) {
    const auto token = actor_.enter_section();
    if (!token) return note("nested too deeply");
    when(*token, [token = *token, inside = std::move(inside)] { inside(token); });
  }
  void leave(WaitId token) { actor_.leave_section(token); }

  void answer(InvocationId id, std::string body = "ok");
  void done(InvocationId id) { actor_.handler_settled(id, true); }
  void fail(InvocationId id) { actor_.handler_settled(id, false); }
  /// As ctx.abort(message): this turn ends in a reset. Return at once.
  void abort(std::string message, bool retry_alarm = true) {
    end_ = {.kind = TurnEnd::Kind::aborted,
            .error = {.message = std::move(message), .remote = true, .durable_object_reset = true},
            .detail = "",
            .retry_alarm = retry_alarm};
  }
  /// The constructor throws.
  void constructor_throws(std::string message) {
    end_ = {.kind = TurnEnd::Kind::constructor_threw,
            .error = {.message = std::move(message), .remote = true, .durable_object_reset = true},
            .detail = ""};
  }

  TurnEnd construct() override;
  TurnEnd fetch(InvocationId id, const models::network::HttpRequest& request) override;
  TurnEnd message(InvocationId id, SocketId socket, models::MessageKind kind,
                  const models::network::Bytes& bytes) override;
  TurnEnd close(InvocationId id, SocketId socket, std::uint16_t code, std::string_view reason, bool clean) override;
  TurnEnd error(InvocationId id, SocketId socket, std::string_view message) override;
  TurnEnd alarm(InvocationId id, const AlarmInfo& info) override;
  TurnEnd resume(WaitId wait, const FetchOutcome* outcome) override;
  [[nodiscard]] bool has_handler(InvocationKind kind) const override;

 private:
  TurnEnd ended() { return std::exchange(end_, {}); }

  ScriptedHost& host_;
  Actor& actor_;
  TurnEnd end_;
  std::map<WaitId, std::function<void(const FetchOutcome*)>> waiting_;
};

class ScriptedHost final : public models::runtime::Host {
 public:
  // What is left empty behaves as an empty handler of the class: fetch answers "ok".
  std::function<void(Room&)> construct;
  std::function<void(Room&, InvocationId, const models::network::HttpRequest&)> fetch;
  std::function<void(Room&, InvocationId, SocketId, const std::string&)> message;
  std::function<void(Room&, InvocationId, SocketId, std::uint16_t code)> close;
  std::function<void(Room&, InvocationId, const AlarmInfo&)> alarm;

  Lines notes;
  int restarts = 0;

  std::unique_ptr<models::runtime::Instance> make_instance(Actor& actor) override {
    return std::make_unique<Room>(*this, actor);
  }
  TurnEnd worker_fetch(InvocationId, const models::runtime::EntryPoint&, const models::network::HttpRequest&) override { return {}; }
  TurnEnd worker_resume(WaitId, const FetchOutcome*) override { return {}; }
  void restarted() override { ++restarts; }
};

inline void Room::note(const std::string& text) {
  const sim::Duration since = actor_.simulation().now() - sim::kDefaultStart;
  host_.notes.push_back(
      fmt::format("{}ms {} {}", since / std::chrono::milliseconds(1), actor_.identity().name.value_or("?"), text));
}

inline void Room::answer(InvocationId id, std::string body) {
  FetchResult result;
  result.response.body = std::move(body);
  actor_.fetch_settled(id, std::move(result));
}

inline TurnEnd Room::construct() {
  if (host_.construct) host_.construct(*this);
  return ended();
}

inline TurnEnd Room::fetch(InvocationId id, const models::network::HttpRequest& request) {
  if (host_.fetch)
    host_.fetch(*this, id, request);
  else
    answer(id);
  return ended();
}

inline TurnEnd Room::message(InvocationId id, SocketId socket, models::MessageKind,
                             const models::network::Bytes& bytes) {
  host_.message(*this, id, socket, *bytes);
  return ended();
}

inline TurnEnd Room::close(InvocationId id, SocketId socket, std::uint16_t code, std::string_view, bool) {
  host_.close(*this, id, socket, code);
  return ended();
}

inline TurnEnd Room::error(InvocationId id, SocketId, std::string_view) {
  done(id);
  return ended();
}

inline TurnEnd Room::alarm(InvocationId id, const AlarmInfo& info) {
  host_.alarm(*this, id, info);
  return ended();
}

inline TurnEnd Room::resume(WaitId wait, const FetchOutcome* outcome) {
  const auto it = waiting_.find(wait);
  if (it == waiting_.end()) return {};
  const auto then = std::move(it->second);
  waiting_.erase(it);
  then(outcome);
  return ended();
}

inline bool Room::has_handler(InvocationKind kind) const {
  switch (kind) {
    case InvocationKind::message:
      return host_.message != nullptr;
    case InvocationKind::close:
      return host_.close != nullptr;
    case InvocationKind::alarm:
      return host_.alarm != nullptr;
    default:
      return true;
  }
}

/// Costs that make times in tests easy to read: a turn takes 1 ms, a commit 5 ms, all else nothing.
inline CostTable round_costs() {
  const auto ms = [](double count) { return sim::Distribution::constant(count * 1e6); };
  CostTable costs;
  costs.name = "round";
  for (sim::Distribution* turn : {&costs.fetch, &costs.rpc, &costs.message, &costs.close, &costs.error, &costs.alarm,
                                  &costs.timer, &costs.constructor})
    *turn = ms(1);
  costs.commit = ms(5);
  return costs;
}

/// A platform with a scripted host. Times count from the run's start.
struct ScriptedPlatform : RunFixture {
  explicit ScriptedPlatform(PlatformOptions options = {}, CostTable costs = round_costs(), std::uint64_t seed = 1)
      : RunFixture(seed), names(simulation), platform(simulation, names, std::move(costs), std::move(options)) {
    platform.set_host(host);
  }
  ~ScriptedPlatform() {
    for (Actor* actor : spoken_to) actor->finish();
  }
  ScriptedPlatform(const ScriptedPlatform&) = delete;
  ScriptedPlatform& operator=(const ScriptedPlatform&) = delete;

  Actor& room(const std::string& name) {
    Actor& actor = platform.actor("Room", models::runtime::ObjectId::from_name("Room", name), name);
    if (std::find(spoken_to.begin(), spoken_to.end(), &actor) == spoken_to.end()) spoken_to.push_back(&actor);
    return actor;
  }
  /// A request, whose outcome is kept: "ok", or "Error: message [remote reset ...]".
  void call(const std::string& name, std::string path = "/") {
    models::network::HttpRequest request;
    request.url = "http://room" + path;
    const std::size_t number = outcomes.size();
    outcomes.emplace_back("(no answer)");
    answered_at.emplace_back();
    room(name).fetch(std::move(request), SocketId::none, [this, number](const FetchOutcome& outcome) {
      outcomes[number] = words(outcome);
      answered_at[number] = simulation.now() - sim::kDefaultStart;
    });
  }
  void at(sim::Duration when, std::function<void()> then) {
    simulation.at(sim::kDefaultStart + when, sim::Action(std::move(then)));
  }

  static std::string words(const FetchOutcome& outcome) {
    if (const auto* result = std::get_if<FetchResult>(&outcome)) return result->response.body;
    const auto& error = std::get<CallError>(outcome);
    std::string flags;
    for (const auto& [set, word] : {std::pair{error.remote, "remote"},
                                    {error.retryable, "retryable"},
                                    {error.overloaded, "overloaded"},
                                    {error.durable_object_reset, "reset"}})
      if (set) flags += (flags.empty() ? "" : " ") + std::string(word);
    return fmt::format("{}: {}{}", error.name, error.message, flags.empty() ? "" : " [" + flags + "]");
  }

  models::Names names;
  models::runtime::Platform platform;
  ScriptedHost host;
  std::vector<Actor*> spoken_to;
  Lines outcomes;  // of call(), in order of the calls
  std::vector<sim::Duration> answered_at;
};

}  // namespace tests
