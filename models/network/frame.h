#pragma once

// What travels on a WebSocket connection.

#include <cstdint>

#include "sim/shared_bytes.h"

namespace models::network {

/// The bytes of a message, shared by all the sockets that it is broadcast to. Never null in a Frame.
using Bytes = sim::SharedBytes;

/// protocol_error stands for what a peer may not send (an unknown opcode, a stray continuation): `code` and `bytes` say
/// what the receiver makes of it, e.g. 1002 "Unknown opcode 3".
enum class Opcode : std::uint8_t { text, binary, close, ping, pong, protocol_error };

struct Frame {
  Opcode opcode = Opcode::text;
  Bytes bytes;             // text as UTF-8; close: the reason
  std::uint16_t code = 0;  // close: 1005 if the frame is empty; protocol_error: the code that answers it
};

}  // namespace models::network
