#include "scenarios/fuzz/room_steps.h"

#include <utility>

#include "models/invariants/property.h"

namespace scenarios::fuzz {

using models::InvocationKind;
using models::invariants::on;

void RoomStepsReader::visit(const sim::RawRecord& record) {
  if (!first_) first_ = record.at;
  const sim::Duration after = record.at - *first_;
  visit_client(record, after);
  visit_room(record, after);
}

void RoomStepsReader::visit_client(const sim::RawRecord& record, sim::Duration after) {
  on<models::NameDefined>(record, [this](const models::NameDefined& named) {
    if (named.what == models::NameOf::client) clients_[models::ClientId{named.id}].name = named.name;
    if (named.what == models::NameOf::room) alarms_[models::RoomId{named.id}].name = named.name;
  });
  on<models::ClientConnecting>(record, [&](const models::ClientConnecting& one) {
    sends(one.client, after, to_worker_);
    clients_[one.client].waits = true;
  });
  on<models::HttpRequested>(record, [&](const models::HttpRequested& one) {
    sends(one.client, after, to_worker_);
    clients_[one.client].waits = true;
  });
  on<models::ClientSent>(record,
                         [&](const models::ClientSent& one) { sends(one.client, after, on_the_way_[one.socket]); });
  on<models::ClientLeaving>(record, [&](const models::ClientLeaving& one) {
    if (!one.abrupt) sends(one.client, after, at_the_gate_[one.socket]);
  });
  on<models::ClientReceived>(record, [&](const models::ClientReceived& one) { hears(one.client, after); });
  on<models::ClientConnected>(record, [&](const models::ClientConnected& one) {
    forget_unmatched(one.client);
    hears(one.client, after);
  });
  on<models::HttpAnswered>(record, [&](const models::HttpAnswered& one) {
    forget_unmatched(one.client);
    hears(one.client, after);
  });
  on<models::ClientRefused>(record, [&](const models::ClientRefused& one) { forget_unmatched(one.client); });
}

void RoomStepsReader::sends(models::ClientId id, sim::Duration after, std::deque<Sent>& way) {
  Client& client = clients_[id];
  client.steps.push_back(
      {.sent = after, .arrived = after, .ended = after, .follows = client.waits || client.heard == after, .nth = 0});
  client.waits = false;
  way.push_back({id, client.steps.size() - 1});
}

void RoomStepsReader::hears(models::ClientId client, sim::Duration after) { clients_[client].heard = after; }

/// It was answered without a room.
void RoomStepsReader::forget_unmatched(models::ClientId client) {
  for (std::deque<Sent>* way : {&to_worker_, &to_room_})
    std::erase_if(*way, [client](const Sent& sent) { return sent.client == client; });
}

void RoomStepsReader::visit_room(const sim::RawRecord& record, sim::Duration after) {
  on<models::MessageArrived>(record, [&](const models::MessageArrived& one) {
    auto& way = on_the_way_[one.socket];
    if (way.empty()) return;
    const Sent sent = way.front();
    way.pop_front();
    clients_[sent.client].steps[sent.step].arrived = clients_[sent.client].steps[sent.step].ended = after;
    if (!one.auto_response) at_the_gate_[one.socket].push_back(sent);
  });
  on<models::AlarmSet>(record, [this](const models::AlarmSet& one) { ++alarms_[one.room].set; });
  on<models::AlarmFired>(record, [&](const models::AlarmFired& one) {
    Alarms& alarms = alarms_[one.room];
    alarms.steps.push_back({.sent = after, .arrived = after, .ended = after, .follows = false, .nth = alarms.set});
  });
  on<models::InvocationBegan>(record, [&](const models::InvocationBegan& one) { begins(one, record.at, after); });
  on<models::InvocationEnded>(record, [&](const models::InvocationEnded& one) {
    const auto found = running_.find(one.id);
    if (found == running_.end()) return;
    // In the turn in which it began nobody else came in.
    if (record.at > found->second.began) (*found->second.steps)[found->second.step].ended = after;
    running_.erase(found);
  });
}

void RoomStepsReader::begins(const models::InvocationBegan& began, sim::Time at, sim::Duration after) {
  if (began.kind == InvocationKind::worker_fetch) {
    if (to_worker_.empty()) return;
    const Sent sent = to_worker_.front();
    to_worker_.pop_front();
    clients_[sent.client].steps[sent.step].arrived = clients_[sent.client].steps[sent.step].ended = after;
    to_room_.push_back(sent);
    return;
  }
  if (began.kind == InvocationKind::alarm) {
    auto& steps = alarms_[began.room].steps;
    if (!steps.empty()) running_[began.id] = {&steps, steps.size() - 1, at};
    return;
  }
  std::deque<Sent>* waiting = nullptr;
  if (began.kind == InvocationKind::fetch) waiting = &to_room_;
  if (began.kind == InvocationKind::message || began.kind == InvocationKind::close)
    waiting = &at_the_gate_[began.socket];
  if (waiting == nullptr || waiting->empty()) return;
  const Sent sent = waiting->front();
  waiting->pop_front();
  RoomStep& step = clients_[sent.client].steps[sent.step];
  if (began.kind == InvocationKind::close) step.arrived = step.ended = after;
  running_[began.id] = {&clients_[sent.client].steps, sent.step, at};
}

std::vector<RoomThread> RoomStepsReader::finish() const {
  std::vector<RoomThread> threads;
  for (const auto& [id, client] : clients_)
    if (!client.steps.empty()) threads.push_back({.name = client.name, .is_alarm = false, .steps = client.steps});
  for (const auto& [id, room] : alarms_)
    if (!room.steps.empty()) threads.push_back({.name = room.name, .is_alarm = true, .steps = room.steps});
  return threads;
}

}  // namespace scenarios::fuzz
