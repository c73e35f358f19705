#include "scenarios/fuzz/occasions.h"

#include "models/invariants/property.h"

namespace scenarios::fuzz {

using models::invariants::on;

namespace {

/// After a request whose answer does not end.
constexpr sim::Duration kOnceItStreams = std::chrono::seconds(1);

}  // namespace

void OccasionsReader::visit(const sim::RawRecord& record) {
  if (!first_) first_ = record.at;
  latest_ = record.at;
  const sim::Time at = record.at;
  on<models::NameDefined>(record, [this](const models::NameDefined& named) { name_defined(named); });
  on<models::InvocationBegan>(record, [this](const models::InvocationBegan& began) {
    if (began.room == models::RoomId::none) return;
    under_way_.emplace(began.id, began.room);
    ++rooms_[began.room].under_way;
  });
  on<models::InvocationEnded>(record, [&](const models::InvocationEnded& ended) { invocation_ended(at, ended.id); });
  on<models::Committed>(record, [&](const models::Committed& one) {
    ++rooms_[one.room].seen.commits;
    rooms_[one.room].seen.committed.push_back(at - *first_);
  });
  on<models::AlarmFired>(record, [this](const models::AlarmFired& one) { ++rooms_[one.room].seen.alarms; });
  on<models::InstanceConstructed>(
      record, [this](const models::InstanceConstructed& one) { ++rooms_[one.room].seen.constructed; });
  on<models::ClientConnected>(record, [&](const models::ClientConnected& one) { client_heard(at, one.client); });
  on<models::ClientReceived>(record, [&](const models::ClientReceived& one) { client_heard(at, one.client); });
  on<models::HttpRequested>(record, [&](const models::HttpRequested& one) { asked_[{one.client, one.request}] = at; });
  on<models::HttpAnswered>(record, [&](const models::HttpAnswered& one) { client_answered(at, one); });
}

void OccasionsReader::name_defined(const models::NameDefined& record) {
  if (record.what == models::NameOf::room) rooms_[models::RoomId{record.id}].seen.name = record.name;
  if (record.what == models::NameOf::client) clients_[models::ClientId{record.id}].name = record.name;
}

void OccasionsReader::invocation_ended(sim::Time at, models::InvocationId id) {
  const auto found = under_way_.find(id);
  if (found == under_way_.end()) return;
  Room& room = rooms_[found->second];
  under_way_.erase(found);
  if (--room.under_way > 0) return;
  const sim::Duration after = at - *first_;
  if (room.seen.rests.empty() || room.seen.rests.back() != after) room.seen.rests.push_back(after);
}

void OccasionsReader::client_heard(sim::Time at, models::ClientId client) {
  auto& heard = clients_[client].heard;
  if (heard.empty() || heard.back() != at - *first_) heard.push_back(at - *first_);
}

void OccasionsReader::client_answered(sim::Time at, const models::HttpAnswered& answer) {
  const auto asked = asked_.extract({answer.client, answer.request});
  if (asked.empty() || answer.status == 0) return;
  const sim::Duration since = asked.mapped() - *first_, now = at - *first_;
  clients_[answer.client].asking.push_back(since + (now - since) / 2);
  clients_[answer.client].answered.push_back(now);
}

Occasions OccasionsReader::finish() const {
  Occasions occasions;
  auto clients = clients_;
  for (const auto& [request, asked] : asked_) {  // streams, mostly
    auto& asking = clients.at(request.first).asking;
    asking.push_back(asked - *first_ + kOnceItStreams);
    asking.push_back(asked - *first_ + (latest_ - asked) / 2);
  }
  for (const auto& [id, room] : rooms_) occasions.rooms.push_back(room.seen);
  for (const auto& [id, client] : clients)
    if (!client.heard.empty() || !client.asking.empty()) occasions.clients.push_back(client);
  return occasions;
}

}  // namespace scenarios::fuzz
