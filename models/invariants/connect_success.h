#pragma once

#include <vector>

#include "models/invariants/property.h"

namespace models::invariants {

/// So many of the clients' attempts to open a WebSocket succeed. An attempt fails when it is answered with something
/// else or not at all (ClientRefused), or is open for nobody (a protocol that was not offered); one that its own client
/// gave up meanwhile, or that was under way at the end, is no attempt. A room that turns people away counts like a
/// network that loses them.
///
/// Reads ClientConnected, ClientRefused (level lifecycle); ClientConnecting, ClientLeaving (level clients), without
/// which connections that were open for nobody are not seen. Unknown if nobody tried, or some failed of too few to
/// tell.
class ConnectSuccess final : public Property {
 public:
  /// share: of one.
  explicit ConnectSuccess(double share) : share_(share) {}
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  void failed(ClientId client, std::string how, const RunContext& run);

  double share_;
  std::vector<bool> connecting_;  // by client
  std::vector<bool> opened_;      // by socket
  std::uint64_t succeeded_ = 0, failed_ = 0;
  std::optional<Violation> first_;
};

}  // namespace models::invariants
