#include "models/runtime/cache_store.h"

#include <algorithm>

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

void CacheStore::list(const std::string& cache, const std::string& prefix, const std::string& after, sim::Time now,
                      const Visit& visit) const {
  for (auto it = kept_.lower_bound({cache, std::max(prefix, after)}); it != kept_.end(); ++it) {
    const auto& [store, name] = it->first;
    if (store != cache || !name.starts_with(prefix)) return;
    if (now >= it->second.expires || (!after.empty() && name == after)) continue;
    if (!visit(name, it->second.response)) return;
  }
}

}  // namespace models::runtime
