#include "models/runtime/actor.h"

#include <algorithm>
#include <utility>

#include "models/runtime/platform.h"

// Turns: how events take the input lock, what a turn costs, how its writes become durable.

namespace models::runtime {
Actor::Actor(Platform& platform, ActorIdentity identity)
    : platform_(platform),
      identity_(std::move(identity)),
      entity_(sim::Entity{sim::stable_hash(identity_.id.text(), sim::stable_hash(identity_.class_name))}),
      kv_limits_(platform.options().enforce_kv_limits && !has_sql()),
      store_(*this),
      alarm_(*this),
      code_version_(platform.newest_version(identity_.worker)),
      newest_code_(code_version_) {}

Actor::~Actor() = default;

sim::Simulation& Actor::simulation() { return platform_.simulation(); }
const CodeOptions& Actor::code_options() const { return platform_.code_options(identity_.worker, code_version_); }
const CostTable& Actor::costs() const { return platform_.costs(); }
sim::Duration Actor::draw(const sim::Distribution& cost) {
  return draw_cost(sim::site("room.cost"), here().drawn.costs, cost);
}
sim::Time Actor::code_now() const {
  return here().in_turn ? here().turn_began + here().clock_shift : platform_.simulation().now();
}

std::int64_t Actor::read_clock_ms() {
  if (here().in_turn) {
    if (std::exchange(here().clock_read, true)) here().clock_shift += platform_.options().clock_step;
    here().charge += platform_.options().clock_step;
  }
  return now_ms();
}

void Actor::enqueue(SectionId section, sim::Action run, bool first) {
  simulation().cancel(here().inactivity);
  here().gate.push({section, std::move(run)}, first);
  ensure_instance();
  if (!here().in_turn) schedule_pump(std::max(here().busy_until, simulation().now()));
  update_duration();
}

void Actor::schedule_pump(sim::Time at) {
  if (simulation().pending(here().pump_event)) return;
  here().pump_event = simulation().at(at, sim::Action([this] { pump(); }));
}

void Actor::pump() {
  here().pump_event = {};
  sim::Simulation& simulation = this->simulation();
  if (simulation.now() < here().busy_until) return schedule_pump(here().busy_until);
  flush();
  Turn turn;
  while (here().gate.take(turn)) {
    run_turn(std::move(turn));
    if (platform_.host_limit_hit()) return;
    if (here().busy_until > simulation.now()) {
      schedule_pump(here().busy_until);
      update_duration();
      return;
    }
    flush();
  }
  update_duration();
  settle_idle();
}

void Actor::run_turn(Turn turn) {
  here().in_turn = true;
  here().turn_began = simulation().now();
  here().turn_section = turn.section;
  here().turn_invocation = InvocationId::none;
  here().charge = {};
  here().clock_shift = {};
  here().clock_read = false;
  turn.run();
  here().in_turn = false;
}

void Actor::after_turn(const TurnEnd& end, const sim::Distribution& cost) {
  const sim::Duration took = (end.cpu ? *end.cpu : draw(cost)) + here().charge;
  here().busy_until = simulation().now() + took;
  here().cpu_used += took;
  switch (end.kind) {
    case TurnEnd::Kind::host_limit:
      platform_.host_limit(end.detail);
      return;
    case TurnEnd::Kind::constructor_threw:
      reset(end.error, AlarmScheduler::RunEnd::failed_counted);
      return;
    case TurnEnd::Kind::aborted:
      reset(end.error, end.retry_alarm ? AlarmScheduler::RunEnd::failed_counted : AlarmScheduler::RunEnd::abandoned);
      return;
    case TurnEnd::Kind::out_of_cpu:  // once it has run for as long as it may
      return reset_at(here().busy_until, end.error);
    case TurnEnd::Kind::done:
      break;
  }
  here().output.turn_ended(here().busy_until);
  if (store_.dirty() && !store_.in_transaction()) seal_writes(here().busy_until);
  if (here().commit_failed) return break_gate(*std::exchange(here().commit_failed, nullptr));
  alarm_.stored_changed();
  const sim::Duration cpu_limit = platform_.options().cpu_limit;
  if (cpu_limit.count() > 0 && here().cpu_used > cpu_limit)
    reset({.message = "Durable Object exceeded its CPU time limit and was reset.",
           .remote = true,
           .durable_object_reset = true},
          AlarmScheduler::RunEnd::failed_counted);
  else if (here().doomed)
    end_after_exception();
  if (here().cut_off) cut_background();
}

void Actor::seal_writes(sim::Time from) {
  static constexpr sim::Site kSite = sim::site("room.commit");
  if (auto failed = store_.seal()) {
    here().commit_failed = std::make_unique<CallError>(
        CallError{.message = failed->message, .remote = !failed->message.starts_with("internal error")});
    return;
  }
  sim::Duration takes = draw_cost(kSite, here().drawn.commits, costs().commit);
  auto failure = commit_fate(takes);
  CommitFate fate;
  if (Adversity* adversity = platform_.adversity()) {
    adversity->happened(Moment::commit, *this);
    fate = adversity->commit(*this);
    if (auto failed = fate_of(fate, takes)) failure = std::move(failed);
  }
  here().commit_free_at = std::max(from + takes, here().commit_free_at);
  const bool crashes = fate.kind == CommitFate::Kind::crash_before || fate.kind == CommitFate::Kind::crash_after;
  auto done = failure ? sim::Action([this, error = std::move(*failure)] { break_gate(error); })
              : crashes
                  ? sim::Action([this, after = fate.kind == CommitFate::Kind::crash_after] { commit_crashes(after); })
                  : sim::Action([this] { commit_done(); });
  here().commits.push_back(simulation().at(here().commit_free_at, std::move(done)));
}

void Actor::commit_done() {
  here().commits.pop_front();
  const storage::RoomStore::Sealed durable = store_.confirm();
  simulation().record(Committed{.room = room(), .size_bytes = durable.size_bytes, .rows = durable.rows});
  moment(Moment::committed);
  std::vector<WaitId> synced;
  if (here().calls > 0)
    for (const auto& [wait, waiting] : here().waits)
      if (waiting.kind == WaitKind::sync && waiting.transaction <= store_.confirmed()) synced.push_back(wait);
  for (const WaitId wait : synced) resume(wait, std::nullopt);
  flush();
  update_duration();
  settle_idle();
}

/// What was sealed stands, whatever becomes of the instance, and what waited for it leaves (recorded: tx-reset).
void Actor::settle_commits() {
  for (const sim::EventHandle commit : here().commits) {
    simulation().cancel(commit);
    const storage::RoomStore::Sealed durable = store_.confirm();
    simulation().record(Committed{.room = room(), .size_bytes = durable.size_bytes, .rows = durable.rows});
  }
  here().commits.clear();
  if (here().flushing == 0) flush();
}

/// What is on its way to the disk never gets there, and what waits at the output gate never leaves.
void Actor::lose_commits() {
  for (const sim::EventHandle commit : here().commits) simulation().cancel(commit);
  here().commits.clear();
  here().output.drop();
}

storage::TransactionId Actor::lock() const { return store_.gate(); }

/// The commit of what code wrote is impossible: what waited for it is lost, what did not wait leaves, and the object is
/// reset (docs/spec/observed.md 3, gate-broken).
void Actor::break_gate(const CallError& error) {
  // Whenever its turn ends.
  let_out_until(sim::Time::max());
  lose_commits();
  reset(error, AlarmScheduler::RunEnd::failed_uncounted);
}

void Actor::leave(sim::Action release) {
  here().output.push(lock(), std::move(release));
  if (!here().in_turn) left_outside_turn();
}

void Actor::leave(SocketId socket, network::Frame frame) {
  here().output.push(lock(), socket, std::move(frame));
  if (!here().in_turn) left_outside_turn();
}

void Actor::left_outside_turn() {
  here().output.turn_ended(simulation().now());
  flush();
}

void Actor::flush() { let_out_until(simulation().now()); }

void Actor::let_out_until(sim::Time turns_ended_by) {
  Presence& here = this->here();
  ++here.flushing;
  here.output.flush(store_.confirmed(), turns_ended_by,
                    [this](SocketId socket, network::Frame&& frame) { release_frame(socket, std::move(frame)); });
  --here.flushing;
}

InvocationId Actor::begin_invocation(Invocation invocation) {
  const InvocationId id = platform_.next_invocation();
  here().last_event = simulation().now();
  platform_.eviction().used(room());
  here().invocations.emplace(id, std::move(invocation));
  return id;
}

void Actor::announce(InvocationId id) {
  Invocation& invocation = here().invocations.at(id);
  invocation.began = true;
  here().turn_invocation = id;
  here().cpu_used = {};  // refilled by what comes in (spec 1.5)
  ++announced_;
  here().drawn = {};
  platform_.draws_anew(*this);
  if (std::exchange(here().wake_untold, false) && platform_.options().tell_wakes)
    simulation().record(WakeServed{.room = room(), .waited = simulation().now() - here().awaited_since});
  simulation().record(InvocationBegan{.id = id, .room = room(), .kind = invocation.kind, .socket = invocation.socket});
  if (platform_.adversity() != nullptr) begun(invocation.kind);
}

void Actor::fetch(network::HttpRequest request, SocketId offered, RespondToCaller respond) {
  const std::string* upgrade = request.header("upgrade");
  std::optional<CallError> refused;
  if (platform_.options().overload.any()) refused = refuse_overload(request.body.size());
  if (!refused) refused = refuse_call();
  if (refused) {
    simulation().after({},
                       sim::Action([respond = std::move(respond), error = std::move(*refused)] { respond(error); }));
    return;
  }
  const InvocationId id = begin_invocation({.kind = InvocationKind::fetch,
                                            .offered = offered,
                                            .respond = std::move(respond),
                                            .upgrade = upgrade != nullptr && *upgrade == "websocket",
                                            .arrived = simulation().now(),
                                            .bytes = request.body.size()});
  bill_request(InvocationKind::fetch);
  enqueue(SectionId::root, sim::Action([this, id, request = std::move(request)] { start_fetch(id, request); }));
}

void Actor::start_fetch(InvocationId id, const network::HttpRequest& request) {
  announce(id);
  const Invocation& invocation = here().invocations.at(id);
  const sim::Duration longest = platform_.options().overload.queued_for;
  if (longest.count() > 0 && simulation().now() - invocation.arrived > longest) {
    fetch_settled(id, overloaded("Requests queued for too long."));
    return after_turn({}, sim::Distribution::constant(0));
  }
  here().offered_now = invocation.offered;
  const TurnEnd end = here().instance->fetch(id, request);
  // Nobody took it yet: a later turn of the handler may.
  const auto still = here().invocations.find(id);
  if (still != here().invocations.end()) still->second.offered = here().offered_now;
  here().offered_now = SocketId::none;
  after_turn(end, costs().fetch);
}

void Actor::fetch_settled(InvocationId id, FetchOutcome outcome) {
  const auto it = here().invocations.find(id);
  if (it == here().invocations.end()) return;
  here().last_event = simulation().now();
  simulation().record(InvocationEnded{.id = id, .ok = !std::holds_alternative<CallError>(outcome)});
  Invocation invocation = std::move(it->second);
  here().invocations.erase(it);
  const auto* result = std::get_if<FetchResult>(&outcome);
  if (result != nullptr && result->body != BodyId::none) std::erase(here().given_bodies, result->body);  // handed on
  if (const auto* error = std::get_if<CallError>(&outcome); error != nullptr && !error->overloaded) uncaught();
  if (result != nullptr && result->web_socket != PairSide::none && !invocation.upgrade) {
    outcome = CallError{.name = "TypeError",
                        .message =
                            "Worker tried to return a WebSocket in a response to a request which did not "
                            "contain the header \"Upgrade: websocket\".",
                        .remote = true};
  }
  here().answers.emplace(id, std::move(invocation));
  leave(sim::Action([this, id, outcome = std::move(outcome)] {
    const RespondToCaller respond = std::move(here().answers.at(id).respond);
    here().answers.erase(id);
    respond(outcome);
  }));
}

void Actor::handler_settled(InvocationId id, bool ok) {
  const auto it = here().invocations.find(id);
  if (it == here().invocations.end()) return;
  here().last_event = simulation().now();
  simulation().record(InvocationEnded{.id = id, .ok = ok});
  if (it->second.timeout_ms > 0) simulation().cancel(it->second.timeout);
  if (!ok) uncaught();
  if (it->second.kind == InvocationKind::alarm)
    settle_alarm(id, ok ? AlarmScheduler::RunEnd::ok : AlarmScheduler::RunEnd::failed_counted);
  else
    here().invocations.erase(it);
}

InvocationKind Actor::kind_of(InvocationId id) const {
  const auto it = here().invocations.find(id);
  return it == here().invocations.end() ? InvocationKind::timer : it->second.kind;
}

}  // namespace models::runtime
