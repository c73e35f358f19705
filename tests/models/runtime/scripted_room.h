#pragma once

// A platform whose one class of rooms does what a test says, behind clients on the modelled network. Every cost is
// one millisecond for a turn and for a commit, and nothing for what lies between.

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/client/probe_client.h"
#include "models/runtime/platform.h"
#include "tests/models/run_fixture.h"

namespace tests {

using Lines = std::vector<std::string>;

/// What the room's code does. A handler that returns false has not ended: it calls Actor::handler_settled later.
struct RoomScript {
  using Actor = models::runtime::Actor;
  using Message = std::function<bool(Actor&, models::InvocationId, models::SocketId, const std::string&)>;
  using Close = std::function<bool(Actor&, models::InvocationId, models::SocketId, std::uint16_t, bool clean)>;
  std::function<void(Actor&)> construct = [](Actor&) {};
  /// Accepts a hibernatable socket and hands its other end out.
  std::function<void(Actor&, models::InvocationId, const models::network::HttpRequest&)> fetch =
      [](Actor& room, models::InvocationId id, const models::network::HttpRequest&) {
        room.fetch_settled(id, accept(room, true));
      };
  Message message = [](Actor&, models::InvocationId, models::SocketId, const std::string&) { return true; };
  Close close = [](Actor&, models::InvocationId, models::SocketId, std::uint16_t, bool) { return true; };
  Message error = [](Actor&, models::InvocationId, models::SocketId, const std::string&) { return true; };
  std::function<void(Actor&, models::runtime::WaitId)> resume = [](Actor&, models::runtime::WaitId) {};

  static models::runtime::FetchResult accept(Actor& room, bool hibernatable) {
    const models::runtime::PairSide side = room.platform().pairs().create();
    room.accept(models::runtime::SocketPairs::other(side), hibernatable, {});
    models::runtime::FetchResult result;
    result.response.status = 101;
    result.web_socket = side;
    return result;
  }
};

class OneRoomInstance final : public models::runtime::Instance {
 public:
  using TurnEnd = models::runtime::TurnEnd;
  OneRoomInstance(RoomScript& script, models::runtime::Actor& room) : script_(script), room_(room) {}
  TurnEnd construct() override {
    script_.construct(room_);
    return {};
  }
  TurnEnd fetch(models::InvocationId id, const models::network::HttpRequest& request) override {
    script_.fetch(room_, id, request);
    return {};
  }
  TurnEnd message(models::InvocationId id, models::SocketId socket, models::MessageKind,
                  const models::network::Bytes& bytes) override {
    return ended(id, script_.message(room_, id, socket, *bytes));
  }
  TurnEnd close(models::InvocationId id, models::SocketId socket, std::uint16_t code, std::string_view,
                bool clean) override {
    return ended(id, script_.close(room_, id, socket, code, clean));
  }
  TurnEnd error(models::InvocationId id, models::SocketId socket, std::string_view words) override {
    return ended(id, script_.error(room_, id, socket, std::string(words)));
  }
  TurnEnd alarm(models::InvocationId id, const models::runtime::AlarmInfo&) override { return ended(id, true); }
  TurnEnd resume(models::runtime::WaitId wait, const models::runtime::FetchOutcome*) override {
    script_.resume(room_, wait);
    return {};
  }
  [[nodiscard]] bool has_handler(models::InvocationKind) const override { return true; }

 private:
  TurnEnd ended(models::InvocationId id, bool done) {
    if (done) room_.handler_settled(id, true);
    return {};
  }
  RoomScript& script_;
  models::runtime::Actor& room_;
};

/// The Worker in front sends every request to the one room.
class OneRoomHost final : public models::runtime::Host {
 public:
  OneRoomHost(models::runtime::Platform& platform, RoomScript& script) : platform_(platform), script_(script) {}
  std::unique_ptr<models::runtime::Instance> make_instance(models::runtime::Actor& room) override {
    return std::make_unique<OneRoomInstance>(script_, room);
  }
  models::runtime::TurnEnd worker_fetch(models::InvocationId id, const models::runtime::EntryPoint&,
                                        const models::network::HttpRequest& request) override {
    calls_.emplace_back(platform_.worker_call(room(), room().resets(), request, id), id);
    return {};
  }
  models::runtime::TurnEnd worker_resume(models::runtime::WaitId wait,
                                         const models::runtime::FetchOutcome* outcome) override {
    for (const auto& [call, id] : calls_)
      if (call == wait) platform_.worker_settled(id, *outcome);
    return {};
  }
  models::runtime::Actor& room() {
    return platform_.actor("Room", models::runtime::ObjectId::from_name("Room", "r"), "r");
  }

 private:
  models::runtime::Platform& platform_;
  RoomScript& script_;
  std::vector<std::pair<models::runtime::WaitId, models::InvocationId>> calls_;
};

inline models::runtime::CostTable a_millisecond_each() {
  const auto ms = sim::Distribution::constant(1e6);
  const auto none = sim::Distribution::constant(0);
  return {.name = "test",
          .worker_fetch = none,
          .fetch = ms,
          .rpc = ms,
          .message = ms,
          .close = ms,
          .error = ms,
          .alarm = ms,
          .timer = ms,
          .constructor = ms,
          .wake = none,
          .commit = ms,
          .storage_read = none,
          .storage_write = none,
          .alarm_lateness = none};
}

struct RoomRun : RunFixture {
  explicit RoomRun(models::runtime::PlatformOptions options = {}, models::network::NetworkConfig links = {})
      : network(simulation, std::move(links)), platform(simulation, names, a_millisecond_each(), std::move(options)) {
    platform.set_host(host);
  }
  ~RoomRun() { platform.finish(); }

  /// A client whose events are said in `seen`.
  models::client::ProbeClient& client(const std::string& name, std::string_view link = {}) {
    clients.push_back(std::make_unique<models::client::ProbeClient>(world, name, link));
    models::client::ProbeClient& made = *clients.back();
    made.on.received = [this, name](const models::network::Frame& frame) { say(name + " hears " + *frame.bytes); };
    made.on.pong = [this, name](const models::network::Frame& frame) { say(name + " pong " + *frame.bytes); };
    made.on.close_frame = [this, name](std::uint16_t code, const std::string& reason) {
      say(fmt::format("{} close frame {} {}", name, code, reason));
    };
    made.on.closed = [this, name](std::uint16_t code, const std::string&, bool) {
      say(fmt::format("{} closed {}", name, code));
    };
    made.open("/");
    run_for(std::chrono::milliseconds(20));
    return made;
  }
  void say(std::string line) { seen.push_back(std::move(line)); }
  models::runtime::Actor& room() { return host.room(); }

  RoomScript script;
  models::Names names{simulation};
  models::network::Network network;
  models::runtime::Platform platform;
  OneRoomHost host{platform, script};
  models::client::World world{simulation, network, platform, names};
  std::vector<std::unique_ptr<models::client::ProbeClient>> clients;
  Lines seen;
};

}  // namespace tests
