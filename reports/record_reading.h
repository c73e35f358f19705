#pragma once

#include <string>

#include "sim/trace.h"

namespace reports {

/// The record of a kind that the caller has checked. Throws sim::TraceFormatError if its bytes are no R.
template <sim::Record R>
[[nodiscard]] R read_record(const sim::RawRecord& raw) {
  R record;
  if (!sim::decode(raw.body, record)) throw sim::TraceFormatError("malformed record: " + std::string(R::kName));
  return record;
}

}  // namespace reports
