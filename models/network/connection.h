#pragma once

// One TCP connection: its link, and what both sides know of it. Events on their way share its ownership, so that
// they are safe after the ends, the network and even the listener are gone.

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "models/network/edge.h"
#include "models/network/link.h"
#include "models/network/wire.h"
#include "sim/simulation.h"

namespace models::network {

/// What the connections of one network share.
struct Medium {
  sim::Simulation* simulation = nullptr;  // null once the network is gone: nothing is sent any more
  std::vector<LinkKind> kinds;
  sim::Duration tcp_timeout{};
  sim::Duration connect_timeout{};
  sim::Duration keepalive{};
  std::optional<Regions> regions{};
  std::deque<AccessLine> lines{};  // of clients that need one, in the order in which they came
  std::uint64_t visits = 0;        // plain requests so far
};

/// Hears how a request was answered; empty if no answer can come any more.
using OnAnswer = std::function<void(std::optional<Answer>)>;

/// Hears the pieces of a streamed answer's body, after the answer.
using OnPiece = std::function<void(BodyPiece)>;

class Connection;

/// Counted ownership within one thread: half of what std::shared_ptr takes inside an event.
class ConnectionRef {
 public:
  explicit ConnectionRef(Connection* connection) noexcept;
  ConnectionRef(const ConnectionRef& other) noexcept : ConnectionRef(other.connection_) {}
  ConnectionRef(ConnectionRef&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  ConnectionRef& operator=(ConnectionRef other) noexcept {
    std::swap(connection_, other.connection_);
    return *this;
  }
  ~ConnectionRef();
  Connection* operator->() const { return connection_; }

 private:
  void end() noexcept;
  Connection* connection_;
};

class Connection {
 public:
  struct Identity {
    ClientId client{};
    SocketId socket{};
    sim::Entity entity{};  // of this connection
    std::uint32_t kind = 0;
    AccessLine* line = nullptr;
    RegionId region = RegionId::none;
  };
  Connection(std::shared_ptr<Medium> medium, const Identity& identity);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// One end; each is taken once.
  [[nodiscard]] std::unique_ptr<WireEnd> end(Side side);
  /// Sends the request to the platform. The server's frames wait until its answer has left.
  void ask(Edge& edge, HttpRequest request, bool upgrade, OnAnswer on_answer, OnPiece on_piece = nullptr);

  void listen(Side side, WireListener* listener);
  void send(Side from, Frame frame);
  void drop(Side side);
  void leads_to(RegionId region);

  // ---- what befalls it (connection_faults.cpp)
  /// A WebSocket that is open at both ends.
  [[nodiscard]] bool established() const;
  /// From now on nothing passes, and neither end is told: it finds out by what it sends, or by its keepalive.
  void go_silent();
  /// The client has gone without a word: its own end knows at once.
  void half_open(std::optional<sim::Duration> lasts = {});
  /// Both ends are told as fast as the way is.
  void reset();
  /// Whoever asked wants no answer any more, and hears none; the room is told as fast as the way is.
  void abandon();
  [[nodiscard]] bool gone(Side side) const { return at(side).closed; }
  [[nodiscard]] SocketId socket() const { return identity_.socket; }
  /// A plain request whose answer is not whole yet.
  [[nodiscard]] bool is_asking() const;

 private:
  friend class ConnectionRef;
  struct End {
    WireListener* listener = nullptr;
    bool closed = false;               // dropped, or the loss has been noticed
    std::vector<Frame> unheard;        // came while nobody listened
    std::optional<Loss> unheard_loss;  // after those
    sim::EventHandle notice;
    sim::Time noticed_at{};  // while that is pending
  };
  class Reply;
  [[nodiscard]] End& at(Side side) { return ends_[static_cast<std::size_t>(side)]; }
  [[nodiscard]] const End& at(Side side) const { return ends_[static_cast<std::size_t>(side)]; }
  [[nodiscard]] sim::Simulation* simulation() const { return medium_->simulation; }

  [[nodiscard]] std::optional<sim::Time> arrival(Side from, std::size_t bytes);
  void finds_out(Side side, sim::Duration after);
  void tell_of_visitor(sim::Duration after);
  void post_end(Side from);
  void arrive(Side to, const Frame& frame);
  void hear_loss(Side side, Loss loss);
  void replay(Side side);
  void answer(std::optional<Answer> answer);
  void hear_answer(Answer answer);
  void carry_body();
  void hear_piece(BodyPiece piece);
  void lose_link_at(sim::Time when);
  void lose_link();
  void cancel_if_over();

  std::uint32_t references_ = 0;
  std::shared_ptr<Medium> medium_;
  Identity identity_;
  Link link_;
  std::array<End, 2> ends_;
  Edge* visited_ = nullptr;  // by a plain request that is not answered yet
  std::uint64_t visit_ = 0;
  bool answered_ = true;       // false: what the server sends waits for its answer
  bool only_headers_ = false;  // are asked for: HEAD
  bool link_lost_ = false;
  bool silent_ = false;
  sim::Time last_sent_{};  // from either side; kept where there is a NAT timeout
  bool end_held_ = false;
  std::vector<Frame> held_;
  OnAnswer on_answer_;
  OnPiece on_piece_;
  std::unique_ptr<BodySource> body_;  // of the answer, as long as the server writes it
  sim::EventHandle loss_event_;
  sim::Time loss_due_ = sim::Time::max();
};

inline ConnectionRef::ConnectionRef(Connection* connection) noexcept : connection_(connection) {
  if (connection_ != nullptr) ++connection_->references_;
}
inline ConnectionRef::~ConnectionRef() {
  if (connection_ != nullptr && --connection_->references_ == 0) end();
}

}  // namespace models::network
