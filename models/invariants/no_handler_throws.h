#pragma once

#include "models/invariants/property.h"

namespace models::invariants {

/// No handler of a room or Worker throws or rejects, and no promise is rejected unheard.
class NoHandlerThrows final : public Property {
 public:
  [[nodiscard]] std::string name() const override { return "no handler throws"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  Findings findings_;
};

}  // namespace models::invariants
