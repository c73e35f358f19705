#pragma once

#include <string>

#include "sim/distribution.h"

namespace models::runtime {

/// How much virtual time each thing takes, in nanoseconds. Nothing takes zero time unless a scenario says so: a
/// handler that takes no time would bill nothing, and would lose every alarm set for "now" inside alarm().
struct CostTable {
  std::string name;
  sim::Distribution worker_fetch;  // CPU time of one request in the stateless Worker
  sim::Distribution fetch;         // a turn of each kind of handler
  sim::Distribution rpc;
  sim::Distribution message;
  sim::Distribution close;
  sim::Distribution error;
  sim::Distribution alarm;
  sim::Distribution timer;  // a turn that resumes: timer callback, settled call, sync()
  sim::Distribution constructor;
  sim::Distribution wake;            // loading the instance before its constructor runs
  sim::Distribution commit;          // from the end of a turn to the durability of its writes
  sim::Distribution storage_read;    // each storage read inside a turn
  sim::Distribution storage_write;   // each storage write inside a turn
  sim::Distribution alarm_lateness;  // from the due time to the start of alarm()
};

}  // namespace models::runtime
