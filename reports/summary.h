#pragma once

// What was played and what happened in it, counted from a trace.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace reports {

/// Errors with the same name and message are one kind.
struct ErrorKind {
  std::string name;
  std::string message;
  std::uint64_t count = 0;
  // Of the first one:
  sim::Duration since_start{};
  std::string where;  // "room lobby", "the Worker"
  models::InvocationKind during{};
  bool unhandled_rejection = false;
  std::string stack;
};

/// Requests to the outside that no rule of the scenario answers, whatever code made of the error.
struct UnansweredRequest {
  std::string error;  // the first one's: what to add
  std::uint64_t count = 0;
};

struct RunSummary {
  std::string scenario, preset, cost_table;
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::uint64_t events = 0;
  std::uint64_t clients = 0, rooms = 0;

  std::uint64_t connected = 0, closed = 0, closed_uncleanly = 0;
  std::map<std::uint16_t, std::uint64_t> refused;   // by HTTP status; 0: no answer
  std::uint64_t messages_in = 0, messages_out = 0;  // as rooms count them
  std::uint64_t worker_requests = 0;

  std::array<std::uint64_t, 4> constructed{};  // by models::ConstructReason
  std::uint64_t hibernations = 0, evictions = 0, resets = 0;
  std::uint64_t alarms_fired = 0, alarms_retried = 0, alarms_given_up = 0;
  std::uint64_t partitions = 0;
  /// When nothing was left of a day of the Free plan, since the start.
  std::vector<std::pair<models::Allowance, sim::Duration>> allowances_spent;

  // Only a trace of the level "clients" or more tells these; none: it was kept at "lifecycle".
  std::optional<std::uint64_t> deliveries, http_requests, console_errors, links_lost;

  std::vector<ErrorKind> errors;  // in order of their first one

  std::map<std::pair<std::string, std::string>, UnansweredRequest> unanswered;  // by method and URL

  [[nodiscard]] std::uint64_t wakes() const {
    return constructed[static_cast<std::size_t>(models::ConstructReason::wake_from_hibernation)];
  }
};

/// Reads records in the order of the trace. Throws sim::TraceFormatError for a malformed record.
class SummaryReader {
 public:
  void visit(const sim::RawRecord& record);
  [[nodiscard]] RunSummary finish() const { return summary_; }

 private:
  void visit_run(const sim::RawRecord& raw);
  void visit_life(const sim::RawRecord& raw);
  void visit_clients(const sim::RawRecord& raw);
  void exception(sim::Time at, const models::ExceptionThrown& record);

  RunSummary summary_;
  std::optional<sim::Time> first_;
  std::map<models::RoomId, std::string> room_names_;
  std::map<std::pair<std::string, std::string>, std::size_t> error_kinds_;  // by name and message
};

}  // namespace reports
