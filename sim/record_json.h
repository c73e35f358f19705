#pragma once

// Records as JSON, for people and scripts that read a trace; the program itself never reads this form.

#include <fmt/format.h>

#include <concepts>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "sim/record.h"

namespace sim {

/// Appends text as a JSON string. Bytes that are not UTF-8 become U+FFFD: JSON can hold text only.
void append_json_string(std::string_view text, std::string& out);
/// For people: as it is if it is text (UTF-8, no control characters but line ends and tabs), else `bytes 00 ff`,
/// shortened.
[[nodiscard]] std::string text_or_bytes(std::string_view bytes);

/// An enum whose values have words, given by a function that lies beside it.
template <class E>
concept NamedEnum = std::is_enum_v<E> && requires(E value) {
  { name_of(value) } -> std::convertible_to<std::string_view>;
};

/// A field's value: times and durations as whole nanoseconds, named enums as their words, other enums as numbers.
template <class T>
void append_json_value(const T& value, std::string& out) {
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (NamedEnum<T>) {
    append_json_string(name_of(value), out);
  } else if constexpr (std::is_enum_v<T>) {
    append_json_value(static_cast<std::underlying_type_t<T>>(value), out);
  } else if constexpr (std::is_integral_v<T>) {
    // Widened, so that a byte is a number and not a character.
    fmt::format_to(std::back_inserter(out), "{}",
                   static_cast<std::conditional_t<std::is_signed_v<T>, long long, unsigned long long>>(value));
  } else if constexpr (std::is_same_v<T, Time>) {
    append_json_value(value.time_since_epoch().count(), out);
  } else if constexpr (std::is_same_v<T, Duration>) {
    append_json_value(value.count(), out);
  } else {
    append_json_string(value, out);
  }
}

namespace record_json {

template <Record R>
void append_members(const R& record, std::string& out) {
  out += "\"record\":";
  append_json_string(R::kName, out);
  const auto append = [&](const auto& f) {
    out += ',';
    append_json_string(f.name, out);
    out += ':';
    append_json_value(record.*(f.member), out);
  };
  std::apply([&](const auto&... f) { (append(f), ...); }, R::fields());
}

}  // namespace record_json

/// {"record":NAME,FIELD:VALUE,...}, fields in wire order.
template <Record R>
void append_json(const R& record, std::string& out) {
  out += '{';
  record_json::append_members(record, out);
  out += '}';
}

/// {"at":NANOSECONDS,"record":NAME,...}
template <Record R>
void append_json(Time at, const R& record, std::string& out) {
  out += "{\"at\":";
  append_json_value(at, out);
  out += ',';
  record_json::append_members(record, out);
  out += '}';
}

}  // namespace sim
