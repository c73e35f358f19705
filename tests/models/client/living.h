#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/client/client.h"
#include "models/client/client_group.h"
#include "tests/models/client/echo_edge.h"
#include "tests/models/run_fixture.h"

namespace tests {

/// A group of clients that live on an echoing platform.
struct Living : RunFixture {
  explicit Living(models::client::GroupConfig config, models::network::NetworkConfig links = {}, std::uint64_t seed = 1)
      : RunFixture(seed), network(simulation, std::move(links)), group(world, std::move(config)) {
    group.start();
  }
  EchoEdge edge;
  models::network::Network network;
  models::Names names{simulation};
  models::client::World world{simulation, network, edge, names};
  models::client::ClientGroup group;

  /// The bodies of all that this client sent, in order.
  [[nodiscard]] std::vector<std::string> sent(std::uint32_t client) {
    std::vector<std::string> texts;
    for (const auto& [after, record] : records<models::ClientSent>())
      if (record.client == models::ClientId{client}) texts.push_back(body(record.body));
    return texts;
  }
};

inline sim::Distribution s(double n) { return sim::Distribution::constant(n * 1e9); }

inline models::client::GroupConfig phones(std::vector<models::client::Step> steps) {
  models::client::GroupConfig config;
  config.name = "phone";
  config.steps = std::move(steps);
  return config;
}

inline models::client::ConnectStep connect_to(const char* path) { return {.path = {path}}; }
inline models::client::SendStep say(const char* text) { return {{.text = text}}; }

}  // namespace tests
