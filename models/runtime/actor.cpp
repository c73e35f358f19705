#include "models/runtime/actor.h"

#include <algorithm>
#include <utility>

#include "models/runtime/platform.h"

// Turns: how events take the input lock, what a turn costs, how its writes become durable.

namespace models::runtime {
namespace {

constexpr std::size_t kDeepestSection = 64;  // spec 3.1

}  // namespace

Actor::Actor(Platform& platform, ActorIdentity identity)
    : platform_(platform),
      identity_(std::move(identity)),
      entity_(sim::Entity{sim::stable_hash(identity_.id.text(), sim::stable_hash(identity_.class_name))}),
      kv_limits_(platform.options().enforce_kv_limits && !has_sql()),
      store_(*this),
      alarm_(*this),
      code_version_(platform.newest_version()),
      newest_code_(platform.newest_version()) {}

Actor::~Actor() = default;

sim::Simulation& Actor::simulation() { return platform_.simulation(); }
const CostTable& Actor::costs() const { return platform_.costs(); }
sim::Duration Actor::draw(const sim::Distribution& cost) {
  static constexpr sim::Site kSite = sim::site("room.cost");
  return draw_at(kSite, costs_drawn_, [&cost](sim::RandomStream& stream) { return cost.sample_duration(stream); });
}
sim::Time Actor::code_now() const { return in_turn_ ? turn_began_ + clock_shift_ : platform_.simulation().now(); }

std::int64_t Actor::read_clock_ms() {
  if (in_turn_) {
    if (std::exchange(clock_read_, true)) clock_shift_ += platform_.options().clock_step;
    charge_ += platform_.options().clock_step;
  }
  return code_now_ms();
}

void Actor::enqueue(SectionId section, sim::Action run, bool first) {
  simulation().cancel(inactivity_);
  gate_.push({section, std::move(run)}, first);
  ensure_instance();
  if (!in_turn_) schedule_pump(std::max(busy_until_, simulation().now()));
  update_duration();
}

void Actor::schedule_pump(sim::Time at) {
  if (simulation().pending(pump_event_)) return;
  pump_event_ = simulation().at(at, sim::Action([this] { pump(); }));
}

void Actor::pump() {
  pump_event_ = {};
  sim::Simulation& simulation = this->simulation();
  if (simulation.now() < busy_until_) return schedule_pump(busy_until_);
  flush();
  Turn turn;
  while (gate_.take(turn)) {
    run_turn(std::move(turn));
    if (platform_.host_limit_hit()) return;
    if (busy_until_ > simulation.now()) {
      schedule_pump(busy_until_);
      update_duration();
      return;
    }
    flush();
  }
  update_duration();
  settle_idle();
}

void Actor::run_turn(Turn turn) {
  in_turn_ = true;
  turn_began_ = simulation().now();
  turn_section_ = turn.section;
  turn_invocation_ = InvocationId::none;
  charge_ = {};
  clock_shift_ = {};
  clock_read_ = false;
  turn.run();
  in_turn_ = false;
}

void Actor::after_turn(const TurnEnd& end, const sim::Distribution& cost) {
  const sim::Duration took = draw(cost) + charge_;
  busy_until_ = simulation().now() + took;
  cpu_used_ += took;
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
    case TurnEnd::Kind::done:
      break;
  }
  output_.turn_ended(busy_until_);
  if (store_.dirty() && !store_.in_transaction()) seal_writes(busy_until_);
  if (commit_failed_) return break_gate(*std::exchange(commit_failed_, nullptr));
  alarm_.stored_changed();
  const sim::Duration cpu_limit = platform_.options().cpu_limit;
  if (cpu_limit.count() > 0 && cpu_used_ > cpu_limit)
    reset({.message = "Durable Object exceeded its CPU time limit and was reset.",
           .remote = true,
           .durable_object_reset = true},
          AlarmScheduler::RunEnd::failed_counted);
  else if (doomed_)
    end_after_exception();
  if (cut_off_) cut_background();
}

