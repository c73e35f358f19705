#pragma once

// A trace file is the blocks of a trace, one after another, and nothing else.

#include <filesystem>
#include <fstream>
#include <string_view>

#include "sim/trace.h"

namespace sim {

/// Writes blocks to a file, replacing what was there. Throws std::system_error if the file cannot be written.
class TraceFile final : public TraceSink {
 public:
  explicit TraceFile(const std::filesystem::path& path);
  void write_block(std::string_view block) override;
  /// Hands everything to the operating system; to be called after TraceWriter::finish().
  void close();

 private:
  std::filesystem::path path_;
  std::ofstream file_;
};

/// Visits every record of a file, in order, and yields the trace's fingerprint. Throws std::system_error if the file
/// cannot be read, and TraceFormatError, naming the file and the byte where the bad block begins, if it is no trace or
/// ends within a block.
Fingerprint read_trace_file(const std::filesystem::path& path, const TraceReader::Visit& visit);

}  // namespace sim
