#include "models/runtime/socket_pipe.h"

#include <array>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace models::runtime {
namespace {

using network::Frame;
using network::Loss;

class Pipe {
 public:
  explicit Pipe(sim::Simulation& simulation) : simulation_(simulation) {}

  void listen(const std::shared_ptr<Pipe>& self, int side, network::WireListener* listener) {
    End& end = ends_[index(side)];
    end.listener = listener;
    if (listener != nullptr && !end.unheard.empty()) post(self, side);
  }
  void send(const std::shared_ptr<Pipe>& self, int from, Frame frame) {
    if (!gone(from)) arrive(self, 1 - from, std::move(frame));
  }
  void drop(const std::shared_ptr<Pipe>& self, int side) {
    End& end = ends_[index(side)];
    end.listener = nullptr;
    end.unheard.clear();
    if (std::exchange(end.dropped, true)) return;
    arrive(self, 1 - side, Loss::peer_gone);
  }
  [[nodiscard]] bool gone(int side) const { return ends_[index(side)].dropped || ends_[index(side)].lost; }

 private:
  using Arrival = std::variant<Frame, Loss>;
  struct End {
    network::WireListener* listener = nullptr;
    std::vector<Arrival> unheard;  // in order of sending
    bool dropped = false;
    bool lost = false;    // has heard that the other end is gone
    bool posted = false;  // an event is under way that lets it hear one arrival
  };
  static std::size_t index(int side) { return static_cast<std::size_t>(side); }

  void arrive(const std::shared_ptr<Pipe>& self, int to, Arrival arrival) {
    End& end = ends_[index(to)];
    if (end.dropped) return;
    end.unheard.push_back(std::move(arrival));
    if (end.listener != nullptr) post(self, to);
  }
  /// One event for each arrival, so that what a listener does comes between them.
  void post(const std::shared_ptr<Pipe>& self, int side) {
    if (std::exchange(ends_[index(side)].posted, true)) return;
    simulation_.after({}, sim::Action([self, side] { self->hear(self, side); }));
  }
  void hear(const std::shared_ptr<Pipe>& self, int side) {
    End& end = ends_[index(side)];
    end.posted = false;
    if (end.listener == nullptr || end.unheard.empty()) return;
    const Arrival arrival = std::move(end.unheard.front());
    end.unheard.erase(end.unheard.begin());
    if (!end.unheard.empty()) post(self, side);
    if (const auto* frame = std::get_if<Frame>(&arrival)) {
      end.listener->on_frame(*frame);
      return;
    }
    end.lost = true;
    std::exchange(end.listener, nullptr)->on_lost(std::get<Loss>(arrival));
  }

  sim::Simulation& simulation_;
  std::array<End, 2> ends_;
};

class PipeEnd final : public network::WireEnd {
 public:
  PipeEnd(std::shared_ptr<Pipe> pipe, int side) : pipe_(std::move(pipe)), side_(side) {}
  ~PipeEnd() override { pipe_->drop(pipe_, side_); }
  PipeEnd(const PipeEnd&) = delete;
  PipeEnd& operator=(const PipeEnd&) = delete;
  void listen(network::WireListener* listener) override { pipe_->listen(pipe_, side_, listener); }
  void send(Frame frame) override { pipe_->send(pipe_, side_, std::move(frame)); }
  void drop() override { pipe_->drop(pipe_, side_); }
  [[nodiscard]] bool gone() const override { return pipe_->gone(side_); }
  [[nodiscard]] SocketId socket() const override { return SocketId::none; }

 private:
  std::shared_ptr<Pipe> pipe_;
  int side_;
};

}  // namespace

PipeEnds make_socket_pipe(sim::Simulation& simulation) {
  const auto pipe = std::make_shared<Pipe>(simulation);
  return {std::make_unique<PipeEnd>(pipe, 0), std::make_unique<PipeEnd>(pipe, 1)};
}

}  // namespace models::runtime
