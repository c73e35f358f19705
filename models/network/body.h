#pragma once

// The body of a response that is still being written when the response leaves: it travels in pieces.

#include <cstdint>
#include <functional>
#include <string>

namespace models::network {

/// Some bytes, never none; or how the body ends, after which nothing comes.
struct BodyPiece {
  enum class Kind : std::uint8_t { chunk, end, broken_off };
  Kind kind = Kind::chunk;
  std::string bytes{};  // broken_off: the message of what broke it off, if it was an error
  std::string error{};  // and its name
};

/// The end at which a body is read. Destroying it tells the writer that nobody reads any more.
class BodySource {
 public:
  virtual ~BodySource() = default;
  /// `take` is called once with the next piece, now or when there is one.
  virtual void read(std::function<void(BodyPiece)> take) = 0;
};

}  // namespace models::network
