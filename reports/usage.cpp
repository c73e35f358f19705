#include "reports/usage.h"

#include <stdexcept>

#include "reports/record_reading.h"

namespace reports {
namespace {

constexpr Int128 kNanosecondsPerSecond = 1'000'000'000;
constexpr Int128 kNanosecondsPerMs = 1'000'000;
constexpr Int128 kBytesPerGb = 1'000'000'000;

Exact whole(std::uint64_t value) { return Exact::ratio(static_cast<Int128>(value), 1); }

using Amount = Exact Amounts::*;
constexpr Amount kAmounts[] = {&Amounts::requests,        &Amounts::messages_in,  &Amounts::object_seconds,
                               &Amounts::rows_read,       &Amounts::rows_written, &Amounts::stored_gb_months,
                               &Amounts::worker_requests, &Amounts::worker_cpu_ms};

template <class Key>
std::map<Key, Exact> scaled(const std::map<Key, Exact>& amounts, const Exact& factor) {
  std::map<Key, Exact> result;
  for (const auto& [key, amount] : amounts) result[key] = amount * factor;
  return result;
}

}  // namespace

Amounts& Amounts::operator+=(const Amounts& other) {
  for (const Amount amount : kAmounts) this->*amount += other.*amount;
  return *this;
}

Amounts Amounts::times(const Exact& factor) const {
  Amounts result;
  for (const Amount amount : kAmounts) result.*amount = this->*amount * factor;
  return result;
}

Usage scale_to_month(const Usage& usage, sim::Duration run_length) {
  if (run_length.count() <= 0) throw std::invalid_argument("a run of no length says nothing about a month");
  const Exact factor = Exact::ratio(kMonth.count(), run_length.count());
  Usage result = usage;
  result.length = kMonth;
  result.total = usage.total.times(factor);
  result.seconds = scaled(usage.seconds, factor);
  result.requests = scaled(usage.requests, factor);
  for (auto& [id, room] : result.rooms) {
    room.amounts = room.amounts.times(factor);
    room.seconds = scaled(room.seconds, factor);
  }
  return result;
}

void UsageReader::visit(const sim::RawRecord& raw) {
  if (!first_) first_ = raw.at;
  last_ = raw.at;
  switch (raw.kind) {
    case models::RunBegan::kKind: {
      const auto record = read_record<models::RunBegan>(raw);
      scenario_ = record.scenario;
      cost_table_ = record.cost_table;
      break;
    }
    case models::NameDefined::kKind:
      return name_defined(read_record<models::NameDefined>(raw));
    case models::RequestBilled::kKind: {
      const auto record = read_record<models::RequestBilled>(raw);
      ++rooms_[record.room].requests[record.kind];
      break;
    }
    case models::DurationBegan::kKind: {
      const auto record = read_record<models::DurationBegan>(raw);
      Room& room = rooms_[record.room];
      close(room, raw.at);
      room.open = Open{raw.at, record.reason};
      break;
    }
    case models::DurationEnded::kKind:
      return close(rooms_[read_record<models::DurationEnded>(raw).room], raw.at);
    case models::UsageMetered::kKind: {
      const auto record = read_record<models::UsageMetered>(raw);
      Room& room = rooms_[record.room];
      room.messages_in += record.messages_in;
      room.rows_read += record.rows_read;
      room.rows_written += record.rows_written;
      break;
    }
    case models::Committed::kKind:
      return committed(raw.at, read_record<models::Committed>(raw));
    case models::WorkerRequest::kKind:
      ++worker_requests_;
      worker_cpu_ns_ += read_record<models::WorkerRequest>(raw).cpu.count();
      break;
    case models::ServiceCalled::kKind:
      worker_cpu_ns_ += read_record<models::ServiceCalled>(raw).cpu.count();
      break;
    default:
      break;
  }
}

void UsageReader::name_defined(const models::NameDefined& record) {
  if (record.what == models::NameOf::durable_object_class) classes_[record.id] = record.name;
  if (record.what != models::NameOf::room) return;
  Room& room = rooms_[models::RoomId{record.id}];
  room.name = record.name;
  room.class_id = record.parent;
}

void UsageReader::close(Room& room, sim::Time at) const {
  if (!room.open) return;
  room.billed_ns[room.open->reason] += (at - room.open->since).count();
  room.open.reset();
}

void UsageReader::committed(sim::Time at, const models::Committed& record) {
  Room& room = rooms_[record.room];
  room.byte_ns += static_cast<Int128>(room.stored_bytes) * (at - room.stored_since).count();
  room.stored_bytes = record.size_bytes;
  room.stored_since = at;
}

RoomUsage UsageReader::usage_of(const Room& room) {
  RoomUsage usage;
  usage.name = room.name;
  for (const auto& [kind, count] : room.requests) usage.amounts.requests += whole(count);
  usage.amounts.messages_in = whole(room.messages_in);
  usage.amounts.rows_read = whole(room.rows_read);
  usage.amounts.rows_written = whole(room.rows_written);
  for (const auto& [reason, ns] : room.billed_ns) {
    usage.seconds[reason] = Exact::ratio(ns, kNanosecondsPerSecond);
    usage.amounts.object_seconds += usage.seconds[reason];
  }
  usage.amounts.stored_gb_months = Exact::ratio(room.byte_ns, kBytesPerGb * kMonth.count());
  return usage;
}

Usage UsageReader::finish() const {
  Usage usage;
  usage.scenario = scenario_;
  usage.cost_table = cost_table_;
  if (first_) usage.length = last_ - *first_;
  usage.total.worker_requests = whole(worker_requests_);
  usage.total.worker_cpu_ms = Exact::ratio(worker_cpu_ns_, kNanosecondsPerMs);
  for (const auto& [id, seen] : rooms_) {
    Room room = seen;
    close(room, last_);
    room.byte_ns += static_cast<Int128>(room.stored_bytes) * (last_ - room.stored_since).count();
    RoomUsage used = usage_of(room);
    if (const auto it = classes_.find(room.class_id); it != classes_.end()) used.durable_object_class = it->second;
    usage.total += used.amounts;
    for (const auto& [reason, seconds] : used.seconds) usage.seconds[reason] += seconds;
    for (const auto& [kind, count] : room.requests) usage.requests[kind] += whole(count);
    usage.rooms.emplace(id, std::move(used));
  }
  return usage;
}

}  // namespace reports
