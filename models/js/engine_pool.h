#pragma once

// Engines for one run, or for many short ones in the same process.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/js/engine.h"

namespace models::js {

using MakeEngine = std::function<std::shared_ptr<Engine>()>;

struct Engines {
  std::string snapshot;
  EngineLimits limits;
  [[nodiscard]] MakeEngine maker() const {
    return [made = *this] { return std::make_shared<Engine>(made.snapshot, made.limits); };
  }
};

/// Engines that go back when a run has ended, and come out like new for the next.
class EnginePool {
 public:
  explicit EnginePool(const Engines& engines) : make_(engines.maker()) {}
  [[nodiscard]] MakeEngine maker() {
    return [this] {
      std::shared_ptr<Engine> engine = take();
      return std::shared_ptr<Engine>(engine.get(),
                                     [this, engine](Engine*) mutable { idle_.push_back(std::move(engine)); });
    };
  }

 private:
  std::shared_ptr<Engine> take() {
    while (!idle_.empty()) {
      std::shared_ptr<Engine> engine = std::move(idle_.back());
      idle_.pop_back();
      if (engine->start_anew()) return engine;
    }
    return make_();
  }
  MakeEngine make_;
  std::vector<std::shared_ptr<Engine>> idle_;
};

}  // namespace models::js
