#pragma once

#include <nlohmann/json.hpp>

#include "application_code.h"
#include "engine_pool.h"
#include "stage.h"
#include "stages.h"

namespace dormouse {

class JavaScriptStages final : public Stages {
 public:
  /// All must outlive it.
  JavaScriptStages(const nlohmann::json& request, const Engines& engines, ApplicationCode& code)
      : request_(request), code_(code), pool_(engines) {}

  Played play(const scenarios::Scenario& scenario, std::uint64_t seed, sim::TraceSink& sink) override {
    code_.begin_anew();
    Stage stage(request_, scenario, {seed, 0}, pool_.maker(), code_, sink);
    stage.run();
    (void)stage.world().fingerprint();
    return {stage.world().simulation().events_run(), stage.world().platform().host_limit_hit()};
  }
  [[nodiscard]] bool frees_storage() const override { return code_.frees_storage(); }
  void counts_to(std::vector<std::uint32_t>& entered) const override { code_.counts_to(entered); }

 private:
  const nlohmann::json& request_;
  ApplicationCode& code_;
  EnginePool pool_;
};

}  // namespace dormouse