void Actor::seal_writes(sim::Time from) {
  static constexpr sim::Site kSite = sim::site("room.commit");
  if (auto failed = store_.seal()) {
    commit_failed_ = std::make_unique<CallError>(
        CallError{.message = failed->message, .remote = !failed->message.starts_with("internal error")});
    return;
  }
  sim::Duration takes = draw_at(kSite, commits_drawn_,
                                [this](sim::RandomStream& stream) { return costs().commit.sample_duration(stream); });
  auto failure = commit_fate(takes);
  commit_free_at_ = std::max(from + takes, commit_free_at_);
  auto done = failure ? sim::Action([this, error = std::move(*failure)] { break_gate(error); })
                      : sim::Action([this] { commit_done(); });
  commits_.push_back(simulation().at(commit_free_at_, std::move(done)));
}

void Actor::commit_done() {
  commits_.pop_front();
  const storage::RoomStore::Sealed durable = store_.confirm();
  simulation().record(Committed{.room = room(), .size_bytes = durable.size_bytes, .rows = durable.rows});
  std::vector<WaitId> synced;
  if (calls_ > 0)
    for (const auto& [wait, waiting] : waits_)
      if (waiting.kind == WaitKind::sync && waiting.transaction <= store_.confirmed()) synced.push_back(wait);
  for (const WaitId wait : synced) resume(wait, std::nullopt);
  flush();
  update_duration();
  settle_idle();
}

storage::TransactionId Actor::lock() const { return store_.gate(); }

/// The commit of what code wrote is impossible: what waited for it is lost, what did not wait leaves, and the object is
/// reset (docs/spec/observed.md 3, gate-broken).
void Actor::break_gate(const CallError& error) {
  // Whenever its turn ends.
  output_.flush(store_.confirmed(), sim::Time::max(),
                [this](SocketId socket, network::Frame&& frame) { release_frame(socket, std::move(frame)); });
  reset(error, AlarmScheduler::RunEnd::failed_uncounted);
}

void Actor::leave(sim::Action release) {
  output_.push(lock(), std::move(release));
  if (!in_turn_) left_outside_turn();
}

void Actor::leave(SocketId socket, network::Frame frame) {
  output_.push(lock(), socket, std::move(frame));
  if (!in_turn_) left_outside_turn();
}

void Actor::left_outside_turn() {
  output_.turn_ended(simulation().now());
  flush();
}

void Actor::flush() {
  output_.flush(store_.confirmed(), simulation().now(),
                [this](SocketId socket, network::Frame&& frame) { release_frame(socket, std::move(frame)); });
}

InvocationId Actor::begin_invocation(Invocation invocation) {
  const InvocationId id = platform_.next_invocation();
  last_event_ = simulation().now();
  invocations_.emplace(id, std::move(invocation));
  return id;
}

void Actor::announce(InvocationId id) {
  Invocation& invocation = invocations_.at(id);
  invocation.began = true;
  turn_invocation_ = id;
  cpu_used_ = {};  // refilled by what comes in (spec 1.5)
  simulation().record(InvocationBegan{.id = id, .room = room(), .kind = invocation.kind, .socket = invocation.socket});
}

void Actor::fetch(network::HttpRequest request, SocketId offered, RespondToCaller respond) {
  const std::string* upgrade = request.header("upgrade");
  if (platform_.options().overload.any()) {
    if (auto refused = refuse_overload(request.body.size())) {
      simulation().after({},
                         sim::Action([respond = std::move(respond), error = std::move(*refused)] { respond(error); }));
      return;
    }
  }
  const InvocationId id = begin_invocation({.kind = InvocationKind::fetch,
                                            .offered = offered,
                                            .respond = std::move(respond),
                                            .upgrade = upgrade != nullptr && *upgrade == "websocket",
                                            .arrived = simulation().now(),
                                            .bytes = request.body.size()});
  simulation().record(RequestBilled{.room = room(), .kind = InvocationKind::fetch});
  enqueue(SectionId::root, sim::Action([this, id, request = std::move(request)] { start_fetch(id, request); }));
}

