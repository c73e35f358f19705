#include "models/trace_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <tuple>
#include <type_traits>

#include "models/records.h"
#include "models/whole_number.h"
#include "sim/record_json.h"

namespace models {
namespace {

template <class R>
bool append_if(const sim::RawRecord& raw, std::string& out) {
  if (raw.kind != R::kKind) return false;
  R record;
  if (!sim::decode(raw.body, record)) throw sim::TraceFormatError(fmt::format("malformed {} record", R::kName));
  sim::append_json(raw.at, record, out);
  return true;
}

/// What JSON text would lose of a body.
bool append_body(const sim::RawRecord& raw, std::string& out) {
  if (!append_if<sim::BodyRecord>(raw, out)) return false;
  sim::BodyRecord record;
  static_cast<void>(sim::decode(raw.body, record));
  std::string shown;
  sim::append_json_string(record.bytes, shown);
  if (nlohmann::json::parse(shown).get<std::string>() == record.bytes) return true;
  out.back() = ',';
  out += R"("hex":")";
  for (const char c : record.bytes) fmt::format_to(std::back_inserter(out), "{:02x}", static_cast<unsigned char>(c));
  out += "\"}";
  return true;
}

[[noreturn]] void refuse(std::string_view field, const nlohmann::json& value) {
  throw sim::TraceFormatError(fmt::format("\"{}\" cannot be {}", field, value.dump()));
}

/// The value of this word; words are few, and "?" is none.
template <sim::NamedEnum E>
bool find_word(std::string_view word, E& value) {
  for (unsigned i = 0; i < 256; ++i) {
    const auto candidate = static_cast<E>(i);
    if (name_of(candidate) == "?") return false;
    if (name_of(candidate) != word) continue;
    value = candidate;
    return true;
  }
  return false;
}

template <class T>
T whole(const char* name, const nlohmann::json& value) {
  const std::optional<T> number = whole_number<T>(value);
  if (!number) refuse(name, value);
  return *number;
}

template <class T>
void take(const char* name, const nlohmann::json& object, T& value) {
  const auto it = object.find(name);
  if (it == object.end()) throw sim::TraceFormatError(fmt::format("\"{}\" is missing", name));
  try {
    if constexpr (std::is_same_v<T, bool>) {
      value = it->template get<bool>();
    } else if constexpr (sim::NamedEnum<T>) {
      if (!find_word(it->template get_ref<const std::string&>(), value)) refuse(name, *it);
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(whole<std::underlying_type_t<T>>(name, *it));
    } else if constexpr (std::is_integral_v<T>) {
      value = whole<T>(name, *it);
    } else if constexpr (std::is_same_v<T, sim::Time>) {
      value = sim::Time{sim::Duration{whole<std::int64_t>(name, *it)}};
    } else if constexpr (std::is_same_v<T, sim::Duration>) {
      value = sim::Duration{whole<std::int64_t>(name, *it)};
    } else {
      value = it->template get<std::string>();
    }
  } catch (const nlohmann::json::exception&) {
    refuse(name, *it);
  }
}

std::string from_hex(const std::string& hex) {
  if (hex.size() % 2 != 0 || hex.find_first_not_of("0123456789abcdef") != std::string::npos) refuse("hex", hex);
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

template <class R>
bool write_if(const std::string& kind, sim::Time at, const nlohmann::json& object, sim::TraceWriter& trace) {
  if (kind != R::kName) return false;
  R record;
  std::apply([&](const auto&... f) { (take(f.name, object, record.*(f.member)), ...); }, R::fields());
  if constexpr (std::is_same_v<R, sim::BodyRecord>)
    if (object.contains("hex")) {
      std::string hex;
      take("hex", object, hex);
      record.bytes = from_hex(hex);
    }
  trace.write(at, record);
  return true;
}

}  // namespace

void append_json_line(const sim::RawRecord& raw, std::string& out) {
  bool known = append_body(raw, out);
  for_each_record_type([&]<class R>() { known = known || append_if<R>(raw, out); });
  if (!known)
    fmt::format_to(std::back_inserter(out), R"({{"at":{},"record":{}}})", raw.at.time_since_epoch().count(), raw.kind);
}

sim::Time write_json_line(const std::string& line, sim::TraceWriter& trace) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object()) throw sim::TraceFormatError("not a JSON object");
  sim::Time at;
  std::string kind;
  take("at", object, at);
  take("record", object, kind);
  bool known = write_if<sim::BodyRecord>(kind, at, object, trace);
  for_each_record_type([&]<class R>() { known = known || write_if<R>(kind, at, object, trace); });
  if (!known) throw sim::TraceFormatError(fmt::format("there is no record \"{}\"", kind));
  return at;
}

std::vector<std::pair<std::string, std::uint16_t>> record_kinds() {
  std::vector<std::pair<std::string, std::uint16_t>> kinds{
      {std::string(sim::BodyRecord::kName), sim::BodyRecord::kKind}};
  for_each_record_type([&]<class R>() { kinds.emplace_back(R::kName, R::kKind); });
  return kinds;
}

}  // namespace models
