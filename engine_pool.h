#pragma once

// Engines for one run, or for many short ones in the same process.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/js/engine.h"
#include "models/room/isolates.h"

namespace dormouse {

struct Engines {
  std::string snapshot;
  models::js::EngineLimits limits;
  [[nodiscard]] models::room::Isolates::MakeEngine maker() const {
    return [made = *this] { return std::make_shared<models::js::Engine>(made.snapshot, made.limits); };
  }
};

/// Engines that go back when a run has ended, and come out like new for the next.
class EnginePool {
 public:
  explicit EnginePool(Engines engines) : make_(engines.maker()) {}
  [[nodiscard]] models::room::Isolates::MakeEngine maker() {
    return [this] {
      std::shared_ptr<models::js::Engine> engine = take();
      return std::shared_ptr<models::js::Engine>(
          engine.get(), [this, engine](models::js::Engine*) mutable { idle_.push_back(std::move(engine)); });
    };
  }

 private:
  std::shared_ptr<models::js::Engine> take() {
    while (!idle_.empty()) {
      std::shared_ptr<models::js::Engine> engine = std::move(idle_.back());
      idle_.pop_back();
      if (engine->start_anew()) return engine;
    }
    return make_();
  }
  models::room::Isolates::MakeEngine make_;
  std::vector<std::shared_ptr<models::js::Engine>> idle_;
};

}  // namespace dormouse
