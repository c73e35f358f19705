#include "models/network/connection.h"

#include <string>

namespace models::network {
namespace {

constexpr std::size_t kFrameHeader = 8;  // of a WebSocket frame, between 2 and 14 bytes
constexpr std::size_t kHttpHeaders = 400;

std::size_t size_of(const HttpRequest& request) { return kHttpHeaders + request.url.size() + request.body.size(); }
std::size_t size_of(const HttpResponse& response) { return kHttpHeaders + response.body.size(); }

/// As clients of HTTP say it: for what has a body, and for methods that mean one.
void say_length(HttpRequest& request) {
  const bool means_body = request.method == "POST" || request.method == "PUT";
  if ((request.body.empty() && !means_body) || request.header("content-length") != nullptr ||
      request.header("transfer-encoding") != nullptr) {
    return;
  }
  request.headers.emplace_back("content-length", std::to_string(request.body.size()));
}

class ConnectionEnd final : public WireEnd {
 public:
  ConnectionEnd(ConnectionRef connection, Side side) : connection_(std::move(connection)), side_(side) {}
  ~ConnectionEnd() override { connection_->drop(side_); }
  ConnectionEnd(const ConnectionEnd&) = delete;
  ConnectionEnd& operator=(const ConnectionEnd&) = delete;

  void listen(WireListener* listener) override { connection_->listen(side_, listener); }
  void send(Frame frame) override { connection_->send(side_, std::move(frame)); }
  void drop() override { connection_->drop(side_); }
  void leads_to(RegionId region) override { connection_->leads_to(region); }
  [[nodiscard]] bool gone() const override { return connection_->gone(side_); }
  [[nodiscard]] SocketId socket() const override { return connection_->socket(); }

 private:
  ConnectionRef connection_;
  Side side_;
};

}  // namespace

/// Stands behind a Respond: destroyed without an answer, it tells the client that none will come.
class Connection::Reply {
 public:
  explicit Reply(ConnectionRef connection) : connection_(std::move(connection)) {}
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;
  ~Reply() {
    if (!answered_) connection_->answer(std::nullopt);
  }
  void answer(Answer answer) {
    if (!std::exchange(answered_, true)) connection_->answer(std::move(answer));
  }

