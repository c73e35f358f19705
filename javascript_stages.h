#pragma once

#include <nlohmann/json.hpp>

#include "application_code.h"
#include "commands/script_bundles.h"
#include "models/js/engine_pool.h"
#include "stage.h"
#include "stages.h"

namespace dormouse {

class JavaScriptStages final : public Stages {
 public:
  /// engines and code must outlive it.
  JavaScriptStages(const nlohmann::json& request, const scenarios::Scenario& scenario,
                   const models::js::Engines& engines, ApplicationCode& code)
      : scripts_(request, scenario), code_(code), pool_(engines) {}

  Played play(const scenarios::Scenario& scenario, std::uint64_t seed, sim::TraceSink& sink,
              std::uint64_t most_events) override {
    code_.begin_anew();
    Stage stage(scripts_, scenario, {seed, 0}, pool_.maker(), code_, sink);
    const sim::RunOutcome outcome = stage.run(most_events);
    (void)stage.world().fingerprint();
    return {stage.world().simulation().events_run(), outcome == sim::RunOutcome::event_budget,
            stage.world().platform().host_limit_hit()};
  }
  [[nodiscard]] bool frees_storage() const override { return code_.frees_storage(); }
  void counts_to(std::vector<std::uint32_t>& entered) const override { code_.counts_to(entered); }

 private:
  commands::ScriptBundles scripts_;
  ApplicationCode& code_;
  models::js::EnginePool pool_;
};

}  // namespace dormouse
