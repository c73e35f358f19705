#pragma once

// What the caches of the data centre hold: one store for every object and isolate, whatever becomes of them. How long a
// response may be kept is decided by who puts it there.

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

 private:
  struct Kept {
    network::HttpResponse response;
    sim::Time expires{};
  };
  std::map<Key, Kept> kept_;
};

}  // namespace models::runtime