void Actor::start_fetch(InvocationId id, const network::HttpRequest& request) {
  announce(id);
  const Invocation& invocation = invocations_.at(id);
  const sim::Duration longest = platform_.options().overload.queued_for;
  if (longest.count() > 0 && simulation().now() - invocation.arrived > longest) {
    fetch_settled(id, overloaded("Requests queued for too long."));
    return after_turn({}, sim::Distribution::constant(0));
  }
  offered_now_ = invocation.offered;
  const TurnEnd end = instance_->fetch(id, request);
  offered_now_ = SocketId::none;
  after_turn(end, costs().fetch);
}

void Actor::fetch_settled(InvocationId id, FetchOutcome outcome) {
  const auto it = invocations_.find(id);
  if (it == invocations_.end()) return;
  last_event_ = simulation().now();
  simulation().record(InvocationEnded{.id = id, .ok = !std::holds_alternative<CallError>(outcome)});
  Invocation invocation = std::move(it->second);
  invocations_.erase(it);
  const auto* result = std::get_if<FetchResult>(&outcome);
  if (const auto* error = std::get_if<CallError>(&outcome); error != nullptr && !error->overloaded) uncaught();
  if (result != nullptr && result->web_socket != PairSide::none && !invocation.upgrade) {
    outcome = CallError{.name = "TypeError",
                        .message =
                            "Worker tried to return a WebSocket in a response to a request which did not "
                            "contain the header \"Upgrade: websocket\".",
                        .remote = true};
  }
  answers_.emplace(id, std::move(invocation));
  leave(sim::Action([this, id, outcome = std::move(outcome)] {
    const RespondToCaller respond = std::move(answers_.at(id).respond);
    answers_.erase(id);
    respond(outcome);
  }));
}

void Actor::handler_settled(InvocationId id, bool ok) {
  const auto it = invocations_.find(id);
  if (it == invocations_.end()) return;
  last_event_ = simulation().now();
  simulation().record(InvocationEnded{.id = id, .ok = ok});
  if (it->second.timeout_ms > 0) simulation().cancel(it->second.timeout);
  if (!ok) uncaught();
  if (it->second.kind == InvocationKind::alarm)
    settle_alarm(id, ok ? AlarmScheduler::RunEnd::ok : AlarmScheduler::RunEnd::failed_counted);
  else
    invocations_.erase(it);
}

InvocationKind Actor::kind_of(InvocationId id) const {
  const auto it = invocations_.find(id);
  return it == invocations_.end() ? InvocationKind::timer : it->second.kind;
}

// ---- waiting for something outside the turn

WaitId Actor::start_timer(sim::Duration delay) {
  const WaitId wait = platform_.next_wait();
  const sim::EventHandle event = simulation().at(code_now() + delay, sim::Action([this, wait] { timer_due(wait); }));
  waits_.emplace(
      wait,
      Wait{.kind = WaitKind::timer, .section = turn_section_, .event = event, .transaction = 0, .began = turn_began_});
  ++timers_;
  return wait;
}

void Actor::timer_due(WaitId wait) {
  if (!platform_.options().commits_before_timers || commits_.empty()) return resume(wait, std::nullopt);
  const auto it = waits_.find(wait);
  if (it == waits_.end()) return;
  it->second.event = simulation().at(commit_free_at_, sim::Action([this, wait] { resume(wait, std::nullopt); }));
}

bool Actor::cancel_wait(WaitId wait) {
  const auto it = waits_.find(wait);
  if (it == waits_.end()) return false;
  simulation().cancel(it->second.event);
  if (it->second.kind == WaitKind::timer) --timers_;
  waits_.erase(it);
  return true;
}

