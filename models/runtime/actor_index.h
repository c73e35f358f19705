#pragma once

// All objects that were ever spoken of, by class and id. Their order must never depend on the index: whoever goes
// through them all gets them sorted.

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "models/runtime/object_id.h"

namespace models::runtime {

class Actor;

class ActorIndex {
 public:
  ActorIndex();
  ~ActorIndex();
  ActorIndex(const ActorIndex&) = delete;
  ActorIndex& operator=(const ActorIndex&) = delete;

  /// Null if it was never added.
  [[nodiscard]] Actor* find(std::string_view class_name, const ObjectId& id) const;
  /// Precondition: find() has not found it.
  Actor& add(std::unique_ptr<Actor> actor);
  [[nodiscard]] std::size_t size() const { return size_; }
  /// By class, then id.
  [[nodiscard]] std::vector<Actor*> ordered() const;

 private:
  [[nodiscard]] std::size_t first_place(const ObjectId& id) const;
  void grow();

  std::vector<std::unique_ptr<Actor>> places_;  // open addressing; a power of two
  std::size_t size_ = 0;
};

}  // namespace models::runtime
