#include "models/invariants/use_at_most.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/calendar.h"

namespace models::invariants {
namespace {

constexpr std::uint64_t kMessagesPerRequest = 20;  // docs/spec: what the platform bills for one request
constexpr sim::Duration kMonth = std::chrono::hours(30 * 24);

/// How many of its own units a meter has for one of those that limits count.
std::uint64_t units_of(UseMeter meter) {
  switch (meter) {
    case UseMeter::requests:
      return kMessagesPerRequest;
    case UseMeter::object_seconds:
      return 1'000'000'000;
    case UseMeter::worker_cpu_ms:
      return 1'000'000;
    default:
      return 1;
  }
}

std::string_view words_of(UseMeter meter) {
  constexpr std::string_view kWords[] = {"requests",     "messages",     "object seconds",  "rows read",
                                         "rows written", "stored bytes", "worker requests", "worker CPU ms"};
  return kWords[static_cast<std::size_t>(meter)];
}

std::string words_of(const UseLimit& limit) {
  if (limit.meter == UseMeter::stored_bytes) return fmt::format("{} stored bytes", limit.most);
  return fmt::format("{} {} {}", limit.most, words_of(limit.meter),
                     limit.per == kMonth                  ? "a month"
                     : limit.per == std::chrono::hours(1) ? "an hour"
                                                          : "a day");
}

template <class T>
T& at(std::vector<T>& values, RoomId room) {
  const auto index = static_cast<std::size_t>(room);
  if (values.size() <= index) values.resize(index + 1);
  return values[index];
}

}  // namespace

UseAtMost::UseAtMost(std::vector<UseLimit> limits) {
  for (const UseLimit& limit : limits)
    budgets_.push_back({.limit = limit, .used = 0, .period = 0, .exceeded = false, .coarse = false});
}

std::string UseAtMost::name() const {
  std::string all;
  for (const Budget& budget : budgets_) all += (all.empty() ? "use at most " : ", ") + words_of(budget.limit);
  return all;
}

void UseAtMost::visit(const sim::RawRecord& record, const RunContext& run) {
  on<RunBegan>(record, [this](const RunBegan& began) { planned_ = began.planned; });
  on<RequestBilled>(record, [&](const RequestBilled&) { use(UseMeter::requests, kMessagesPerRequest, run); });
  on<MessageArrived>(record, [&](const MessageArrived& message) {
    messages_told_ = true;
    if (message.auto_response || message.room == RoomId::none) return;
    use(UseMeter::requests, 1, run);
    use(UseMeter::messages, 1, run);
  });
  on<DurationBegan>(record, [&](const DurationBegan& began) {
    pass_time(record.at, run);
    if (billed_.size() <= static_cast<std::size_t>(began.room))
      billed_.resize(static_cast<std::size_t>(began.room) + 1);
    if (!billed_[static_cast<std::size_t>(began.room)]) ++rooms_billed_;
    billed_[static_cast<std::size_t>(began.room)] = true;
  });
  on<DurationEnded>(record, [&](const DurationEnded& ended) {
    pass_time(record.at, run);
    const auto index = static_cast<std::size_t>(ended.room);
    if (index >= billed_.size() || !billed_[index]) return;
    billed_[index] = false;
    --rooms_billed_;
  });
  on<WorkerRequest>(record, [&](const WorkerRequest& request) {
    use(UseMeter::worker_requests, 1, run);
    use(UseMeter::worker_cpu_ms, static_cast<std::uint64_t>(request.cpu.count()), run);
  });
  on<ServiceCalled>(record, [&](const ServiceCalled& called) {
    use(UseMeter::worker_cpu_ms, static_cast<std::uint64_t>(called.cpu.count()), run);
  });
  visit_storage(record, run);
}

void UseAtMost::visit_storage(const sim::RawRecord& record, const RunContext& run) {
  on<StorageUsed>(record, [&](const StorageUsed& used) {
    storage_told_ = true;
    use(UseMeter::rows_read, used.rows_read, run);
    use(UseMeter::rows_written, used.rows_written, run);
  });
  on<UsageMetered>(record, [&](const UsageMetered& used) {
    if (!storage_told_) {
      use(UseMeter::rows_read, used.rows_read, run, true);
      use(UseMeter::rows_written, used.rows_written, run, true);
    }
    if (messages_told_) return;
    use(UseMeter::requests, used.messages_in, run, true);
    use(UseMeter::messages, used.messages_in, run, true);
  });
  on<Committed>(record, [&](const Committed& committed) {
    std::uint64_t& bytes = at(stored_bytes_, committed.room);
    stored_ = stored_ - bytes + committed.size_bytes;
    bytes = committed.size_bytes;
    for (Budget& budget : budgets_) {
      if (budget.limit.meter != UseMeter::stored_bytes) continue;
      budget.used = 0;
      add(budget, stored_, run.now(), run);
    }
  });
}

void UseAtMost::use(UseMeter meter, std::uint64_t amount, const RunContext& run, bool total) {
  if (amount == 0) return;
  for (Budget& budget : budgets_) {
    if (budget.limit.meter != meter) continue;
    if (total && budget.limit.per != kMonth) {
      budget.coarse = true;
      continue;
    }
    add(budget, amount, run.now(), run);
  }
}

void UseAtMost::add(Budget& budget, unsigned __int128 amount, sim::Time at, const RunContext& run) {
  if (budget.limit.per != kMonth && budget.limit.meter != UseMeter::stored_bytes) {
    const std::int64_t period = (at - run.began()) / budget.limit.per;
    if (std::exchange(budget.period, period) != period) {
      budget.used = 0;
      budget.exceeded = false;
    }
  }
  findings_.examined();
  budget.used += amount;
  if (!exceeds(budget)) {
    budget.exceeded = false;
    return;
  }
  if (std::exchange(budget.exceeded, true)) return;
  const auto used = static_cast<std::uint64_t>(budget.used / units_of(budget.limit.meter));
  Violation violation{.at = at, .who = "the account", .explanation = {}, .record = run.record()};
  const std::string_view words = words_of(budget.limit.meter);
  if (budget.limit.meter == UseMeter::stored_bytes)
    violation.explanation = {fmt::format("{} bytes were stored in all rooms together.", used)};
  else if (budget.limit.per == kMonth)
    violation.explanation = {
        fmt::format("{} {} were used since the start, of a run of {}: a month like this uses more "
                    "than {}.",
                    used, words, sim::format_duration(planned_), budget.limit.most)};
  else
    violation.explanation = {fmt::format("{} {} were used since {}.", used, words,
                                         sim::format_time(sim::later(run.began(), budget.period * budget.limit.per)))};
  findings_.violated(std::move(violation));
}

bool UseAtMost::exceeds(const Budget& budget) const {
  const unsigned __int128 most = static_cast<unsigned __int128>(budget.limit.most) * units_of(budget.limit.meter);
  if (budget.limit.meter == UseMeter::stored_bytes || budget.limit.per != kMonth) return budget.used > most;
  if (planned_.count() <= 0) return false;
  return budget.used * static_cast<unsigned __int128>(kMonth.count()) >
         most * static_cast<unsigned __int128>(planned_.count());
}

void UseAtMost::pass_time(sim::Time now, const RunContext& run) {
  for (Budget& budget : budgets_)
    if (budget.limit.meter == UseMeter::object_seconds && rooms_billed_ > 0) pass_time(budget, now, run);
  billed_until_ = now;
}

/// From period to period.
void UseAtMost::pass_time(Budget& budget, sim::Time now, const RunContext& run) {
  for (sim::Time from = billed_until_; from < now;) {
    sim::Time to = now;
    if (budget.limit.per != kMonth) {
      const std::int64_t period = (from - run.began()) / budget.limit.per;
      to = std::min(now, sim::later(run.began(), (period + 1) * budget.limit.per));
    }
    const auto time = static_cast<unsigned __int128>((to - from).count());
    add(budget, time * rooms_billed_, to < now ? to - sim::Duration{1} : from, run);
    from = to;
  }
}

Verdict UseAtMost::verdict(const RunContext& run) {
  pass_time(run.now(), run);
  for (const Budget& budget : budgets_)
    if (budget.coarse)
      return findings_.unknown(
          name(), fmt::format("the trace keeps only totals of {}: a higher level tells when they were used",
                              words_of(budget.limit.meter)));
  return findings_.verdict(name(), "nothing of it was used");
}

}  // namespace models::invariants
