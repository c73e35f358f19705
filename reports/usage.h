#pragma once

// What a run used, by room and by cause, read from its trace. No price is known here.

#include <map>
#include <optional>
#include <string>

#include "models/records.h"
#include "reports/decimal.h"
#include "sim/trace.h"

namespace reports {

/// Amounts as meters count them, all exact. A storage month has 30 days, a GB 10^9 bytes.
struct Amounts {
  Exact requests;     // each billed whole: HTTP, upgrades, RPC sessions, alarms
  Exact messages_in;  // WebSocket messages, before the tariff's ratio
  Exact object_seconds;
  Exact rows_read;
  Exact rows_written;
  Exact stored_gb_months;
  Exact worker_requests;
  Exact worker_cpu_ms;

  /// Requests of Durable Objects with messages at so many for one, summed before the division and never rounded.
  [[nodiscard]] Exact object_requests(const Exact& messages_per_request) const {
    return requests + messages_in / messages_per_request;
  }
  Amounts& operator+=(const Amounts& other);
  [[nodiscard]] Amounts times(const Exact& factor) const;
};

struct RoomUsage {
  std::string name;
  std::string durable_object_class;
  Amounts amounts;
  std::map<models::DurationReason, Exact> seconds;  // why it was billed
};

struct Usage {
  Amounts total;
  std::map<models::RoomId, RoomUsage> rooms;
  std::map<models::DurationReason, Exact> seconds;   // all rooms' object seconds by cause
  std::map<models::InvocationKind, Exact> requests;  // all rooms' requests by cause, messages not among them
  sim::Duration length{};                            // from the first record to the last
  std::string scenario;
  std::string cost_table;
};

inline constexpr sim::Duration kMonth = std::chrono::hours{30 * 24};

/// What a month of 30 days would use that goes on as this run did: every amount times month / run_length, exactly.
/// Throws std::invalid_argument for a run of no length.
[[nodiscard]] Usage scale_to_month(const Usage& usage, sim::Duration run_length);

/// Reads records in the order of the trace; the level "lifecycle" tells all of it. Throws sim::TraceFormatError for a
/// malformed record.
class UsageReader {
 public:
  void visit(const sim::RawRecord& record);
  /// The amounts up to the last record: what is still open (billed duration, stored bytes) is counted to there.
  [[nodiscard]] Usage finish() const;

 private:
  struct Open {
    sim::Time since;
    models::DurationReason reason{};
  };
  struct Room {
    std::string name;
    std::uint32_t class_id = 0xffffffff;
    std::uint64_t messages_in = 0, rows_read = 0, rows_written = 0;
    std::map<models::InvocationKind, std::uint64_t> requests;
    std::map<models::DurationReason, Int128> billed_ns;
    std::optional<Open> open;
    std::uint64_t stored_bytes = 0;  // since stored_since
    sim::Time stored_since{};
    Int128 byte_ns = 0;
  };

  void name_defined(const models::NameDefined& record);
  void close(Room& room, sim::Time at) const;
  void committed(sim::Time at, const models::Committed& record);
  static RoomUsage usage_of(const Room& room);

  std::map<models::RoomId, Room> rooms_;
  std::map<std::uint32_t, std::string> classes_;
  std::uint64_t worker_requests_ = 0;
  Int128 worker_cpu_ns_ = 0;
  std::optional<sim::Time> first_;
  sim::Time last_{};
  std::string scenario_;
  std::string cost_table_;
};

}  // namespace reports
