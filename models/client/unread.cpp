#include "models/client/unread.h"

#include <algorithm>
#include <utility>

namespace models::client {
namespace {

sim::Duration time_for(double amount, double per_second) {
  constexpr double kMost = 1e18;
  if (!(per_second > 0)) return sim::Duration::zero();
  return sim::Duration{static_cast<std::int64_t>(std::min(amount / per_second * 1e9, kMost) + 0.5)};
}

}  // namespace

void Unread::add(std::size_t bytes, bool message, std::function<void()> read) {
  const sim::Duration takes = message ? std::max(time_for(1, pace_.messages_per_second),
                                                 time_for(static_cast<double>(bytes), pace_.bytes_per_second))
                                      : sim::Duration::zero();
  waiting_.push_back({takes, std::move(read)});
  if (waiting_.size() == 1) read_next();
}

void Unread::read_next() {
  next_ = simulation_.after(waiting_.front().takes, [this] {
    const std::function<void()> read = std::move(waiting_.front().read);
    waiting_.pop_front();
    if (!waiting_.empty()) read_next();
    read();
  });
}

void Unread::forget() {
  waiting_.clear();
  simulation_.cancel(next_);
}

}  // namespace models::client
