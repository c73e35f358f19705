#pragma once

// A recorded workload as the laws of a scenario.

#include <string>
#include <utility>
#include <vector>

#include "scenarios/workload/laws.h"
#include "scenarios/workload/paths.h"

namespace scenarios::workload {

/// Who calls without a connection.
struct Callers {
  Law arrivals, rooms;
  std::vector<std::pair<std::string, std::uint64_t>> paths;  // "GET /a", how often; the most usual ones
};

struct Calibration {
  bool connects = false;       // there are visits with connections
  bool messages_only = false;  // a visit is a number of messages, and nobody saw it begin or end
  Law arrivals, rooms, lengths, gaps, counts, sizes;
  double bare = 0, abrupt = 0;  // shares of how visits end
  PathShape path;
  Callers callers;
  std::vector<std::string> assumed;  // what the file does not say, and what stands in its place
  std::vector<std::string> remarks;
};

[[nodiscard]] Calibration calibrate(const Workload& workload, sim::Duration apart);

/// What was fitted, a line each, for people: in comments, and on the terminal.
struct FittedLine {
  std::string what, values, law, distance, remark;
};
[[nodiscard]] std::vector<FittedLine> fitted_lines(const Calibration& calibration);

struct ScenarioOptions {
  std::string source;   // the file, as the user calls it
  std::string worker;   // as the scenario names it; empty: a built-in room
  std::string connect;  // a path; empty: as the log has it
};

/// A scenario that plays it, with comments that say what was fitted and what is not known.
[[nodiscard]] std::string calibrated_scenario(const Workload& workload, const Calibration& calibration,
                                              const ScenarioOptions& options);

}  // namespace scenarios::workload
