#pragma once

// The user's JavaScript outside of rooms, clients and checks, as all runs of one scenario in a worker use it.

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "models/js/engine_pool.h"
#include "models/script/script_code.h"
#include "scenarios/scenario.h"

namespace commands {

class ScriptBundles {
 public:
  /// request: a worker's, with the bundled scripts, if there are any, and the snapshot of their engines.
  ScriptBundles(const nlohmann::json& request, const scenarios::Scenario& scenario);

  /// By the file's name, as the scenario has it.
  [[nodiscard]] const std::map<std::string, models::script::ScriptCode>& codes() const { return codes_; }
  /// They go back before this ends.
  [[nodiscard]] std::shared_ptr<models::js::Engine> engine_for_clients() { return for_clients_.maker()(); }
  [[nodiscard]] std::shared_ptr<models::js::Engine> engine_for_checks() { return for_checks_.maker()(); }

 private:
  std::map<std::string, models::script::ScriptCode> codes_;
  models::js::EnginePool for_clients_, for_checks_;
};

}  // namespace commands
