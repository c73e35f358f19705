#pragma once

#include <string>

#include "sim/trace.h"

namespace models {

/// One record as a line of JSON, without the line feed; an unknown kind as its number. Made only for a reader.
/// Throws sim::TraceFormatError if the body is not of its kind.
void append_json_line(const sim::RawRecord& record, std::string& out);

}  // namespace models
