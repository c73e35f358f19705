#pragma once

#include "models/invariants/property.h"

namespace models::invariants {

/// No promise that room or Worker code made was rejected with nobody to handle it (ExceptionThrown, level lifecycle):
/// the runtime only logs it, so that what was to follow silently does not. An exception that leaves a handler is no
/// such rejection: that is `no handler throws`. Unknown if no code ran.
class NoUnhandledRejection final : public Property {
 public:
  [[nodiscard]] std::string name() const override { return "no unhandled rejection"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  Findings findings_;
};

}  // namespace models::invariants
