#pragma once

// What a scenario says of one fault: what befalls whom, and when.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/record_kinds.h"
#include "models/runtime/adversity.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace scenarios {

/// `first alarm fires`, `3rd message`, `every 10th commit`, `wakes`: which of the moments in scope.
struct Trigger {
  models::runtime::Moment moment{};
  std::uint64_t nth = 1;
  bool repeats = true;  // every nth; else once
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

struct Fault {
  using Kind = models::FaultKind;
  Kind kind = Kind::deploy;

  // ---- when: one of these, or a probability alone for what each commit, alarm or construction may meet
  std::optional<sim::Duration> at;         // once, so long after the start
  std::optional<sim::Distribution> every;  // again and again, with these times between
  std::optional<Trigger> when;
  std::optional<double> probability;                         // of each of those occasions
  sim::Distribution after = sim::Distribution::constant(0);  // so long after the trigger's moment

  // ---- whom: names with * for any text; none: all
  std::vector<std::string> rooms;
  std::vector<std::string> clients;
  std::vector<std::string> links;  // clients by their link profile
  bool all = false;                // of them; else one, drawn

  // ---- what
  std::optional<sim::Duration> lasts;
  sim::Distribution takes = sim::Distribution::constant(0);  // slow storage, late alarms, slow constructors
  sim::Duration by{};                                        // clock jump; may be negative
  sim::Duration within = std::chrono::seconds(10);           // swizzle
  double share = 1;                                          // swizzle
  bool keep_sockets = true;                                  // evict
  /// deploy: within which time the objects hear of it, and how long an active one may go on (none: immediate mode).
  sim::Duration rollout = std::chrono::seconds(30);
  std::optional<sim::Duration> max_delay;
  std::optional<std::uint32_t> worker;    // deploy: which one's code; none: each
  std::optional<std::uint32_t> revision;  // deploy: what it brings (code_of()); none: the same code once more
};

/// Whether it befalls clients' ways into the network.
[[nodiscard]] bool is_of_network(Fault::Kind kind);

}  // namespace scenarios
