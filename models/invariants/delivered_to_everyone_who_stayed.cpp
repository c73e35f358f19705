#include "models/invariants/delivered_to_everyone_who_stayed.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/internal_sockets.h"
#include "sim/calendar.h"

namespace models::invariants {

DeliveredToEveryoneWhoStayed::Socket& DeliveredToEveryoneWhoStayed::at(SocketId id) {
  const auto index = static_cast<std::size_t>(id);
  if (sockets_.size() <= index) sockets_.resize(index + 1);
  return sockets_[index];
}

void DeliveredToEveryoneWhoStayed::visit(const sim::RawRecord& record, const RunContext& run) {
  on<ClientConnected>(record, [this](const ClientConnected& c) { at(c.socket).client = c.client; });
  on<MessageLeft>(record, [&](const MessageLeft& message) {
    if (message.socket >= kFirstInternalSocket) return;  // to another object, or to a client unknown
    Socket& socket = at(message.socket);
    if (!socket.left) socket.on_the_way.push_back({record.at, message.body, message.room});
  });
  on<ClientReceived>(record, [&](const ClientReceived& received) { receive(received, record.at, run); });
  on<ClientLeaving>(record, [this](const ClientLeaving& leaving) { leave(leaving.socket); });
  on<ClientClosed>(record, [this](const ClientClosed& closed) { leave(closed.socket); });
  on<LinkLost>(record, [this](const LinkLost& lost) { leave(lost.socket); });
}

void DeliveredToEveryoneWhoStayed::receive(const ClientReceived& received, sim::Time now, const RunContext& run) {
  Socket& socket = at(received.socket);
  if (socket.left) return;
  const auto first = socket.on_the_way.begin() + static_cast<std::ptrdiff_t>(socket.arrived);
  const auto found =
      std::find_if(first, socket.on_the_way.end(), [&](const Sent& sent) { return sent.body == received.body; });
  // An automatic answer is sent by no room.
  if (found == socket.on_the_way.end()) return;
  findings_.examined();
  if (found != first) {
    findings_.violated(
        {.at = now,
         .who = run.client(received.client),
         .explanation = {fmt::format("{} left {} at {}.", run.quoted(first->body), run.room(first->room),
                                     sim::format_time(first->at)),
                         fmt::format("{} left after it, at {}, but was received first; {} messages were passed over.",
                                     run.quoted(found->body), sim::format_time(found->at), found - first),
                         "The client was connected all the while."}});
  }
  socket.arrived = static_cast<std::size_t>(found - socket.on_the_way.begin()) + 1;
  if (socket.arrived == socket.on_the_way.size()) {
    socket.on_the_way.clear();
    socket.arrived = 0;
  }
}

void DeliveredToEveryoneWhoStayed::leave(SocketId id) {
  if (id == SocketId::none) return;
  Socket& socket = at(id);
  socket.left = true;
  socket.on_the_way = {};
  socket.arrived = 0;
}

Verdict DeliveredToEveryoneWhoStayed::verdict(const RunContext& run) {
  Findings findings = findings_;
  for (const Socket& socket : sockets_) {
    if (socket.left || socket.client == ClientId::none) continue;
    for (std::size_t i = socket.arrived; i < socket.on_the_way.size(); ++i) {
      const Sent& sent = socket.on_the_way[i];
      if (sim::later(sent.at, kLongEnough) > run.now()) break;
      findings.examined();
      findings.violated(
          {.at = sent.at,
           .who = run.client(socket.client),
           .explanation = {fmt::format("{} left {} for {} at {}.", run.quoted(sent.body), run.room(sent.room),
                                       run.client(socket.client), sim::format_time(sent.at)),
                           fmt::format("It had not arrived when the run ended {} later, and the client was connected "
                                       "all the while.",
                                       sim::format_duration(run.now() - sent.at))}});
    }
  }
  return findings.verdict(name(), "no room sent anything to a client that stayed, or the trace keeps no messages");
}

}  // namespace models::invariants
