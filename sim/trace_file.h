#pragma once

// A trace file is the blocks of a trace, one after another, as one stream of zstd (docs/trace.md).

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
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
  struct FreeContext {
    void operator()(void* context) const;
  };
  /// Compresses these bytes; last: and ends the stream.
  void compress(std::string_view bytes, bool last);

  std::filesystem::path path_;
  std::ofstream file_;
  std::unique_ptr<void, FreeContext> context_;
  std::string compressed_;
};

/// Visits every record of a file, in order, and yields the trace's fingerprint. Blocks that are not compressed are
/// read, too. Throws std::system_error if the file cannot be read, and TraceFormatError, naming the file and the byte
/// (of what was compressed) where the bad block begins, if it is no trace or ends within a block.
Fingerprint read_trace_file(const std::filesystem::path& path, const TraceReader::Visit& visit);

/// Likewise, block by block; what a block holds is not looked at.
void read_trace_blocks(const std::filesystem::path& path, const std::function<void(std::string_view)>& on_block);

}  // namespace sim
