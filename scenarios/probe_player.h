#pragma once

// Plays the steps of a conformance probe in a world: one after another, each done before the next, as a person at a
// real runtime would (tests/conformance/README.md has the format).

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/client/probe_client.h"
#include "scenarios/world.h"

namespace scenarios {

class ProbePlayer {
 public:
  /// classes: binding -> class, as steps.json names them.
  ProbePlayer(World& world, nlohmann::json steps);

  /// Plays all steps and the drain time after them.
  void play();

 private:
  using Done = std::function<void()>;
  models::client::ProbeClient& client(const std::string& name);
  void next();
  void step(const nlohmann::json& step, Done done);
  void connect(const nlohmann::json& step, Done done);
  void http(const nlohmann::json& step, Done done);
  void evict(const nlohmann::json& step, Done done);
  void burst(const nlohmann::json& step, Done done);
  void socket_step(const std::string& op, const nlohmann::json& step);

  World& world_;
  nlohmann::json probe_;
  std::size_t next_step_ = 0;
  std::map<std::string, std::unique_ptr<models::client::ProbeClient>> clients_;
  bool drained_ = false;
};

}  // namespace scenarios
