#include "models/client/message_text.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace models::client {
namespace {

unsigned hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  throw std::invalid_argument("a binary message is written in hexadecimal digits, and '" + std::string(1, c) +
                              "' is none");
}

std::string from_hex(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned byte = hex_digit(digits[i]);
    if (i + 1 < digits.size()) byte = byte << 4 | hex_digit(digits[i + 1]);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace

MessageText::MessageText(const Template& text) : hex_(text.binary_hex) {
  static constexpr std::array<std::pair<std::string_view, Piece>, 4> kPlaces{
      {{"{n}", Piece::n}, {"{client}", Piece::client}, {"{index}", Piece::index}, {"{room}", Piece::room}}};
  std::string literal;
  std::string_view rest = text.text;
  while (!rest.empty()) {
    if (rest.starts_with("{{")) {
      literal += '{';
      rest.remove_prefix(2);
      continue;
    }
    bool filled = false;
    for (const auto& [place, piece] : kPlaces) {
      if (!rest.starts_with(place)) continue;
      if (!literal.empty()) parts_.push_back({Piece::literal, std::exchange(literal, {})});
      parts_.push_back({piece, {}});
      rest.remove_prefix(place.size());
      filled = true;
      break;
    }
    if (filled) continue;
    literal += rest.front();
    rest.remove_prefix(1);
  }
  if (!literal.empty()) parts_.push_back({Piece::literal, literal});
  if (!hex_) return;
  for (const Part& part : parts_)
    for (const char c : part.literal) hex_digit(c);
}

std::string MessageText::fill(const Speaker& speaker) const {
  std::string text;
  for (const Part& part : parts_) {
    switch (part.piece) {
      case Piece::literal:
        text += part.literal;
        break;
      case Piece::n:
        text += std::to_string(speaker.message);
        break;
      case Piece::client:
        text += speaker.client;
        break;
      case Piece::index:
        text += std::to_string(speaker.index);
        break;
      case Piece::room:
        text += speaker.room;
        break;
    }
  }
  return hex_ ? from_hex(text) : text;
}

}  // namespace models::client
