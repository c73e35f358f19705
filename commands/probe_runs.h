#pragma once

// Plays probes in worker processes, several in one and several at a time.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "commands/probe_set.h"
#include "reports/conformance.h"

namespace commands {

struct ProbeVerdict {
  enum class Kind { passed, failed, skipped, interrupted } kind = Kind::passed;
  std::string reason;                                           // why it could not be played to its end
  std::vector<reports::Difference> differences;                 // that no deviation names
  std::vector<std::pair<std::string, std::string>> deviations;  // named ones that happened: entry, reason
  std::vector<std::string> gone;                                // named ones that did not happen
};

struct ProbeRunOptions {
  unsigned jobs = 0;            // worker processes at a time; 0: one a core
  bool with_tcp_close = false;  // compare the ends of TCP connections, too
};

struct ProbeListener {
  /// In the order of the cases, by the calling thread.
  std::function<void(const ProbeCase&, const ProbeVerdict&)> on_verdict;
  /// Now and then, by the calling thread.
  std::function<void(std::size_t done)> on_progress;
};

/// Every probe has an engine and a world of its own: what one does to its process does not reach the others.
void run_probes(const std::vector<ProbeCase>& cases, const ProbeRunOptions& options, const ProbeListener& listener);

}  // namespace commands
