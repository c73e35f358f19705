#include "models/network/connection.h"

// What befalls a connection without either end's doing.

namespace models::network {

bool Connection::established() const {
  return identity_.socket != SocketId::none && answered_ && !on_answer_ && !link_lost_ && !silent_ &&
         !at(Side::client).closed && !at(Side::server).closed;
}

bool Connection::is_asking() const {
  return identity_.socket == SocketId::none && !link_lost_ && !silent_ && !at(Side::client).closed;
}

/// Unless it finds out sooner, or has gone.
void Connection::finds_out(Side side, sim::Duration after) {
  End& end = at(side);
  const sim::Time when = sim::later(simulation()->now(), after);
  if (end.closed || (simulation()->pending(end.notice) && end.noticed_at <= when)) return;
  simulation()->cancel(end.notice);
  end.noticed_at = when;
  end.notice =
      simulation()->after(after, [self = ConnectionRef(this), side] { self->hear_loss(side, Loss::link_lost); });
}

void Connection::go_silent() {
  if (link_lost_ || silent_ || simulation() == nullptr) return;
  const sim::Time now = simulation()->now();
  simulation()->cancel(loss_event_);
  silent_ = true;
  simulation()->record(LinkLost{.client = identity_.client, .socket = identity_.socket});
  for (const Side side : {Side::server, Side::client}) {
    // What was on its way is not acknowledged either.
    if (link_.in_flight(side, now)) finds_out(side, medium_->tcp_timeout);
    if (medium_->keepalive.count() > 0) finds_out(side, medium_->keepalive);
  }
}

void Connection::half_open(std::optional<sim::Duration> lasts) {
  const ConnectionRef self(this);
  go_silent();
  hear_loss(Side::client, Loss::link_lost);
  if (lasts && simulation() != nullptr) finds_out(Side::server, *lasts);
}

void Connection::reset() {
  if (link_lost_ || simulation() == nullptr) return;
  link_lost_ = true;
  simulation()->record(LinkLost{.client = identity_.client, .socket = identity_.socket});
  for (const Side side : {Side::server, Side::client}) finds_out(side, link_.latency());
  tell_of_visitor(link_.latency());
}

void Connection::abandon() {
  // Whoever asked may be gone by the time that anything is heard, be it that the link was lost just now.
  on_answer_ = nullptr;
  on_piece_ = nullptr;
  if (simulation() == nullptr || at(Side::client).closed) return;
  if (!link_lost_ && !silent_)
    if (const auto arrives = arrival(Side::client, 0)) tell_of_visitor(*arrives - simulation()->now());
  drop(Side::client);
}

/// That whoever asks, and has not been answered, has gone.
void Connection::tell_of_visitor(sim::Duration after) {
  if (visited_ == nullptr) return;
  simulation()->after(after, [self = ConnectionRef(this)] {
    if (self->visited_ != nullptr) self->visited_->visitor_gone(self->visit_);
  });
}

}  // namespace models::network
