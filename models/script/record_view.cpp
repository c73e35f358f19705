#include "models/script/record_view.h"

#include <fmt/format.h>

#include <tuple>
#include <type_traits>

#include "models/client/utf8.h"
#include "sim/base64.h"
#include "sim/record_json.h"

namespace models::script {
namespace {

constexpr std::int64_t kNanosecondsInOne = 1'000'000;

template <class Kept>
void keep_at(std::vector<Kept>& all, std::size_t at, Kept one) {
  if (all.size() <= at) all.resize(at + 1);
  all[at] = std::move(one);
}

}  // namespace

std::string milliseconds(std::int64_t ns) {
  std::int64_t whole = ns / kNanosecondsInOne;
  std::int64_t rest = ns % kNanosecondsInOne;
  if (rest < 0) {
    rest += kNanosecondsInOne;
    --whole;
  }
  if (rest == 0) return fmt::format("{}", whole);
  if (whole < 0) return fmt::format("-{}.{:06}", -(whole + 1), kNanosecondsInOne - rest);
  return fmt::format("{}.{:06}", whole, rest);
}

void RecordView::append_room(RoomId room, std::string& out) const {
  const auto at = static_cast<std::size_t>(room);
  if (at >= rooms_.size()) {
    out += "null";
    return;
  }
  sim::append_json_string(rooms_[at].name, out);
  out += ",\"class\":";
  sim::append_json_string(rooms_[at].class_name, out);
}

void RecordView::append_body(sim::BodyId body, std::string& out) const {
  const auto at = static_cast<std::size_t>(body);
  const std::string_view bytes = at < bodies_.size() ? std::string_view(bodies_[at]) : std::string_view();
  if (client::is_utf8(bytes)) return sim::append_json_string(bytes, out);
  out += fmt::format(R"({{"base64":"{}"}})", sim::base64(bytes));
}

template <class T>
void RecordView::append_value(const T& value, std::string& out) const {
  if constexpr (std::is_same_v<T, RoomId>) {
    append_room(value, out);
  } else if constexpr (std::is_same_v<T, ClientId>) {
    const auto at = static_cast<std::size_t>(value);
    at < clients_.size() ? sim::append_json_string(clients_[at], out) : static_cast<void>(out += "null");
  } else if constexpr (std::is_same_v<T, sim::BodyId>) {
    append_body(value, out);
  } else if constexpr (std::is_same_v<T, SocketId> || std::is_same_v<T, InvocationId>) {
    value == T::none ? static_cast<void>(out += "null") : sim::append_json_value(value, out);
  } else if constexpr (std::is_same_v<T, sim::Time>) {
    out += milliseconds(value.time_since_epoch().count());
  } else if constexpr (std::is_same_v<T, sim::Duration>) {
    out += milliseconds(value.count());
  } else {
    sim::append_json_value(value, out);
  }
}

template <class R>
bool RecordView::append_if(const sim::RawRecord& raw, std::string& out) const {
  if (raw.kind != R::kKind) return false;
  R record;
  if (!sim::decode(raw.body, record)) throw sim::TraceFormatError(fmt::format("malformed {} record", R::kName));
  out += fmt::format(R"({{"at":{},"record":"{}")", milliseconds(raw.at.time_since_epoch().count()), R::kName);
  std::apply(
      [&](const auto&... f) {
        (
            [&](const auto& one) {
              out += fmt::format(",\"{}\":", one.name);
              append_value(record.*(one.member), out);
            }(f),
            ...);
      },
      R::fields());
  out += "}\n";
  return true;
}

void RecordView::keep(const NameDefined& defined) {
  if (defined.what == NameOf::client) keep_at(clients_, defined.id, defined.name);
  if (defined.what == NameOf::durable_object_class) keep_at(classes_, defined.id, defined.name);
  if (defined.what != NameOf::room) return;
  keep_at(rooms_, defined.id,
          {defined.name, defined.parent < classes_.size() ? classes_[defined.parent] : std::string()});
}

void RecordView::append(const sim::RawRecord& raw, std::string& out) {
  if (raw.kind == sim::BodyRecord::kKind) {
    sim::BodyRecord body;
    if (!sim::decode(raw.body, body)) throw sim::TraceFormatError("malformed body record");
    return keep_at(bodies_, static_cast<std::size_t>(body.id), std::move(body.bytes));
  }
  if (raw.kind == NameDefined::kKind) {
    NameDefined defined;
    if (!sim::decode(raw.body, defined)) throw sim::TraceFormatError("malformed name record");
    return keep(defined);
  }
  bool done = false;
  for_each_record_type([&]<class R>() { done = done || append_if<R>(raw, out); });
}

}  // namespace models::script
