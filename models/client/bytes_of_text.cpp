#include "models/client/bytes_of_text.h"

#include <stdexcept>

namespace models::client {
namespace {

unsigned hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  throw std::invalid_argument("a binary message is written in hexadecimal digits, and '" + std::string(1, c) +
                              "' is none");
}

unsigned base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0' + 52);
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  throw std::invalid_argument("this binary message is written in base64, and '" + std::string(1, c) +
                              "' is no such digit");
}

}  // namespace

void check_hex(std::string_view digits) {
  for (const char c : digits) hex_digit(c);
}

void check_base64(std::string_view text) {
  for (const char c : text)
    if (c != '=') base64_digit(c);
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

std::string from_base64(std::string_view text) {
  std::string bytes;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = (bits << 6 | base64_digit(c)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

std::string filler_letters(std::uint64_t size) {
  std::string text(size, 'a');
  for (std::uint64_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 26);
  return text;
}

std::string filler_bytes(std::uint64_t size) {
  std::string bytes(size, '\0');
  for (std::uint64_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i % 256);
  return bytes;
}

}  // namespace models::client
