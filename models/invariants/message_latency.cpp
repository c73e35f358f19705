#include "models/invariants/message_latency.h"

#include <fmt/format.h>

#include "models/internal_sockets.h"
#include "sim/calendar.h"

namespace models::invariants {

MessageLatency::MessageLatency(const MessageIdentity& identity, std::vector<QuantileLimit> limits)
    : relayed_(identity.as_sent || !identity.id.empty()),
      key_(identity.as_sent, identity.id, identity.with),
      share_(std::move(limits)) {}

std::string MessageLatency::name() const { return "message latency " + share_.limits(); }

MessageLatency::Socket& MessageLatency::socket(SocketId id) {
  const auto index = static_cast<std::size_t>(id);
  if (sockets_.size() <= index) sockets_.resize(index + 1);
  return sockets_[index];
}

void MessageLatency::visit(const sim::RawRecord& record, const RunContext& run) {
  if (relayed_)
    visit_relayed(record, run);
  else
    visit_ways(record, run);
}

void MessageLatency::visit_ways(const sim::RawRecord& record, const RunContext& run) {
  on<ClientSent>(record, [&](const ClientSent& message) {
    Socket& on = socket(message.socket);
    if (on.uncounted) return;
    on.client = message.client;
    on.sent.push_back(record.at);
    if (on.sent.size() <= kMostOnTheWay) return;
    on.sent.clear();  // nobody tells of arrivals: a Worker's own socket
    on.uncounted = true;
  });
  on<MessageArrived>(record, [&](const MessageArrived& message) {
    if (message.socket >= kFirstInternalSocket) return;
    Socket& on = socket(message.socket);
    if (on.sent.empty()) return;
    if (!message.auto_response) on.arrived.push_back(on.sent.front());
    on.sent.pop_front();
  });
  on<InvocationBegan>(record, [&](const InvocationBegan& began) {
    if (began.kind != InvocationKind::message || began.room == RoomId::none || began.socket >= kFirstInternalSocket)
      return;
    Socket& on = socket(began.socket);
    if (on.arrived.empty()) return;
    const sim::Time sent = on.arrived.front();
    on.arrived.pop_front();
    took(record.at - sent, on.client, "until its room began to handle it", run);
  });
  // What was on its way has no one to arrive at.
  on<SocketGone>(record, [&](const SocketGone& gone) {
    if (gone.socket < kFirstInternalSocket) socket(gone.socket) = {};
  });
  on<ClientClosed>(record, [&](const ClientClosed& closed) { socket(closed.socket).sent.clear(); });
}

void MessageLatency::visit_relayed(const sim::RawRecord& record, const RunContext& run) {
  on<ClientConnected>(record, [this](const ClientConnected& c) { socket(c.socket).opened_after = sent_so_far_; });
  on<ClientSent>(record, [&](const ClientSent& message) {
    const auto key = key_(message.body, run);
    if (!key) return;
    const auto [known, is_new] = sent_.add(*key);
    if (is_new)
      known = {.on = message.socket, .at = record.at, .number = ++sent_so_far_, .again = false};
    else
      known.again = true;
  });
  on<ClientReceived>(record, [&](const ClientReceived& message) {
    const auto key = key_(message.body, run);
    const Sent* const known = key ? sent_.find(*key) : nullptr;
    if (known == nullptr || known->again || known->on == message.socket) return;
    if (known->number <= socket(message.socket).opened_after) return;  // history
    if (!received_.add(key_of(*key, static_cast<std::uint64_t>(message.socket))).second) return;
    took(record.at - known->at, message.client, "from its sender to this client", run);
  });
}

void MessageLatency::took(sim::Duration time, ClientId client, std::string_view did, const RunContext& run) {
  if (!share_.add(time)) return;
  share_.told(
      {.at = run.now(),
       .who = run.client(client),
       .explanation = {fmt::format("The first message to be too slow took {} {}.", sim::format_duration(time), did)},
       .record = run.record()});
}

Verdict MessageLatency::verdict(const RunContext& /*run*/) {
  return share_.verdict(name(), "messages",
                        relayed_ ? "no client received what another one had sent"
                                 : "no room handled a client's message, or the trace keeps none");
}

}  // namespace models::invariants
