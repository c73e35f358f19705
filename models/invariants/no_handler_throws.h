#pragma once

#include "models/invariants/property.h"

namespace models::invariants {

/// Whether it is one that a caller over RPC was given.
[[nodiscard]] bool is_told_to_caller(const ExceptionThrown& thrown);

/// An exception as a violation: who, and in which handler, with what it says of itself.
[[nodiscard]] Violation violation_of(const ExceptionThrown& thrown, sim::Time at, const RunContext& run);

/// No handler of a room or Worker throws or rejects, and no promise is rejected unheard. What a method throws to its caller
/// over RPC is none of it: a caller that did not expect it throws it on, or leaves a rejection.
class NoHandlerThrows final : public Property {
 public:
  [[nodiscard]] std::string name() const override { return "no handler throws"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  Findings findings_;
};

}  // namespace models::invariants
