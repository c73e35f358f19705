#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/trace.h"

namespace models {

/// One record as a line of JSON, without the line feed; an unknown kind as its number; a body that is no
/// UTF-8 has its bytes in hexadecimal beside. Made only for a reader.
/// Throws sim::TraceFormatError if the body is not of its kind.
void append_json_line(const sim::RawRecord& record, std::string& out);

/// Writes what append_json_line() told of a record to a trace again, and yields its time. Throws sim::TraceFormatError
/// for a line that is no record of ours, with what is wrong.
sim::Time write_json_line(const std::string& line, sim::TraceWriter& trace);

/// Every kind's word and number: "received", 84.
[[nodiscard]] std::vector<std::pair<std::string, std::uint16_t>> record_kinds();

}  // namespace models
