// CPU time by the blocks of the user's code that ran: a limit that is met at the same statement in every run, and, if
// the scenario says so, what each turn takes.

#include <fmt/format.h>

#include <utility>

#include "models/room/js_host.h"

namespace models::room {
namespace {

/// What a turn takes besides its own code, and each message that it sends (docs/costs.md, "CPU time from blocks").
constexpr sim::Duration kTurn = std::chrono::microseconds(30), kSend = std::chrono::microseconds(11);
/// A turn that enters so many blocks is as good as endless, however little time each of them takes.
constexpr std::uint64_t kEndless = 1ULL << 30;
/// Evaluating the Worker's modules may take so long (docs: Workers, limits, startup time).
constexpr sim::Duration kStartupLimit = std::chrono::seconds(1);

}  // namespace

void JsHost::define_blocks() {
  engine_.define("ran_much", [this](js::Call& call) {
    ran_much(static_cast<std::size_t>(call.integer(0)), InvocationId{static_cast<std::uint32_t>(call.integer(1))});
  });
}

void JsHost::define_costly(std::string_view name, js::HostFunction function) {
  const bool queries = name == "sql_exec", fetches = name == "sql_rows";
  engine_.define(name, [this, queries, fetches, function = std::move(function)](js::Call& call) {
    Blocks::CallSite* const called = blocks_ == nullptr ? nullptr : blocks_->take_call_site();
    if (queries) last_query_ = called;
    Blocks::CallSite* const site = fetches ? last_query_ : called;
    const auto number = static_cast<std::size_t>(call.integer(0));
    runtime::Actor* const actor = site != nullptr && number < actors_.size() ? actors_[number] : nullptr;
    const auto before = actor == nullptr ? storage::Rows{} : actor->rows_used();
    function(call);
    if (site == nullptr) return;
    if (!fetches) ++site->calls;
    if (actor == nullptr) return;
    site->rows_read += actor->rows_used().read - before.read;
    site->rows_written += actor->rows_used().written - before.written;
  });
}

std::optional<LoadError> JsHost::share_blocks(Blocks* blocks) {
  blocks_ = blocks;
  if (blocks_ == nullptr) return std::nullopt;
  const js::Handle cells = engine_.shared_integers(blocks_->cells());
  const js::Outcome exports = engine_.call(entry("block_counters"), {&cells});
  if (auto error = failure(exports)) return error;
  engine_.define_host_module("dormouse:blocks", std::get<js::Handle>(exports));
  begin_measuring();
  return std::nullopt;
}

void JsHost::begin_measuring() {
  overrun_.reset();
  ++turns_;
  if (blocks_ == nullptr || !platform_.options().cpu_by_blocks) return;
  static_cast<void>(blocks_->take_work());
  work_ = {};
  sent_ = 0;
  measured_turn_ = turns_;
}

/// Without `cpu: measured blocks` nobody looks when a turn begins: then it counts from the turn's first question.
sim::Duration JsHost::time_of_blocks() {
  const Blocks::Work more = blocks_->take_work();
  if (measured_turn_ != turns_)
    work_ = {};
  else
    work_ = {work_.entered + more.entered, work_.picoseconds + more.picoseconds};
  measured_turn_ = turns_;
  return sim::Duration(static_cast<std::int64_t>(work_.picoseconds / 1000));
}

std::optional<sim::Duration> JsHost::measured_time() {
  if (blocks_ == nullptr || !platform_.options().cpu_by_blocks) return std::nullopt;
  return kTurn + kSend * sent_ + time_of_blocks();
}

void JsHost::ran_much(std::size_t block, InvocationId request) {
  engine_.turn_goes_on();
  const sim::Duration limit = platform_.options().cpu_limit;
  if (blocks_ == nullptr || limit.count() == 0 || block >= blocks_->blocks().size()) return;
  const sim::Duration allowed = in_handler_ ? limit : std::min(limit, kStartupLimit);
  if (time_of_blocks() < allowed && work_.entered < kEndless) return;
  overrun_ =
      Overrun{.at = blocks_->blocks()[block].place, .request = request, .stack = as_written(engine_.stack_here())};
  engine_.abort_turn();
}

/// The object is reset with what it had not made durable; a request of the Worker fails (spec 1.5).
runtime::TurnEnd JsHost::over_limit(runtime::Actor* owner) {
  const sim::Duration limit = platform_.options().cpu_limit;
  const Overrun overrun = *std::exchange(overrun_, std::nullopt);
  const auto& [file, line, column, kind] = overrun.at;
  ExceptionThrown thrown;
  thrown.kind = owner == nullptr ? platform_.worker_kind(overrun.request)
                : constructs_    ? InvocationKind::constructor
                                 : owner->turn_kind();
  thrown.name = "Error";
  thrown.message = fmt::format("The CPU time limit of {} s was exceeded in a {} at {}:{}:{}",
                               std::chrono::duration<double>(limit).count(), kind, file, line, column);
  thrown.stack = overrun.stack;
  report(owner, std::move(thrown));
  if (owner == nullptr) {
    worker_requests_.erase(overrun.request);
    platform_.worker_out_of_cpu(overrun.request, {.message = "Worker exceeded CPU time limit.", .remote = true});
    runtime::TurnEnd end;
    end.cpu = limit;
    return end;
  }
  return {.kind = runtime::TurnEnd::Kind::out_of_cpu,
          .error = {.message = "Durable Object exceeded its CPU time limit and was reset.",
                    .remote = true,
                    .durable_object_reset = true},
          .detail = "",
          .cpu = limit};
}

}  // namespace models::room
