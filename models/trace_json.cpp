#include "models/trace_json.h"

#include <fmt/format.h>

#include "models/records.h"
#include "sim/record_json.h"

namespace models {
namespace {

template <class R>
bool append_if(const sim::RawRecord& raw, std::string& out) {
  if (raw.kind != R::kKind) return false;
  R record;
  if (!sim::decode(raw.body, record)) throw sim::TraceFormatError(fmt::format("malformed {} record", R::kName));
  sim::append_json(raw.at, record, out);
  return true;
}

}  // namespace

void append_json_line(const sim::RawRecord& raw, std::string& out) {
  bool known = append_if<sim::BodyRecord>(raw, out);
  for_each_record_type([&]<class R>() { known = known || append_if<R>(raw, out); });
  if (!known)
    fmt::format_to(std::back_inserter(out), R"({{"at":{},"record":{}}})", raw.at.time_since_epoch().count(), raw.kind);
}

}  // namespace models
