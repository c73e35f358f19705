#pragma once

// What handlers are given and give back.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include "models/network/frame.h"
#include "models/network/http.h"
#include "models/record_kinds.h"
#include "models/runtime/host.h"

namespace models::native {

using Request = network::HttpRequest;

/// web_socket: with a 101, the end of a WebSocketPair that the caller gets.
struct Response {
  std::uint16_t status = 200;
  network::HeaderList headers{};  // names in lower case
  std::string body{};
  runtime::PairSide web_socket = runtime::PairSide::none;
};

/// A message's bytes, shared by all that it is sent to.
struct Message {
  MessageKind kind = MessageKind::text;
  network::Bytes bytes;
  Message(MessageKind message_kind, network::Bytes shared) : kind(message_kind), bytes(std::move(shared)) {}
  /// A text message.
  explicit Message(std::string text) : bytes(network::Bytes(std::move(text))) {}
  [[nodiscard]] const std::string& text() const { return *bytes; }
};

/// How code fails, and how it sees that what it called has failed. name is what JavaScript has as error.name.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message, std::string name = "Error")
      : std::runtime_error(message), name_(std::move(name)) {}
  explicit Error(const runtime::CallError& error)
      : std::runtime_error(error.message),
        name_(error.name),
        remote(error.remote),
        retryable(error.retryable),
        overloaded(error.overloaded),
        durable_object_reset(error.durable_object_reset) {}
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;

 public:
  bool remote = false;
  bool retryable = false;
  bool overloaded = false;
  bool durable_object_reset = false;
};

}  // namespace models::native
