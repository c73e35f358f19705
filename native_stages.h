#pragma once

#include "models/native/native_host.h"
#include "models/native/rooms/built_in.h"
#include "scenarios/world.h"
#include "stages.h"

namespace dormouse {

class NativeStages final : public Stages {
 public:
  explicit NativeStages(const scenarios::Scenario& scenario)
      : application_(models::native::rooms::find_built_in(scenario.native).value()) {}

  Played play(const scenarios::Scenario& scenario, std::uint64_t seed, sim::TraceSink& sink,
              std::uint64_t most_events) override {
    scenarios::World world(scenario, {seed, 0}, sink);
    models::native::NativeHost host(world.platform(), application_);
    world.platform().set_host(host);
    world.start_clients();
    const sim::RunOutcome outcome = world.run(most_events);
    return {world.simulation().events_run(), outcome == sim::RunOutcome::event_budget,
            world.platform().host_limit_hit()};
  }

 private:
  models::native::Application application_;
};

}  // namespace dormouse
