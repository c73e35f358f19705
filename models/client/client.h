#pragma once

// One client: comes, plays its script in a session, leaves, and comes again.
//
// A session lasts for its drawn length, or without one until its script ends (never, if something in it repeats). A
// session that falls due while the client is still in one is dropped: it is there already. The steps follow one
// another; a repeating step only begins there and goes on beside those after it. Sends need an open socket; without one
// they wait in the offline queue, if the group has any, and are left out otherwise. A connection that ends without the
// client's doing is opened again under the group's Reconnect policy, with the path that it had.
//
// Files: client.cpp its coming and going, client_script.cpp its steps, client_connection.cpp what keeps it connected.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/client/arrivals.h"
#include "models/client/client_group.h"
#include "models/client/client_socket.h"
#include "models/client/page.h"
#include "models/client/session_values.h"
#include "sim/queue.h"

namespace models::client {

class Client final : private SocketObserver {
 public:
  struct Place {
    std::uint32_t group = 0;
    std::uint32_t index = 0;
    const Visit* visit = nullptr;
    Client* tab_of = nullptr;
  };
  Client(World& world, const GroupPlan& plan, const Place& place);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() override;
  void start();
  /// One session, from now on. `gone` is called when nothing of it is left, from within this object.
  void visit(std::function<void()> gone);

 private:
  enum class Waiting : std::uint8_t { nothing, timer, open, closed, http, message };
  /// The timers of a session by number; those of repeating steps come behind them, in the order of their beginning.
  enum Timer : std::size_t { kStepTimer, kWithinTimer, kReconnectTimer, kBeatTimer, kBeatAnswerTimer, kOwnTimers };
  struct Repeat {
    std::size_t step;
    sim::RandomStream stream;
  };
  struct Loop {
    std::size_t step;
    std::uint64_t left;
    std::uint64_t pass = 1;
  };
  struct Unsent {
    network::Opcode opcode;
    network::Bytes bytes;
  };
  struct Pulse {
    sim::RandomStream beats;
    std::unique_ptr<Wanted> sign_of_life{};  // that is waited for
  };
  /// Requests by their numbers: what gives them up.
  using Asking = std::map<std::uint32_t, std::function<void()>>;
  /// What a session has of its own. Its draws are keyed by client and session, so that what happened in one session
  /// shifts nothing in the next.
  struct Session {
    std::string room;
    std::string path;  // of the latest connection
    std::vector<Repeat> repeats;
    sim::RandomStream waits;
    sim::RandomStream backoff;
    SessionValues values;
    std::size_t connect_step = 0;
    std::size_t step = 0;
    std::size_t next = 0;  // the step after this one
    sim::Time began{};
    std::size_t replayed = 0;    // messages of the visit
    std::uint32_t attempts = 0;  // failed connections in a row
    Waiting waiting = Waiting::nothing;
    bool has_length = false;
    bool ending = false;
    bool resuming = false;                // the connection that is being opened takes the place of a lost one
    std::vector<Loop> loops{};            // innermost last
    std::vector<std::uint32_t> visits{};  // of each step that draws
    sim::Queue<Unsent> unsent{};
    sim::Queue<network::Bytes> received{};  // since the last that was waited for
    std::unique_ptr<Wanted> wanted{};
    sim::Time waits_since{};
    std::uint32_t asked = 0;           // number of the request that is waited for
    std::unique_ptr<Asking> asking{};  // requests that are not answered yet
    std::unique_ptr<Pulse> pulse{};    // if there is a heartbeat
    std::unique_ptr<Page> page{};
    std::vector<sim::EventHandle> timers{};  // as far as any was armed
    sim::EventHandle end{};
  };

  void on_open(const std::string& protocol) override;
  void on_refused(const network::HttpResponse& response) override;
  void on_message(const network::Frame& frame) override;
  void on_pong(const network::Frame& frame) override;
  void on_closed(std::uint16_t code, const std::string& reason, bool was_clean) override;

  [[nodiscard]] sim::RandomStream session_stream(std::string_view site) const;
  /// Of the present step, whose draws are its own.
  [[nodiscard]] sim::RandomStream step_stream(std::string_view site);
  [[nodiscard]] sim::Entity session_entity() const;
  [[nodiscard]] std::string choose_room();
  [[nodiscard]] Speaker speaker() const;
  [[nodiscard]] const GroupConfig& config() const { return plan_.config; }
  [[nodiscard]] const StepTexts& texts() const { return plan_.texts[session_->step]; }

  // client.cpp
  void schedule_arrival();
  void begin_session();
  void open_session(std::string room);
  void open_tab();
  void arm(std::size_t timer, sim::Duration delay);
  void arm_at(std::size_t timer, sim::Time due);
  void disarm(std::size_t timer);
  void timer_due(std::size_t timer);
  void cancel_events();
  void end_session();
  void abandon_requests();
  void session_over();
  void tell_if_gone();

  // client_script.cpp
  void play();
  [[nodiscard]] bool play(const ConnectStep& step);
  [[nodiscard]] bool play(const SendStep& step);
  [[nodiscard]] bool play(const EveryStep& step);
  [[nodiscard]] bool play(const WaitStep& step);
  [[nodiscard]] bool play(const WaitForStep& step);
  [[nodiscard]] bool play(const HttpStep& step);
  [[nodiscard]] bool play(const LeaveStep& step);
  [[nodiscard]] bool play(const RepeatStep& step);
  [[nodiscard]] bool play(const EitherStep& step);
  [[nodiscard]] bool play(const IfReceivedStep& step);
  [[nodiscard]] bool play(const JumpStep& step);
  [[nodiscard]] bool play(const StopStep& step);
  [[nodiscard]] bool play(const ReplayStep& step);
  void go_on(Waiting after);
  void answered(std::uint32_t request, const std::optional<network::HttpResponse>& response);
  void waited(bool met);
  void look_for_wanted();
  void waited_too_long();
  void repeat_due(std::size_t repeat);
  void arm_repeat(std::size_t repeat);
  void steps_ended();

  // client_connection.cpp
  void connect();
  void try_again();
  void send(std::size_t step, const Template& message);
  [[nodiscard]] bool takes_message() const;
  void hand_over(network::Opcode opcode, network::Bytes bytes);
  void send_unsent();
  void beat();
  void no_sign_of_life();
  void sign_of_life();
  void leave(const LeaveStep& how);

  World& world_;
  const GroupPlan& plan_;
  const Visit* visit_;
  Client* tab_of_;
  std::string name_;
  std::uint32_t index_;
  network::Access access_;
  sim::Entity person_;  // a tab's is that of the client whose tab it is
  std::optional<Arrivals> arrivals_;
  std::uint64_t sessions_ = 0;
  std::uint64_t messages_ = 0;
  std::uint32_t requests_ = 0;
  bool leaving_ = false;  // the client itself has begun to end the connection
  std::function<void()> gone_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Client> tab_;
  sim::EventHandle tab_opens_;
  sim::EventHandle arrival_;
  ClientSocket socket_;
};

}  // namespace models::client
