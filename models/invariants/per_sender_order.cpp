#include "models/invariants/per_sender_order.h"

#include <fmt/format.h>

#include "models/internal_sockets.h"
#include "sim/calendar.h"

namespace models::invariants {

PerSenderOrder::PerSenderOrder(const MessageIdentity& identity)
    : by_number_(!identity.number.empty()), key_(identity.as_sent, identity.id, identity.with) {
  if (by_number_) number_.emplace(identity.number, identity.with);
  if (!identity.sender.empty()) sender_.emplace(identity.sender, identity.with);
}

void PerSenderOrder::visit(const sim::RawRecord& record, const RunContext& run) {
  on<ClientReceived>(record, [&](const ClientReceived& message) {
    if (by_number_)
      received_number(message, run);
    else
      received(message, run);
  });
  on<ClientClosed>(record, [this](const ClientClosed& closed) { lanes_of(closed.socket) = {}; });
  if (by_number_) return;
  on<ClientSent>(record, [&](const ClientSent& message) { sent(message, record.at, run); });
  on<MessageArrived>(record, [&](const MessageArrived& message) {
    arrivals_told_ = true;
    if (!message.auto_response) return;
    const auto key = key_(message.body, run);
    if (Sent* known = key ? sent_.find(*key) : nullptr) known->says_nothing = true;
  });
  on<SocketAccepted>(record, [this](const SocketAccepted& accepted) {
    if (accepted.socket >= kFirstInternalSocket) return;
    const auto index = static_cast<std::size_t>(accepted.socket);
    if (sent_before_.size() <= index) sent_before_.resize(index + 1);
    sent_before_[index] = sent_so_far_;
  });
}

PerSenderOrder::Lanes& PerSenderOrder::lanes_of(SocketId socket) {
  const auto index = static_cast<std::size_t>(socket);
  if (lanes_.size() <= index) lanes_.resize(index + 1);
  return lanes_[index];
}

void PerSenderOrder::sent(const ClientSent& message, sim::Time at, const RunContext& run) {
  const auto key = key_(message.body, run);
  if (!key) return;
  const auto [known, is_new] = sent_.add(*key);
  if (!is_new) {
    known.says_nothing = true;
    return;
  }
  known = {.on = message.socket, .by = message.client, .number = ++sent_so_far_, .at = at, .says_nothing = false};
}

void PerSenderOrder::received(const ClientReceived& message, const RunContext& run) {
  const auto key = key_(message.body, run);
  const Sent* const known = key ? sent_.find(*key) : nullptr;
  if (known == nullptr || known->says_nothing) return;
  if (known->on == message.socket && !arrivals_told_) return;
  const auto index = static_cast<std::size_t>(message.socket);
  // A socket that no room accepted is the Worker's own: it passes on what others see.
  if (index >= sent_before_.size() || known->number <= sent_before_[index]) return;
  step(message, static_cast<std::uint64_t>(known->on), static_cast<double>(known->number), known, run);
}

void PerSenderOrder::received_number(const ClientReceived& message, const RunContext& run) {
  const auto number = (*number_)(message.body, run);
  if (!number || !number->number) return;
  std::uint64_t sender = 0;
  if (sender_) {
    const auto found = (*sender_)(message.body, run);
    if (!found) return;
    sender = found->key;
  }
  step(message, sender, *number->number, nullptr, run);
}

void PerSenderOrder::step(const ClientReceived& message, std::uint64_t sender, double number, const Sent* sent,
                          const RunContext& run) {
  Lanes& lanes = lanes_of(message.socket);
  Lane& lane = lanes[sender];
  const GrowingNumbers::Step step = lane.numbers.next(number);
  if (step == GrowingNumbers::Step::grew || step == GrowingNumbers::Step::overtaken) findings_.examined();
  if (step == GrowingNumbers::Step::overtaken) overtaken(message, lane, number, sent, run);
  if (step == GrowingNumbers::Step::first || step == GrowingNumbers::Step::grew) {
    lane.newest = message.body;
    lane.newest_number = number;
    if (sent != nullptr) lane.newest_at = sent->at;
  }
  if (lanes.size() > kMostSenders) lanes.erase(lanes.begin());
}

void PerSenderOrder::overtaken(const ClientReceived& message, const Lane& lane, double number, const Sent* sent,
                               const RunContext& run) {
  Violation violation{.at = run.now(), .who = run.client(message.client), .explanation = {}, .record = run.record()};
  if (sent != nullptr) {
    violation.explanation = {
        fmt::format("{} sent {} at {}, and {} on the same connection at {}.", run.client(sent->by),
                    run.quoted(message.body), sim::format_time(sent->at), run.quoted(lane.newest),
                    sim::format_time(lane.newest_at)),
        fmt::format("{} received the second first, and now the first.", run.client(message.client)),
        "Handlers that wait (for storage outside of the input gate, for a fetch) are overtaken by the messages behind "
        "them: send before waiting, wait within blockConcurrencyWhile(), or queue by sender."};
  } else {
    violation.explanation = {fmt::format("{} received {} of number {}, after {} of number {} on the same connection.",
                                         run.client(message.client), run.quoted(message.body), number,
                                         run.quoted(lane.newest), lane.newest_number)};
  }
  findings_.violated(std::move(violation));
}

Verdict PerSenderOrder::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(), by_number_ ? "no client received two numbers of one sender"
                                              : "no client received two messages that another one had sent on one "
                                                "connection, each once, while it was there");
}

}  // namespace models::invariants
