#pragma once

// What travels on a WebSocket connection.

#include <cstdint>
#include <memory>
#include <string>

namespace models::network {

/// The bytes of a message, shared by all the sockets that it is broadcast to. Never null in a Frame.
using Bytes = std::shared_ptr<const std::string>;

enum class Opcode : std::uint8_t { text, binary, close, ping, pong };

struct Frame {
  Opcode opcode = Opcode::text;
  Bytes bytes;              // text as UTF-8; close: the reason
  std::uint16_t code = 0;   // close only; 1005: the frame is empty
};

}  // namespace models::network
