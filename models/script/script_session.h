#pragma once

// One session of a client that is code: a page that is opened, lives and is closed. It has a realm of its own, in which
// the module is evaluated afresh, and every socket, timer and request that the code makes.
//
// Client code takes no virtual time. What happens to the session while its code runs (a socket that it closes itself)
// reaches the code when that turn is over.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "models/client/client_socket.h"
#include "models/client/group.h"
#include "models/script/script_code.h"
#include "sim/choice.h"

namespace models::script {

/// What all clients of a group have in common.
struct Stage {
  client::World& world;
  js::Engine& engine;
  const ScriptCode& code;
  const client::GroupConfig& config;
  const std::set<std::string>& hosts;              // that a client may reach
  std::function<void(std::string)> on_host_limit;  // the run is over, without a verdict
};

class ScriptSession final : public std::enable_shared_from_this<ScriptSession> {
 public:
  struct Part {
    network::Access& access;
    std::string client;
    std::uint32_t index = 0;
    std::uint64_t number = 0;  // of the session
    std::string room;
    sim::Entity entity{};          // whose draws these are
    std::uint32_t& requests;       // of the client, so far
    std::string& kept;             // localStorage, as JSON
    std::function<void()> leaves;  // the code wants to go; called from within a turn
    std::function<void()> over;    // everything has ended, some event after end()
  };
  ScriptSession(const Stage& stage, Part part);
  ~ScriptSession();
  ScriptSession(const ScriptSession&) = delete;
  ScriptSession& operator=(const ScriptSession&) = delete;

  /// Evaluates the module and lets it begin.
  void start();
  /// The code hears of it, and then no more; its connections end in this way.
  void end(client::LeaveStep::Kind how);
  [[nodiscard]] bool ending() const { return ending_; }

 private:
  class Socket;
  void define();
  void define_sockets();
  void define_errands();
  void run(const js::Handle& function, std::initializer_list<js::Argument> arguments);
  void settle(const js::Outcome& outcome);
  void threw(const js::ScriptError& error);
  /// Now, or when the present turn is over; never once the session is ending.
  void tell(std::function<void()> turn);
  void open(std::uint32_t number, const client::OpenRequest& request);
  void request(js::Call& call);
  void over_if_closed();
  [[nodiscard]] client::ClientSocket* socket(js::Call& call);

  const Stage& stage_;
  Part part_;
  js::RealmId realm_{};
  sim::RandomStream random_;
  js::Handle timer_fired_, opened_, message_, failed_, closed_, fetch_answered_, session_end_;
  std::map<std::uint32_t, std::unique_ptr<Socket>> sockets_;
  std::map<std::uint32_t, sim::EventHandle> timers_;
  bool in_turn_ = false;
  std::map<std::uint32_t, std::function<void()>> asking_;  // requests without an answer: what gives them up
  bool ending_ = false;
  bool told_over_ = false;
};

}  // namespace models::script
