#pragma once

// A platform with native rooms of a test's own, and a visitor who asks them things.

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "models/client/probe_client.h"
#include "models/names.h"
#include "models/native/native_host.h"
#include "models/native/url.h"
#include "models/network/network.h"
#include "models/runtime/platform.h"
#include "scenarios/cost_tables.h"
#include "tests/models/run_fixture.h"

namespace tests {

/// A Worker that hands each request to the object that `room` names, of the class "Room".
inline models::native::Task<models::native::Response> to_room(models::native::Request request,
                                                              models::native::WorkerContext ctx) {
  const std::string room = models::native::query_parameter(request.url, "room").value_or("a");
  models::native::Stub stub = ctx.object("Room", room);
  models::native::Call call = stub.fetch(std::move(request));
  co_return co_await call;
}

template <class Room>
models::native::Application one_class() {
  return {.name = "test", .classes = {models::native::object_class<Room>("Room")}, .fetch = to_room};
}

struct NativeWorld : RunFixture {
  explicit NativeWorld(models::native::Application of, std::uint64_t seed = 1)
      : RunFixture(seed), application(std::move(of)), host(platform, application) {
    platform.set_host(host);
    probe.on.opened = [this](const std::string&) { seen.emplace_back("open"); };
    probe.on.refused = [this](std::uint16_t status, const std::string& body) {
      seen.push_back(fmt::format("refused {} {}", status, body));
    };
    probe.on.received = [this](const models::network::Frame& frame) { seen.push_back(*frame.bytes); };
    probe.on.closed = [this](std::uint16_t code, const std::string& reason, bool clean) {
      seen.push_back(fmt::format("closed {} {} {}", code, reason, clean));
    };
  }
  ~NativeWorld() { platform.finish(); }

  /// The answer's status and body; "none" while there is none.
  std::string ask(const std::string& path, sim::Duration within = std::chrono::seconds(1)) {
    std::string said = "none";
    probe.http({.host = "dormouse.test", .path = path, .headers = {}, .body = {}},
               [&said](const std::optional<models::network::HttpResponse>& response) {
                 said = response ? fmt::format("{} {}", response->status, response->body) : "lost";
               });
    run_for(within);
    return said;
  }
  models::runtime::Actor& room(const std::string& name = "a") { return *platform.find_actor("Room", name); }

  models::native::Application application;
  models::network::Network network{simulation, {}};
  models::Names names{simulation};
  models::runtime::Platform platform{simulation, names, scenarios::find_cost_table("assumed-2026-11").value(), {}};
  models::native::NativeHost host;
  models::client::World world{simulation, network, platform, names};
  models::client::ProbeClient probe{world, "visitor"};
  std::vector<std::string> seen;
};

}  // namespace tests
