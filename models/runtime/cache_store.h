#pragma once

// What the caches of the data centre hold, and KV namespaces and R2 buckets: one store for every object and isolate,
// whatever becomes of them. How long a value may be kept is decided by who puts it there.

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "models/network/http.h"
#include "sim/time.h"

namespace models::runtime {

class CacheStore {
 public:
  /// The name of a cache ("" for the default one) and a URL.
  using Key = std::pair<std::string, std::string>;

  void put(Key key, network::HttpResponse response, sim::Time expires);
  /// Null if there is none, or none any more.
  [[nodiscard]] const network::HttpResponse* find(const Key& key, sim::Time now);
  /// Whether there was one.
  bool remove(const Key& key, sim::Time now);
  /// What is kept under the names that begin so and come after `after` (empty: all), by their bytes, until visit() has
  /// enough and returns false.
  using Visit = std::function<bool(const std::string& name, const network::HttpResponse& response)>;
  void list(const std::string& cache, const std::string& prefix, const std::string& after, sim::Time now,
            const Visit& visit) const;

 private:
  struct Kept {
    network::HttpResponse response;
    sim::Time expires{};
  };
  std::map<Key, Kept> kept_;
};

}  // namespace models::runtime
