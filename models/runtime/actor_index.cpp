#include "models/runtime/actor_index.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "models/runtime/actor.h"

namespace models::runtime {

ActorIndex::ActorIndex() : places_(16) {}
ActorIndex::~ActorIndex() = default;

std::size_t ActorIndex::first_place(const ObjectId& id) const { return id.hash() & (places_.size() - 1); }

Actor* ActorIndex::find(std::string_view class_name, const ObjectId& id) const {
  for (std::size_t at = first_place(id); places_[at]; at = (at + 1) & (places_.size() - 1)) {
    const ActorIdentity& identity = places_[at]->identity();
    if (identity.id == id && identity.class_name == class_name) return places_[at].get();
  }
  return nullptr;
}

Actor& ActorIndex::add(std::unique_ptr<Actor> actor) {
  if ((size_ + 1) * 4 > places_.size() * 3) grow();
  std::size_t at = first_place(actor->identity().id);
  while (places_[at]) at = (at + 1) & (places_.size() - 1);
  ++size_;
  places_[at] = std::move(actor);
  return *places_[at];
}

void ActorIndex::grow() {
  auto old = std::exchange(places_, std::vector<std::unique_ptr<Actor>>(places_.size() * 2));
  for (auto& actor : old) {
    if (!actor) continue;
    std::size_t at = first_place(actor->identity().id);
    while (places_[at]) at = (at + 1) & (places_.size() - 1);
    places_[at] = std::move(actor);
  }
}

std::vector<Actor*> ActorIndex::ordered() const {
  std::vector<Actor*> actors;
  actors.reserve(size_);
  for (const auto& actor : places_)
    if (actor) actors.push_back(actor.get());
  std::sort(actors.begin(), actors.end(), [](const Actor* a, const Actor* b) {
    return std::tie(a->identity().class_name, a->identity().id) < std::tie(b->identity().class_name, b->identity().id);
  });
  return actors;
}

}  // namespace models::runtime
