#pragma once

// The steps of a client's script, as a program: loops and branches are jumps between the places of one list.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/network/http.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace models::client {

/// Text with {n} (this client's message counter, from 1), {client} (group-index), {index}, {room}, {session}, {pass},
/// and the group's own places.
struct Template {
  enum class Form : std::uint8_t {
    text,
    json,     // what is filled in is escaped inside quotes, and a JSON value outside of them
    hex,      // the text is hexadecimal digits
    base64,   // likewise
    letters,  // no text: so many letters as `size` draws
    bytes,    // so many bytes
  };
  std::string text;
  Form form = Form::text;
  sim::Distribution size{};
  [[nodiscard]] bool binary() const { return form == Form::hex || form == Form::base64 || form == Form::bytes; }
};

/// A message, or the body of an answer: all that is given must be in it.
struct MessagePattern {
  std::optional<Template> contains{};
  std::optional<Template> json{};  // its members, at any depth, are there with these values
};

struct ConnectStep {
  Template path{"/"};
  std::vector<std::pair<std::string, Template>> headers{};
  std::vector<std::string> protocols{};
  std::optional<Template> resume_path{};     // instead of path, when a lost connection is opened again
  std::optional<Template> resume_message{};  // sent first on such a connection
};
struct SendStep {
  Template message;
};
/// Repeats while the session lasts, first after one interval.
struct EveryStep {
  sim::Distribution interval;
  Template message;
};
struct WaitStep {
  sim::Distribution duration;
};
/// What a script does about something that it waits for.
struct Expected {
  std::optional<sim::Duration> within;     // none: as long as the session lasts
  std::optional<std::size_t> if_met = {};  // where it goes on then; without, steps follow for neither case
};
struct WaitForStep {
  MessagePattern message;
  Expected expected;
};
struct AnswerPattern {
  std::optional<std::uint16_t> status;
  MessagePattern body;
};
struct HttpStep {
  std::string method = "GET";
  Template path{"/"};
  std::vector<std::pair<std::string, Template>> headers{};
  Template body{};
  std::optional<AnswerPattern> answer{};
  Expected expected{};
};
/// How a client leaves.
struct LeaveStep {
  enum class Kind : std::uint8_t { close, bare_close, abrupt };
  Kind kind = Kind::close;
  std::uint16_t code = 1000;
  std::string reason;
};
/// Plays what follows, up to the JumpStep before `end`, so often; without `times` while the session lasts.
struct RepeatStep {
  static constexpr std::uint64_t kMostTimes = 100'000;  // what is drawn above it is this
  std::optional<sim::Distribution> times;
  std::size_t end = 0;
};
/// One of several ways, by weight.
struct EitherStep {
  std::vector<std::size_t> ways;  // where each begins
  sim::Distribution which;        // its number
};
/// Goes on behind it if such a message has come since the last that was waited for, and elsewhere if none has.
struct IfReceivedStep {
  MessagePattern message;
  std::size_t otherwise = 0;
};
struct JumpStep {
  std::size_t to = 0;
};
/// Ends the session.
struct StopStep {};
/// Sends what the visitor's own row says, each message at its own time.
struct ReplayStep {};

using Step = std::variant<ConnectStep, SendStep, EveryStep, WaitStep, WaitForStep, HttpStep, LeaveStep, RepeatStep,
                          EitherStep, IfReceivedStep, JumpStep, StopStep, ReplayStep>;

}  // namespace models::client
