#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/client/group.h"

namespace models::client {

/// What stands for a place of a group's own.
struct PlaceValue {
  std::string text;
  bool is_json = false;  // a number, truth value, list or map: in JSON it stands as it is
};

class PlaceValues {
 public:
  virtual ~PlaceValues() = default;
  /// Of the place of this number in GroupConfig::places. Asked once a text, wherever it stands in it.
  [[nodiscard]] virtual PlaceValue value(std::size_t place) = 0;
  /// A size of Template::size.
  [[nodiscard]] virtual std::uint64_t size(const sim::Distribution& size) = 0;
};

/// What a client's templates may speak of.
struct Speaker {
  std::string_view client;
  std::uint32_t index = 0;
  std::string_view room;
  std::uint64_t message = 0;  // {n}
  std::uint64_t session = 1;
  std::uint64_t pass = 1;  // of the innermost loop
  PlaceValues* values = nullptr;
};

/// The places that every group has.
inline constexpr std::array<std::string_view, 6> kPlaces{"n", "client", "index", "room", "session", "pass"};

/// A Template, taken apart once. Places are filled in; those that are numbers may be reckoned with, from left to right:
/// {index / 4}, {n % 10 + 1}. {{ is one brace; any other brace stands for itself, so that JSON needs no escapes unless
/// it looks like a place.
class MessageText {
 public:
  /// Throws std::invalid_argument if the template says hex or base64 and its own text is not of such characters.
  explicit MessageText(const Template& text, std::span<const NamedPlace> places = {});

  /// The bytes to send. In hexadecimal an odd last digit is a byte of its own; a filled-in text that is no such digits
  /// throws std::invalid_argument.
  [[nodiscard]] std::string fill(const Speaker& speaker) const;

  /// Whether a place in it is of this kind.
  [[nodiscard]] bool has(NamedPlace::Kind kind, std::span<const NamedPlace> places) const;

  struct Operation {
    char sign;
    std::int64_t number;
  };

 private:
  enum class Piece : std::uint8_t { literal, n, client, index, room, session, pass, named };
  struct Part {
    Piece piece;
    std::string literal;
    std::size_t named = 0;
    std::vector<Operation> operations{};
    bool in_quotes = false;  // of JSON
  };
  [[nodiscard]] PlaceValue value_of(const Part& part, const Speaker& speaker) const;

  std::vector<Part> parts_;
  Template::Form form_;
  sim::Distribution size_;
};

}  // namespace models::client
