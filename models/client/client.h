#pragma once

// One client: comes, plays its script in a session, leaves, and comes again.
//
// A session lasts for its drawn length, or without one until its script ends (never, if something in it repeats). A
// session that falls due while the client is still in one is dropped: it is there already. The steps follow one
// another; a repeating step only begins there and goes on beside those after it. Sends need an open socket and are
// left out without one. A connection that ends without the client's doing is opened again under the group's Reconnect
// policy, with the path that it had.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/client/arrivals.h"
#include "models/client/client_group.h"
#include "models/client/client_socket.h"

namespace models::client {

class Client final : private SocketObserver {
 public:
  Client(World& world, const GroupPlan& plan, std::uint32_t group, std::uint32_t index);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() override;
  void start();

 private:
  enum class Waiting : std::uint8_t { nothing, timer, open, closed, http };
  struct Repeat {
    std::size_t step;
    sim::RandomStream stream;
    sim::EventHandle next;
  };
  /// What a session has of its own. Its draws are keyed by client and session, so that what happened in one session
  /// shifts nothing in the next.
  struct Session {
    std::string room;
    std::string path;  // of the latest connection
    std::vector<Repeat> repeats;
    sim::RandomStream waits;
    sim::RandomStream backoff;
    std::size_t connect_step = 0;
    std::size_t step = 0;
    std::uint32_t attempts = 0;  // failed connections in a row
    Waiting waiting = Waiting::nothing;
    bool has_length = false;
    bool ending = false;
    sim::EventHandle end;
    sim::EventHandle timer;
    sim::EventHandle reconnect;
  };

  void on_open(const std::string& protocol) override;
  void on_refused(const network::HttpResponse& response) override;
  void on_message(const network::Frame& /*frame*/) override {}
  void on_closed(std::uint16_t code, const std::string& reason, bool was_clean) override;

  [[nodiscard]] sim::RandomStream session_stream(std::string_view site) const;
  [[nodiscard]] sim::Entity session_entity() const;
  [[nodiscard]] std::string choose_room();
  [[nodiscard]] Speaker speaker() const;
  [[nodiscard]] const GroupConfig& config() const { return plan_.config; }

  void schedule_arrival();
  void begin_session();
  void play();
  [[nodiscard]] bool play(const ConnectStep& step);
  [[nodiscard]] bool play(const SendStep& step);
  [[nodiscard]] bool play(const EveryStep& step);
  [[nodiscard]] bool play(const WaitStep& step);
  [[nodiscard]] bool play(const HttpStep& step);
  [[nodiscard]] bool play(const LeaveStep& step);
  void go_on(Waiting after);
  void connect();
  void try_again();
  void send_text(std::size_t step, bool binary);
  void schedule_repeat(std::size_t repeat);
  void leave(const LeaveStep& how);
  void steps_ended();
  void end_session();
  void session_over();

  World& world_;
  const GroupPlan& plan_;
  std::string name_;
  std::uint32_t index_;
  network::Access access_;
  std::optional<Arrivals> arrivals_;
  std::uint64_t sessions_ = 0;
  std::uint64_t messages_ = 0;
  std::uint32_t requests_ = 0;
  bool leaving_ = false;  // the client itself has begun to end the connection
  std::unique_ptr<Session> session_;
  sim::EventHandle arrival_;
  ClientSocket socket_;
};

}  // namespace models::client
