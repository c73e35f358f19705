#pragma once

// What befalls the platform in a run: deploys, restarts, lost hosts, evictions. How often storage fails is an option of
// the platform instead, since it is decided commit by commit.

#include <cstdint>
#include <optional>
#include <vector>

#include "models/runtime/platform.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace scenarios {

struct Fault {
  enum class Kind : std::uint8_t { deploy, restart, host_lost, evict };
  Kind kind = Kind::deploy;
  std::optional<sim::Duration> at;         // once, so long after the start
  std::optional<sim::Distribution> every;  // else again and again, with these times between
  /// deploy: within which time the objects hear of it, and how long an active one may go on (none: immediate mode).
  sim::Duration rollout = std::chrono::seconds(30);
  std::optional<sim::Duration> max_delay;
  std::optional<std::uint32_t> worker;    // deploy: which one's code; none: each
  std::optional<std::uint32_t> revision;  // deploy: what it brings (code_of()); none: the same code once more
  bool keep_sockets = true;               // evict
};

/// Lets the faults of a scenario happen. The platform must outlive the simulation's run.
class Faults {
 public:
  Faults(models::runtime::Platform& platform, std::vector<Fault> faults);
  void start();

 private:
  struct Planned {
    Fault fault;
    sim::RandomStream times;
  };
  void plan(Planned& planned);
  void strike(const Fault& fault);

  models::runtime::Platform& platform_;
  std::vector<Planned> planned_;
};

}  // namespace scenarios
