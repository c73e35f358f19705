#pragma once

// How a thing that happened is written down. A record is a plain struct with a kind, a level and a list of its
// fields; from that list come the packed little-endian form, reading back, and JSON. Kinds below 16 are the
// kernel's own; a model's vocabulary starts at 16.

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "sim/time.h"

namespace sim {

/// How much a trace tells: each level holds all that the one before it holds.
enum class TraceLevel : std::uint8_t { lifecycle, clients, all };

/// A message body's place in the trace: its bytes are written once, at the first use of the id.
/// Zero is the empty body.
enum class BodyId : std::uint32_t { empty = 0 };

template <class Owner, class Value>
struct Field {
  const char* name;
  Value Owner::* member;
};

template <class Owner, class Value>
constexpr Field<Owner, Value> field(const char* name, Value Owner::* member) {
  return {name, member};
}

/// R::kKind (unique number), R::kName, R::kLevel, and R::fields(): a tuple of Field in wire order.
template <class R>
concept Record = requires {
  { R::kKind } -> std::convertible_to<std::uint16_t>;
  { R::kName } -> std::convertible_to<std::string_view>;
  { R::kLevel } -> std::convertible_to<TraceLevel>;
  R::fields();
};

/// Bytes of a value in a record: little-endian, without padding; a string is its size and its bytes.
template <class T>
[[nodiscard]] constexpr std::size_t encoded_size([[maybe_unused]] const T& value) {
  if constexpr (std::is_enum_v<T> || std::is_integral_v<T> || std::is_same_v<T, Time> || std::is_same_v<T, Duration>) {
    return sizeof(T);
  } else {
    return sizeof(std::uint32_t) + std::string_view(value).size();
  }
}

/// Writes a value where its encoded_size() is free; the place behind it.
template <class T>
[[nodiscard]] char* encode_at(char* out, const T& value) {
  if constexpr (std::is_enum_v<T> || std::is_integral_v<T> || std::is_same_v<T, Time> || std::is_same_v<T, Duration>) {
    static_assert(std::endian::native == std::endian::little && sizeof(bool) == 1 && sizeof(Time) == 8);
    std::memcpy(out, &value, sizeof(T));
    return out + sizeof(T);
  } else {
    static_assert(std::is_convertible_v<T, std::string_view>, "a field is an integer, enum, time or string");
    const std::string_view text = value;
    out = encode_at(out, static_cast<std::uint32_t>(text.size()));
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
  }
}

template <Record R>
[[nodiscard]] std::size_t encoded_record_size(const R& record) {
  return std::apply([&](const auto&... f) { return (std::size_t{0} + ... + encoded_size(record.*(f.member))); },
                    R::fields());
}

template <Record R>
void encode_record_at(char* out, const R& record) {
  std::apply([&](const auto&... f) { ((out = encode_at(out, record.*(f.member))), ...); }, R::fields());
}

/// Appends a record's body.
template <Record R>
void encode(const R& record, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + encoded_record_size(record));
  encode_record_at(out.data() + before, record);
}

/// Reads what encode_at() wrote. Reading past the end sets failed() and yields zeros, never undefined behaviour.
class RecordDecoder {
 public:
  explicit RecordDecoder(std::string_view in) : in_(in) {}

  template <class T>
  void get(T& value) {
    if constexpr (std::is_enum_v<T>) {
      std::underlying_type_t<T> raw{};
      get(raw);
      value = static_cast<T>(raw);
    } else if constexpr (std::is_same_v<T, bool>) {
      std::uint8_t raw{};
      get(raw);
      value = raw != 0;
    } else if constexpr (std::is_integral_v<T>) {
      value = T{};
      const std::string_view bytes = take(sizeof(T));
      if (bytes.size() == sizeof(T)) std::memcpy(&value, bytes.data(), sizeof(T));
    } else if constexpr (std::is_same_v<T, Time>) {
      std::int64_t ns{};
      get(ns);
      value = Time{Duration{ns}};
    } else if constexpr (std::is_same_v<T, Duration>) {
      std::int64_t ns{};
      get(ns);
      value = Duration{ns};
    } else {
      std::uint32_t size{};
      get(size);
      value = T(take(size));
    }
  }

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool at_end() const { return in_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    if (size > in_.size()) {
      failed_ = true;
      in_ = {};
      return {};
    }
    const std::string_view bytes = in_.substr(0, size);
    in_.remove_prefix(size);
    return bytes;
  }

  std::string_view in_;
  bool failed_ = false;
};

/// False if the bytes are not exactly one R.
template <Record R>
[[nodiscard]] bool decode(std::string_view bytes, R& record) {
  RecordDecoder decoder(bytes);
  std::apply([&](const auto&... f) { (decoder.get(record.*(f.member)), ...); }, R::fields());
  return !decoder.failed() && decoder.at_end();
}

}  // namespace sim
