#include "scenarios/faults.h"

#include <algorithm>
#include <utility>

#include "models/records.h"

namespace scenarios {

Faults::Faults(models::runtime::Platform& platform, std::vector<Fault> faults) : platform_(platform) {
  for (std::size_t i = 0; i < faults.size(); ++i)
    planned_.push_back({std::move(faults[i]),
                        platform.simulation().choices().stream(sim::site("fault.time"), sim::entity("fault", i))});
}

void Faults::start() {
  for (Planned& planned : planned_) plan(planned);
}

void Faults::plan(Planned& planned) {
  sim::Simulation& simulation = platform_.simulation();
  if (planned.fault.at) {
    simulation.after(*planned.fault.at, sim::Action([this, &planned] { strike(planned.fault); }));
    return;
  }
  // At least a millisecond apart: a distribution may well draw zero.
  const sim::Duration wait =
      std::max<sim::Duration>(planned.fault.every->sample_duration(planned.times), std::chrono::milliseconds(1));
  simulation.after(wait, sim::Action([this, &planned] {
                     strike(planned.fault);
                     plan(planned);
                   }));
}

void Faults::strike(const Fault& fault) {
  using models::FaultKind;
  models::FaultStruck struck;
  models::runtime::Actor* actor = nullptr;
  if (fault.kind == Fault::Kind::host_lost || fault.kind == Fault::Kind::evict) {
    actor = platform_.any_present();
    if (actor == nullptr) return;
    struck.room = actor->room();
  }
  struck.kind = FaultKind{static_cast<std::uint8_t>(fault.kind)};
  platform_.simulation().record(struck);
  switch (fault.kind) {
    case Fault::Kind::deploy:
      return platform_.deploy(
          {.worker = fault.worker, .revision = fault.revision, .rollout = fault.rollout, .max_delay = fault.max_delay});
    case Fault::Kind::restart:
      return platform_.restart();
    case Fault::Kind::host_lost:
      return actor->host_lost();
    case Fault::Kind::evict:
      return actor->request_eviction(fault.keep_sockets, [](bool) {});
  }
}

}  // namespace scenarios
