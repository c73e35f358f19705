#pragma once

// Who plays the runs of a campaign, one after another: rooms of JavaScript and native ones have each their own.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/scenario.h"
#include "sim/trace.h"

namespace dormouse {

class Stages {
 public:
  struct Played {
    std::uint64_t events = 0;
    bool cut_short = false;  // it had more to do
    std::optional<std::string> host_limit;
  };
  Stages() = default;
  virtual ~Stages() = default;
  Stages(const Stages&) = delete;
  Stages& operator=(const Stages&) = delete;

  /// So many events of it at most. Throws scenarios::InputError for what cannot be loaded.
  [[nodiscard]] virtual Played play(const scenarios::Scenario& scenario, std::uint64_t seed, sim::TraceSink& sink,
                                    std::uint64_t most_events) = 0;
  /// Its classes are meant to free their storage: all of them do in alarm().
  [[nodiscard]] virtual bool frees_storage() const { return false; }
  /// By block of the code how often the latest run entered it; nothing where blocks are not counted.
  virtual void counts_to(std::vector<std::uint32_t>& entered) const { entered.clear(); }
};

}  // namespace dormouse
