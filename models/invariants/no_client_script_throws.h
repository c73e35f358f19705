#pragma once

#include "models/invariants/property.h"

namespace models::invariants {

/// No exception leaves the code of a client, and no promise of it is rejected unheard. The client goes on, as a page
/// does; what it was to test it may not have tested.
class NoClientScriptThrows final : public Property {
 public:
  [[nodiscard]] std::string name() const override { return "no client script throws"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  Findings findings_;
};

}  // namespace models::invariants
