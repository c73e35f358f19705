#pragma once

#include "models/client/group.h"
#include "sim/choice.h"
#include "sim/time.h"

namespace models::client {

/// When the timers of a page run that is hidden from time to time. Shown and hidden stretches are drawn as time goes
/// on.
///
/// Chrome lets the timers of a hidden page run once a second, on whole seconds, and after five minutes once a minute if
/// they repeat (developer.chrome.com/blog/timer-throttling-in-chrome-88; chromestatus.com/feature/4718288976216064).
class Page {
 public:
  Page(const Background& background, sim::RandomStream stream, sim::Time opened);

  /// When a timer that is due at t runs: t itself unless the page is hidden then. Calls never go back in time.
  [[nodiscard]] sim::Time runs_at(sim::Time t, bool repeats);

 private:
  [[nodiscard]] sim::Duration wake_ups(sim::Time t, bool repeats) const;

  const Background& background_;
  sim::RandomStream stream_;
  bool hidden_ = false;
  sim::Time since_;
  sim::Time until_;
};

}  // namespace models::client
