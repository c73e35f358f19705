#pragma once

// What can be told of an object from outside at one moment, for people who look into a run. Taking it changes nothing.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/runtime/presence.h"
#include "sim/time.h"

namespace models::runtime {

struct SocketView {
  SocketId id{};
  bool hibernatable = true;
  int ready_state = 1;  // as RoomSocket::ready_state
  bool listed = true;
  std::vector<std::string> tags;
  std::optional<std::string> attachment;  // as it is kept
  std::optional<std::int64_t> auto_response_ms;
};

struct WaitView {
  WaitKind kind{};
  sim::Time began{};
  sim::Time due{};  // of a timer
};

struct InvocationView {
  InvocationId id{};
  InvocationKind kind{};
  SocketId socket = SocketId::none;
  bool began = false;     // else it waits at the input gate
  bool answered = false;  // the output gate holds its answer
};

struct AlarmView {
  std::optional<std::int64_t> due_ms;  // as stored
  bool running = false;
  std::uint32_t retry_count = 0;
  std::optional<sim::Time> retry_at;
};

struct ActorView {
  enum class State : std::uint8_t { awake, hibernated, out_of_memory };
  State state = State::out_of_memory;
  bool constructing = false;
  std::optional<DurationReason> awake_because;  // none: idle, and free to go
  std::uint32_t timers = 0, calls = 0, wait_untils = 0, open_bodies = 0;
  std::uint32_t rpc_sessions_in = 0, rpc_sessions_out = 0;
  std::uint32_t accepted_sockets = 0;  // without hibernation
  sim::Time last_event{};
  sim::Time busy_until{};
  std::optional<sim::Time> leaves_at;  // if nothing happens before
  bool leaves_by_eviction = false;

  std::vector<SocketView> sockets;
  std::vector<WaitView> waits;
  std::vector<InvocationView> invocations;
  AlarmView alarm;
  std::size_t input_waiting = 0;      // turns at the input gate
  std::size_t critical_sections = 0;  // blockConcurrencyWhile(), one in another
  std::size_t output_held = 0;        // messages and answers at the output gate
  std::uint64_t unconfirmed = 0;      // transactions that are not durable yet
  std::optional<std::pair<std::string, std::string>> auto_response;
  std::uint32_t event_timeout_ms = 0;
  std::uint32_t resets = 0;
  std::uint32_t code_version = 0;
};

}  // namespace models::runtime
