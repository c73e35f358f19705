#include "models/invariants/connect_success.h"

#include <fmt/format.h>

#include <utility>

namespace models::invariants {

std::string ConnectSuccess::name() const { return fmt::format("connect success at least {:.6g} %", share_ * 100); }

void ConnectSuccess::visit(const sim::RawRecord& record, const RunContext& run) {
  const auto flag = [](std::vector<bool>& flags, auto id) -> std::vector<bool>::reference {
    const auto index = static_cast<std::size_t>(id);
    if (flags.size() <= index) flags.resize(index + 1);
    return flags[index];
  };
  const auto connecting = [&](ClientId client) { return flag(connecting_, client); };
  on<ClientConnecting>(record, [&](const ClientConnecting& c) { connecting(c.client) = true; });
  on<ClientConnected>(record, [&](const ClientConnected& c) {
    connecting(c.client) = false;
    flag(opened_, c.socket) = true;
    ++succeeded_;
  });
  on<ClientRefused>(record, [&](const ClientRefused& refused) {
    connecting(refused.client) = false;
    failed(refused.client,
           refused.status == 0 ? "was not answered" : fmt::format("was answered with {}", refused.status), run);
  });
  // A client that is code may have another socket open meanwhile.
  on<ClientLeaving>(record, [&](const ClientLeaving& leaving) {
    if (!flag(opened_, leaving.socket)) connecting(leaving.client) = false;
  });
  on<ClientClosed>(record, [&](const ClientClosed& closed) {
    if (flag(opened_, closed.socket) || !connecting(closed.client)) return;
    connecting(closed.client) = false;
    failed(closed.client, "was answered with a protocol that it had not offered, or with none", run);
  });
}

void ConnectSuccess::failed(ClientId client, std::string how, const RunContext& run) {
  if (failed_++ > 0) return;
  first_ = Violation{.at = run.now(),
                     .who = run.client(client),
                     .explanation = {fmt::format("The first attempt to fail {}.", how)},
                     .record = run.record()};
}

Verdict ConnectSuccess::verdict(const RunContext& /*run*/) {
  const std::uint64_t attempts = succeeded_ + failed_;
  Verdict verdict{.property = name(),
                  .outcome = Outcome::holds,
                  .first = {},
                  .violations = 0,
                  .examined = attempts,
                  .why_unknown = {}};
  const auto most = static_cast<double>(attempts) * (1 - share_);
  constexpr double kRounding = 1e-9;
  if (attempts == 0) {
    verdict.outcome = Outcome::unknown;
    verdict.why_unknown = "no client tried to open a WebSocket";
  } else if (static_cast<double>(failed_) <= most + kRounding) {
    return verdict;
  } else if (share_ < 1 && most + kRounding < 1) {
    verdict.outcome = Outcome::unknown;
    verdict.why_unknown =
        fmt::format("{} of {} attempts failed: too few to tell {:.6g} % from", failed_, attempts, share_ * 100);
  } else {
    verdict.outcome = Outcome::violated;
    verdict.violations = failed_;
    verdict.first = first_;
    verdict.first->explanation.push_back(
        fmt::format("In all {} of {} attempts succeeded, {:.2f} %.", succeeded_, attempts,
                    100 * static_cast<double>(succeeded_) / static_cast<double>(attempts)));
  }
  return verdict;
}

}  // namespace models::invariants
