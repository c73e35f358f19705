#include "reports/summary.h"

#include "reports/record_reading.h"

namespace reports {
namespace {

/// Whether only traces of the level "clients" or more hold this kind.
bool needs_clients_level(std::uint16_t kind) {
  bool needs = kind == sim::BodyRecord::kKind;
  models::for_each_record_type([&]<class R>() {
    if (R::kKind == kind) needs = R::kLevel >= sim::TraceLevel::clients;
  });
  return needs;
}

}  // namespace

void SummaryReader::visit(const sim::RawRecord& raw) {
  if (!first_) first_ = raw.at;
  if (!summary_.deliveries && needs_clients_level(raw.kind))
    summary_.deliveries = summary_.http_requests = summary_.console_errors = summary_.links_lost = 0;
  visit_run(raw);
  visit_life(raw);
  visit_clients(raw);
}

void SummaryReader::visit_run(const sim::RawRecord& raw) {
  switch (raw.kind) {
    case models::RunBegan::kKind: {
      const auto record = read_record<models::RunBegan>(raw);
      summary_.scenario = record.scenario;
      summary_.preset = record.preset;
      summary_.cost_table = record.cost_table;
      summary_.seed = record.seed;
      summary_.replication = record.replication;
      break;
    }
    case models::NameDefined::kKind: {
      const auto record = read_record<models::NameDefined>(raw);
      if (record.what == models::NameOf::client) ++summary_.clients;
      if (record.what == models::NameOf::room) {
        ++summary_.rooms;
        room_names_[models::RoomId{record.id}] = record.name;
      }
      break;
    }
    case models::RunEnded::kKind:
      summary_.events = read_record<models::RunEnded>(raw).events;
      break;
    case models::ExceptionThrown::kKind:
      return exception(raw.at, read_record<models::ExceptionThrown>(raw));
    case models::ConsoleLine::kKind:
      if (read_record<models::ConsoleLine>(raw).level == models::ConsoleLevel::error) ++*summary_.console_errors;
      break;
    default:
      break;
  }
}

void SummaryReader::visit_life(const sim::RawRecord& raw) {
  switch (raw.kind) {
    case models::InstanceConstructed::kKind: {
      const auto reason = static_cast<std::size_t>(read_record<models::InstanceConstructed>(raw).reason);
      if (reason >= summary_.constructed.size()) throw sim::TraceFormatError("no such reason to construct a room");
      ++summary_.constructed[reason];
      break;
    }
    case models::Hibernated::kKind:
      ++summary_.hibernations;
      break;
    case models::Evicted::kKind:
      ++summary_.evictions;
      break;
    case models::RoomReset::kKind:
      ++summary_.resets;
      break;
    case models::AlarmFired::kKind:
      ++summary_.alarms_fired;
      break;
    case models::AlarmEnded::kKind: {
      const auto record = read_record<models::AlarmEnded>(raw);
      if (record.ok) break;
      ++(record.given_up ? summary_.alarms_given_up : summary_.alarms_retried);
      break;
    }
    case models::UsageMetered::kKind: {
      const auto record = read_record<models::UsageMetered>(raw);
      summary_.messages_in += record.messages_in;
      summary_.messages_out += record.messages_out;
      break;
    }
    case models::AllowanceSpent::kKind:
      summary_.allowances_spent.emplace_back(read_record<models::AllowanceSpent>(raw).allowance, raw.at - *first_);
      break;
    case models::WorkerRequest::kKind:
      ++summary_.worker_requests;
      break;
    case models::UpstreamMissing::kKind: {
      const auto record = read_record<models::UpstreamMissing>(raw);
      UnansweredRequest& request = summary_.unanswered[{record.method, record.url}];
      if (request.count++ == 0) request.error = record.error;
      break;
    }
    default:
      break;
  }
}

void SummaryReader::visit_clients(const sim::RawRecord& raw) {
  switch (raw.kind) {
    case models::ClientConnected::kKind:
      ++summary_.connected;
      break;
    case models::ClientRefused::kKind:
      ++summary_.refused[read_record<models::ClientRefused>(raw).status];
      break;
    case models::ClientClosed::kKind:
      ++summary_.closed;
      if (!read_record<models::ClientClosed>(raw).was_clean) ++summary_.closed_uncleanly;
      break;
    case models::ClientReceived::kKind:
      ++*summary_.deliveries;
      break;
    case models::HttpRequested::kKind:
      ++*summary_.http_requests;
      break;
    case models::LinkLost::kKind:
      ++*summary_.links_lost;
      break;
    case models::PartitionBegan::kKind:
      ++summary_.partitions;
      break;
    default:
      break;
  }
}

void SummaryReader::exception(sim::Time at, const models::ExceptionThrown& record) {
  const auto [it, added] = error_kinds_.try_emplace({record.name, record.message}, summary_.errors.size());
  if (added) {
    ErrorKind kind;
    kind.name = record.name;
    kind.message = record.message;
    kind.since_start = at - *first_;
    kind.during = record.kind;
    kind.unhandled_rejection = record.unhandled_rejection;
    kind.stack = record.stack;
    kind.where = "the Worker";
    if (record.room != models::RoomId::none) {
      const auto name = room_names_.find(record.room);
      kind.where = "room " + (name == room_names_.end() ? "?" : name->second);
    }
    summary_.errors.push_back(std::move(kind));
  }
  ++summary_.errors[it->second].count;
}

}  // namespace reports
