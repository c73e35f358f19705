#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/client/group.h"

namespace models::client {

/// What a client's templates may speak of.
struct Speaker {
  std::string_view client;
  std::uint32_t index = 0;
  std::string_view room;
  std::uint64_t message = 0;  // {n}
};

/// A Template, taken apart once. {n}, {client}, {index} and {room} are filled in; {{ is one brace; any other brace
/// stands for itself, so that JSON needs no escapes unless it looks like one of those.
class MessageText {
 public:
  /// Throws std::invalid_argument if the template says binary_hex and its own text is not hexadecimal digits.
  explicit MessageText(const Template& text);

  /// The bytes to send. In hexadecimal an odd last digit is a byte of its own; a {client} or {room} that is not
  /// hexadecimal throws std::invalid_argument.
  [[nodiscard]] std::string fill(const Speaker& speaker) const;

 private:
  enum class Piece : std::uint8_t { literal, n, client, index, room };
  struct Part {
    Piece piece;
    std::string literal;
  };
  std::vector<Part> parts_;
  bool hex_;
};

}  // namespace models::client
