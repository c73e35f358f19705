#pragma once

// A property reads the records of a run, one after another, and says at the end whether it holds.

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/records.h"
#include "sim/time.h"
#include "sim/trace.h"

namespace models::invariants {

/// What every property needs to know of a run so far.
class RunContext {
 public:
  RunContext();
  ~RunContext();
  RunContext(const RunContext&) = delete;
  RunContext& operator=(const RunContext&) = delete;

  /// To be called before the properties see the record.
  void visit(const sim::RawRecord& record);

  /// "room lobby"; a number that has no name is shown as such.
  [[nodiscard]] std::string room(RoomId id) const;
  /// "client phone-3"
  [[nodiscard]] std::string client(ClientId id) const;
  /// The bytes of a body; empty if the trace's level keeps none.
  [[nodiscard]] std::string_view body(sim::BodyId id) const;
  /// A body that is a JSON object or array; null if it is neither. All properties share what was parsed of the latest
  /// bodies; it is good until the next call.
  [[nodiscard]] const nlohmann::json* json(sim::BodyId id) const;
  /// The body in quotes, shortened, for people.
  [[nodiscard]] std::string quoted(sim::BodyId id) const;
  [[nodiscard]] sim::Time began() const { return began_; }
  /// Of the latest record, or the end of the run once that is known.
  [[nodiscard]] sim::Time now() const { return now_; }
  /// The number of the latest record in the trace, from 1.
  [[nodiscard]] std::uint64_t record() const { return records_; }

 private:
  std::vector<std::string> rooms_;
  std::vector<std::string> clients_;
  std::vector<std::string> bodies_;  // by id
  struct Parsed;
  mutable std::vector<Parsed> parsed_;
  std::optional<sim::Time> first_;
  sim::Time began_{};
  sim::Time now_{};
  std::uint64_t records_ = 0;
};

enum class Outcome : std::uint8_t { holds, violated, unknown };
[[nodiscard]] std::string_view name_of(Outcome outcome);

struct Violation {
  sim::Time at{};
  std::string who;                       // "room lobby", "client phone-3"
  std::vector<std::string> explanation;  // sentences, with what led to it
  std::uint64_t record = 0;              // the record that shows it, by its number in the trace from 1; 0: none does
};

struct Verdict {
  std::string property;
  Outcome outcome = Outcome::unknown;
  std::optional<Violation> first;  // set if violated
  std::uint64_t violations = 0;
  std::uint64_t examined = 0;  // cases that could have violated it
  std::string why_unknown;     // set if unknown
};

class Property {
 public:
  virtual ~Property() = default;
  /// As a scenario writes it: "storage freed within 1 h".
  [[nodiscard]] virtual std::string name() const = 0;
  virtual void visit(const sim::RawRecord& record, const RunContext& run) = 0;
  /// After the last record.
  [[nodiscard]] virtual Verdict verdict(const RunContext& run) = 0;
};

/// Counts cases and keeps the first violation.
class Findings {
 public:
  void examined() { ++examined_; }
  void violated(Violation violation);
  /// `never` says what did not happen, if nothing was examined.
  [[nodiscard]] Verdict verdict(std::string property, std::string never) const;
  /// The same, but unknown for this reason unless something was violated.
  [[nodiscard]] Verdict unknown(std::string property, std::string why) const;

 private:
  std::uint64_t examined_ = 0;
  std::uint64_t violations_ = 0;
  std::optional<Violation> first_;
};

/// A record of this kind is none: `on` then only tells which kind it waits for.
inline constexpr std::uint16_t kAsking = 0;
void reads_kind(std::uint16_t kind);

/// Calls handle(const R&) if the record is an R. A record that does not decode throws sim::TraceFormatError.
template <sim::Record R, class Handle>
void on(const sim::RawRecord& record, Handle&& handle) {
  if (record.kind != R::kKind) {
    if (record.kind == kAsking) reads_kind(R::kKind);
    return;
  }
  R decoded;
  if (!sim::decode(record.body, decoded)) {
    throw sim::TraceFormatError("a record of kind " + std::string(R::kName) + " does not decode");
  }
  handle(decoded);
}

/// Several properties that read one trace. Each sees the records of the kinds that its visit() waits for, and no
/// others: when it is added, it is asked which those are, so visit() must go through all that it ever waits for then.
class PropertySet {
 public:
  void add(std::unique_ptr<Property> property);
  void visit(const sim::RawRecord& record);
  [[nodiscard]] std::vector<Verdict> verdicts();
  [[nodiscard]] const RunContext& run() const { return run_; }

 private:
  RunContext run_;
  std::vector<std::unique_ptr<Property>> properties_;
  std::vector<std::vector<Property*>> readers_;  // by kind of record
};

}  // namespace models::invariants
