#include <utility>

#include "models/network/connection.h"

// A body that is still being written follows its answer over the same connection, piece by piece.

namespace models::network {

void Connection::carry_body() {
  body_->read([self = ConnectionRef(this)](BodyPiece piece) {
    if (self->simulation() == nullptr || self->link_lost_ || !self->body_) return;
    const bool more = piece.kind == BodyPiece::Kind::chunk;
    if (!more) {
      self->body_.reset();
      self->at(Side::server).closed = true;
    }
    const std::optional<sim::Time> arrives = self->arrival(Side::server, piece.bytes.size());
    if (!arrives) return;
    auto travelling = std::make_unique<BodyPiece>(std::move(piece));
    self->simulation()->at(*arrives,
                           [self, travelling = std::move(travelling)] { self->hear_piece(std::move(*travelling)); });
    if (more) self->carry_body();
  });
}

void Connection::hear_piece(BodyPiece piece) {
  if (link_lost_ || at(Side::client).closed || !on_piece_) return;
  if (piece.kind == BodyPiece::Kind::chunk) return on_piece_(std::move(piece));
  at(Side::client).closed = true;
  cancel_if_over();
  std::exchange(on_piece_, nullptr)(std::move(piece));
}

}  // namespace models::network