 private:
  ConnectionRef connection_;
  bool answered_ = false;
};

Connection::Connection(std::shared_ptr<Medium> medium, const Identity& identity)
    : medium_(std::move(medium)),
      identity_(identity),
      link_(medium_->kinds[identity.kind], identity.line, medium_->simulation->choices(), identity.entity),
      last_sent_(medium_->simulation->now()) {
  if (identity.line != nullptr) identity.line->connections.push_back(this);
  if (link_.lives_for()) lose_link_at(sim::later(simulation()->now(), *link_.lives_for()));
}

// g++ 12 takes a deletion that it can see into for a use after an earlier one.
[[gnu::noinline]] void ConnectionRef::end() noexcept { delete connection_; }

Connection::~Connection() {
  if (identity_.line != nullptr) std::erase(identity_.line->connections, this);
}

std::unique_ptr<WireEnd> Connection::end(Side side) {
  return std::make_unique<ConnectionEnd>(ConnectionRef(this), side);
}

void Connection::ask(Edge& edge, HttpRequest request, bool upgrade, OnAnswer on_answer, OnPiece on_piece) {
  const ConnectionRef self(this);
  answered_ = false;
  on_answer_ = std::move(on_answer);
  on_piece_ = std::move(on_piece);
  if (!upgrade) at(Side::server).closed = true;  // no end is offered, so nobody is there to notice a loss
  request.region = identity_.region;
  say_length(request);
  only_headers_ = request.method == "HEAD";
  const std::optional<sim::Time> arrives =
      link_.handshake(simulation()->now(), medium_->connect_timeout, size_of(request));
  if (!arrives) {
    at(Side::server).closed = true;
    at(Side::client).notice =
        simulation()->after(medium_->connect_timeout, [self] { self->hear_loss(Side::client, Loss::link_lost); });
    return;
  }
  struct Offer {
    HttpRequest request;
    std::unique_ptr<WireEnd> server_end;
  };
  auto offer = std::make_unique<Offer>(std::move(request), upgrade ? end(Side::server) : nullptr);
  simulation()->at(*arrives, [self, &edge, offer = std::move(offer)] {
    if (self->link_lost_) return;
    if (self->at(Side::server).closed) {
      self->visited_ = &edge;
      self->visit_ = offer->request.visit = ++self->medium_->visits;
    }
    auto reply = std::make_shared<Reply>(self);
    edge.request(std::move(offer->request), std::move(offer->server_end),
                 [reply](Answer answer) { reply->answer(std::move(answer)); });
  });
}

void Connection::answer(std::optional<Answer> answer) {
  if (answered_ || simulation() == nullptr) return;
  answered_ = true;
  visited_ = nullptr;
  if (link_lost_ || at(Side::client).closed) return;
  if (!answer) {
    post_end(Side::server);
    return;
  }
  if (only_headers_) {
    answer->response.body.clear();
    answer->body.reset();
  }
  const bool upgraded = answer->upgraded;
  if (answer->body != nullptr) {
    body_ = std::move(answer->body);
    answer->streamed = true;
    at(Side::server).closed = false;  // it notices when the client has gone
  }
  if (const auto arrives = arrival(Side::server, size_of(answer->response))) {
    auto travelling = std::make_unique<Answer>(std::move(*answer));
    simulation()->at(*arrives, [self = ConnectionRef(this), travelling = std::move(travelling)] {
      self->hear_answer(std::move(*travelling));
    });
  }
  if (body_) carry_body();
  if (!upgraded) return;
  for (Frame& frame : std::exchange(held_, {})) send(Side::server, std::move(frame));
  if (end_held_) post_end(Side::server);
}

void Connection::hear_answer(Answer answer) {
  if (link_lost_ || silent_ || !on_answer_) return;
  const OnAnswer on_answer = std::exchange(on_answer_, nullptr);
  if (!answer.upgraded && !answer.streamed) {
    at(Side::client).closed = true;
    if (!at(Side::server).closed) {
      hear_loss(Side::server, Loss::peer_gone);
    } else {
      cancel_if_over();
    }
  }
  on_answer(std::move(answer));
}

void Connection::listen(Side side, WireListener* listener) {
  End& end = at(side);
  end.listener = listener;
  if (listener == nullptr || simulation() == nullptr || (end.unheard.empty() && !end.unheard_loss)) return;
  simulation()->after(sim::Duration::zero(), [self = ConnectionRef(this), side] { self->replay(side); });
}

void Connection::replay(Side side) {
  End& end = at(side);
  if (end.listener == nullptr) return;
  if (!end.unheard.empty()) {
    const Frame frame = std::move(end.unheard.front());
    end.unheard.erase(end.unheard.begin());
    if (!end.unheard.empty() || end.unheard_loss) listen(side, end.listener);
    end.listener->on_frame(frame);
  } else if (end.unheard_loss) {
    const Loss loss = *std::exchange(end.unheard_loss, std::nullopt);
    std::exchange(end.listener, nullptr)->on_lost(loss);
  }
}

std::optional<sim::Time> Connection::arrival(Side from, std::size_t bytes) {
  const sim::Time now = simulation()->now();
  if (const auto& most = link_.profile().nat_timeout) {
    if (now - last_sent_ > *most && identity_.socket != SocketId::none && answered_) go_silent();
    last_sent_ = now;
  }
  if (silent_) {
    finds_out(from, medium_->tcp_timeout);
    return std::nullopt;
  }
  const Passage passage = link_.pass(from, now, medium_->tcp_timeout, bytes);
  if (passage.lost) lose_link_at(*passage.lost);
  return passage.arrives;
}

void Connection::leads_to(RegionId region) {
  if (medium_->regions && region != RegionId::none && identity_.region != RegionId::none)
    link_.extend(*medium_->regions, identity_.region, region);
}

void Connection::send(Side from, Frame frame) {
  if (at(from).closed || simulation() == nullptr) return;
  if (!answered_ && from == Side::server) {
    held_.push_back(std::move(frame));
    return;
  }
  if (link_lost_) return;
  const std::optional<sim::Time> arrives = arrival(from, kFrameHeader + frame.bytes->size());
  if (!arrives) return;
  simulation()->at(
      *arrives, [self = ConnectionRef(this), to = other(from), frame = std::move(frame)] { self->arrive(to, frame); });
}

void Connection::arrive(Side to, const Frame& frame) {
  End& end = at(to);
  if (link_lost_ || silent_ || end.closed) return;
  if (end.listener == nullptr || !end.unheard.empty()) {
    end.unheard.push_back(frame);
    return;
  }
  end.listener->on_frame(frame);
}

void Connection::drop(Side side) {
  End& end = at(side);
  end.listener = nullptr;
  end.unheard.clear();
  end.unheard_loss.reset();
  if (end.closed) return;
  end.closed = true;
  if (simulation() == nullptr) return;
  simulation()->cancel(end.notice);
  if (side == Side::client) on_answer_ = nullptr;
  if (!answered_ && side == Side::server) {
    end_held_ = true;
  } else {
    post_end(side);
  }
  cancel_if_over();
}

void Connection::post_end(Side from) {
  const Side to = other(from);
  if (link_lost_ || at(to).closed) return;
  if (const auto arrives = arrival(from, 0)) {
    simulation()->at(*arrives, [self = ConnectionRef(this), to] {
      if (!self->link_lost_ && !self->silent_) self->hear_loss(to, Loss::peer_gone);
    });
  }
}

void Connection::hear_loss(Side side, Loss loss) {
  End& end = at(side);
  if (end.closed) return;
  end.closed = true;
  cancel_if_over();
  if (side == Side::server && body_) return body_.reset();
  if (side == Side::client && !on_answer_ && on_piece_) return on_piece_({.kind = BodyPiece::Kind::broken_off});
  if (side == Side::client && on_answer_) {
    const OnAnswer on_answer = std::exchange(on_answer_, nullptr);
    on_answer(std::nullopt);
  } else if (end.listener == nullptr || !end.unheard.empty()) {
    end.unheard_loss = loss;
  } else {
    std::exchange(end.listener, nullptr)->on_lost(loss);
  }
}

void Connection::lose_link_at(sim::Time when) {
  if (link_lost_ || loss_due_ <= when) return;
  simulation()->cancel(loss_event_);
  loss_due_ = when;
  loss_event_ = simulation()->at(when, [self = ConnectionRef(this)] { self->lose_link(); });
}

void Connection::lose_link() {
  const ConnectionRef self(this);
  if (link_lost_) return;
  link_lost_ = true;
  simulation()->record(LinkLost{.client = identity_.client, .socket = identity_.socket});
  tell_of_visitor(link_.notices_after(Side::server));
  for (const Side side : {Side::server, Side::client}) {
    if (at(side).closed) continue;
    at(side).notice =
        simulation()->after(link_.notices_after(side), [self, side] { self->hear_loss(side, Loss::link_lost); });
  }
}

void Connection::cancel_if_over() {
  const bool over = at(Side::client).closed && at(Side::server).closed;
  if (!over || simulation() == nullptr) return;
  simulation()->cancel(loss_event_);
  loss_due_ = sim::Time::min();
}

}  // namespace models::network