WaitId Actor::wait_until_began() {
  const WaitId wait = platform_.next_wait();
  wait_untils_.emplace(wait, turn_began_);
  return wait;
}

std::optional<WaitId> Actor::sync() {
  const storage::TransactionId last = store_.last_unconfirmed();
  if (last == 0) return std::nullopt;
  const WaitId wait = platform_.next_wait();
  waits_.emplace(
      wait,
      Wait{.kind = WaitKind::sync, .section = turn_section_, .event = {}, .transaction = last, .began = turn_began_});
  ++calls_;
  return wait;
}

WaitId Actor::call(Actor& callee, std::uint32_t stub_resets, network::HttpRequest request) {
  const WaitId wait = platform_.next_wait();
  waits_.emplace(
      wait,
      Wait{.kind = WaitKind::call, .section = turn_section_, .event = {}, .transaction = 0, .began = turn_began_});
  ++calls_;
  leave(sim::Action([this, wait, &callee, stub_resets, request = std::move(request)]() mutable {
    if (const CallError* broken = callee.broken_since(stub_resets)) return resume(wait, *broken);
    callee.fetch(std::move(request), SocketId::none,
                 [this, wait](FetchOutcome outcome) { resume(wait, std::move(outcome)); });
  }));
  return wait;
}

WaitId Actor::call_front(network::HttpRequest request) {
  const WaitId wait = platform_.next_wait();
  waits_.emplace(wait, Wait{.kind = WaitKind::call, .section = turn_section_, .event = {}});
  ++calls_;
  leave(sim::Action([this, wait, request = std::move(request)]() mutable {
    platform_.front_request(std::move(request),
                            [this, wait](FetchOutcome outcome) { resume(wait, std::move(outcome)); });
  }));
  return wait;
}

void Actor::resume(WaitId wait, std::optional<FetchOutcome> outcome) {
  const auto it = waits_.find(wait);
  if (it == waits_.end()) {  // the instance that waited is gone
    if (const auto* result = outcome ? std::get_if<FetchResult>(&*outcome) : nullptr)
      if (result->web_socket != PairSide::none) platform_.pairs().dropped(result->web_socket);
    return;
  }
  const Wait waited = it->second;
  waits_.erase(it);
  enqueue(waited.section, sim::Action([this, wait, kind = waited.kind, outcome = std::move(outcome)] {
            (kind == WaitKind::timer ? timers_ : calls_) -= 1;
            const TurnEnd end = instance_->resume(wait, outcome ? &*outcome : nullptr);
            after_turn(end, costs().timer);
          }));
}

std::optional<WaitId> Actor::enter_section() {
  if (gate_.depth() >= kDeepestSection) return std::nullopt;
  const WaitId wait = platform_.next_wait();
  enqueue(turn_section_, sim::Action([this, wait] { section_began(wait); }), true);
  return wait;
}

void Actor::section_began(WaitId wait) {
  turn_section_ = gate_.begin_section();
  const auto expire = [this] {
    reset(
        {.message = "A call to blockConcurrencyWhile() in a Durable Object waited for too long. The call was canceled "
                    "and the Durable Object was reset.",
         .remote = true,
         .overloaded = true,
         .durable_object_reset = true},
        AlarmScheduler::RunEnd::failed_counted);
  };
  sections_.emplace(wait,
                    OpenSection{.section = turn_section_,
                                .timeout = simulation().after(platform_.options().section_limit, sim::Action(expire))});
  const TurnEnd end = instance_->resume(wait, nullptr);
  after_turn(end, costs().timer);
}

void Actor::leave_section(WaitId token) {
  const auto it = sections_.find(token);
  if (it == sections_.end()) return;
  simulation().cancel(it->second.timeout);
  gate_.end_section(it->second.section);
  sections_.erase(it);
}

}  // namespace models::runtime
