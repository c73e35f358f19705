#include <algorithm>
#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// What an instance waits for outside its turns: timers, calls, its own commits, critical sections.

namespace models::runtime {
namespace {

constexpr std::size_t kDeepestSection = 64;  // spec 3.1

}  // namespace

WaitId Actor::start_timer(sim::Duration delay) {
  const WaitId wait = platform_.next_wait();
  const sim::Time due = code_now() + delay;
  const sim::EventHandle event = simulation().at(due, sim::Action([this, wait] { timer_due(wait); }));
  here().waits.emplace(wait, Wait{.kind = WaitKind::timer,
                                  .section = here().turn_section,
                                  .event = event,
                                  .transaction = 0,
                                  .began = here().turn_began,
                                  .due = due});
  ++here().timers;
  return wait;
}

void Actor::timer_due(WaitId wait) {
  if (!platform_.options().commits_before_timers || here().commits.empty()) return resume(wait, std::nullopt);
  const auto it = here().waits.find(wait);
  if (it == here().waits.end()) return;
  it->second.event = simulation().at(here().commit_free_at, sim::Action([this, wait] { resume(wait, std::nullopt); }));
}

bool Actor::cancel_wait(WaitId wait) {
  const auto it = here().waits.find(wait);
  if (it == here().waits.end()) return false;
  simulation().cancel(it->second.event);
  --(it->second.kind == WaitKind::timer ? here().timers : here().calls);
  here().waits.erase(it);
  return true;
}

WaitId Actor::wait_until_began() {
  const WaitId wait = platform_.next_wait();
  here().wait_untils.emplace(wait, here().turn_began);
  return wait;
}

std::optional<WaitId> Actor::sync() {
  const storage::TransactionId last = store_.last_unconfirmed();
  if (last == 0) return std::nullopt;
  const WaitId wait = platform_.next_wait();
  here().waits.emplace(wait, Wait{.kind = WaitKind::sync,
                                  .section = here().turn_section,
                                  .event = {},
                                  .transaction = last,
                                  .began = here().turn_began});
  ++here().calls;
  return wait;
}

WaitId Actor::begin_call() {
  const WaitId wait = platform_.next_wait();
  here().waits.emplace(wait, Wait{.kind = WaitKind::call,
                                  .section = here().turn_section,
                                  .event = {},
                                  .transaction = 0,
                                  .began = here().turn_began});
  ++here().calls;
  return wait;
}

WaitId Actor::call(Actor& callee, std::uint32_t stub_resets, network::HttpRequest request) {
  const WaitId wait = begin_call();
  leave(sim::Action([this, wait, &callee, stub_resets, request = std::move(request)]() mutable {
    if (const CallError* broken = callee.broken_since(stub_resets)) return resume(wait, *broken);
    const auto hear = [this, wait](FetchOutcome outcome) { resume(wait, std::move(outcome)); };
    if (platform_.regions() == nullptr) return callee.fetch(std::move(request), SocketId::none, hear);
    platform_.carry(region(), callee, hear, [&callee, request = std::move(request)](RespondToCaller respond) {
      callee.fetch(request, SocketId::none, std::move(respond));
    });
  }));
  return wait;
}

WaitId Actor::call_out(Errand errand) {
  const WaitId wait = begin_call();
  leave(sim::Action([this, wait, errand = std::move(errand)] {
    errand([this, wait](FetchOutcome outcome) { resume(wait, std::move(outcome)); });
  }));
  return wait;
}

/// The instance that waited is gone.
void Actor::unheard(const FetchOutcome& outcome) {
  const auto* result = std::get_if<FetchResult>(&outcome);
  if (result == nullptr) return;
  if (result->web_socket != PairSide::none) platform_.pairs().dropped(result->web_socket);
  platform_.bodies().cancel(result->body);
}

void Actor::resume(WaitId wait, std::optional<FetchOutcome> outcome) {
  const auto it = here().waits.find(wait);
  if (it == here().waits.end()) {
    if (outcome) unheard(*outcome);
    return;
  }
  const Wait waited = it->second;
  here().waits.erase(it);
  enqueue(waited.section, sim::Action([this, wait, kind = waited.kind, outcome = std::move(outcome)] {
            (kind == WaitKind::timer ? here().timers : here().calls) -= 1;
            const auto* result = outcome ? std::get_if<FetchResult>(&*outcome) : nullptr;
            if (result != nullptr && result->body != BodyId::none) here().given_bodies.push_back(result->body);
            const TurnEnd end = here().instance->resume(wait, outcome ? &*outcome : nullptr);
            after_turn(end, costs().timer);
          }));
}

std::optional<WaitId> Actor::enter_section() {
  if (here().gate.depth() >= kDeepestSection) return std::nullopt;
  const WaitId wait = platform_.next_wait();
  enqueue(here().turn_section, sim::Action([this, wait] { section_began(wait); }), true);
  return wait;
}

void Actor::section_began(WaitId wait) {
  here().turn_section = here().gate.begin_section();
  const auto expire = [this] {
    reset(
        {.message = "A call to blockConcurrencyWhile() in a Durable Object waited for too long. The call was canceled "
                    "and the Durable Object was reset.",
         .remote = true,
         .overloaded = true,
         .durable_object_reset = true},
        AlarmScheduler::RunEnd::failed_counted);
  };
  here().sections.emplace(
      wait, OpenSection{.section = here().turn_section,
                        .timeout = simulation().after(platform_.options().section_limit, sim::Action(expire))});
  const TurnEnd end = here().instance->resume(wait, nullptr);
  after_turn(end, costs().timer);
}

void Actor::leave_section(WaitId token) {
  const auto it = here().sections.find(token);
  if (it == here().sections.end()) return;
  simulation().cancel(it->second.timeout);
  here().gate.end_section(it->second.section);
  here().sections.erase(it);
  if (here().constructing || store_.in_transaction()) return;
  // What a section or transaction wrote is committed as it ends well, and what was sent until then may leave (recorded:
  // block-reset, tx-reset).
  if (store_.dirty()) seal_writes(simulation().now());
  here().output.turn_ended(simulation().now());
}

}  // namespace models::runtime
