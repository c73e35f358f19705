#include "models/runtime/cache_store.h"

namespace models::runtime {

void CacheStore::put(Key key, network::HttpResponse response, sim::Time expires) {
  kept_[std::move(key)] = {std::move(response), expires};
}

const network::HttpResponse* CacheStore::find(const Key& key, sim::Time now) {
  const auto it = kept_.find(key);
  if (it == kept_.end()) return nullptr;
  if (now < it->second.expires) return &it->second.response;
  kept_.erase(it);
  return nullptr;
}

bool CacheStore::remove(const Key& key, sim::Time now) {
  const bool there = find(key, now) != nullptr;
  kept_.erase(key);
  return there;
}

}  // namespace models::runtime
