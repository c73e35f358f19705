#pragma once

// Records given to a reader as if they came from a trace.

#include <string>

#include "models/records.h"
#include "sim/trace.h"

namespace tests {

template <class Reader>
class Feed {
 public:
  explicit Feed(Reader& reader) : reader_(reader) {}

  template <sim::Record R>
  Feed& at(sim::Duration since_start, const R& record) {
    std::string bytes;
    sim::encode(record, bytes);
    reader_.visit({.kind = R::kKind, .at = sim::kDefaultStart + since_start, .body = bytes});
    return *this;
  }

 private:
  Reader& reader_;
};

}  // namespace tests
