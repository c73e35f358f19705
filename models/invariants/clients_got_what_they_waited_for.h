#pragma once

#include <map>
#include <string>
#include <utility>

#include "models/invariants/property.h"

namespace models::invariants {

/// Every message and answer that a client's script waits for comes in time, unless the script says what to do without.
/// Unknown if nobody waited for anything.
class ClientsGotWhatTheyWaitedFor final : public Property {
 public:
  [[nodiscard]] std::string name() const override { return "clients got what they waited for"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  [[nodiscard]] std::string what_came(const ClientWaited& waited, sim::Time now, const RunContext& run) const;

  std::map<ClientId, std::pair<sim::Time, HttpAnswered>> answers_;  // the last of each client
  Findings findings_;
};

}  // namespace models::invariants
