#pragma once

#include <map>
#include <string>

#include "models/invariants/property.h"

namespace models::invariants {

/// Clients that are code report their views (`report(name, value)`). Once nobody has reported a change of a view for so
/// long, all who are there and have reported it see the same. Who has left is asked no more. Unknown if no view was
/// ever reported by two who were there together and left in peace.
class ClientsConverge final : public Property {
 public:
  /// view: the only one that counts; empty: each by itself.
  ClientsConverge(sim::Duration within, std::string view) : within_(within), only_(std::move(view)) {}
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct View {
    std::map<ClientId, sim::BodyId> seen;  // by those who are there; equal values are one body
    sim::Time changed{};
    bool settled = true;  // compared since its last change
  };
  void compare_up_to(sim::Time now, const RunContext& run);
  void compare(const std::string& name, const View& view, sim::Time at, const RunContext& run);

  sim::Duration within_;
  std::string only_;
  std::map<std::string, View> views_;
  Findings findings_;
};

}  // namespace models::invariants
