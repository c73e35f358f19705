#pragma once

// The trace is the only way out of a run. Records are packed one after another into blocks; a finished block is
// hashed whole, chained to the block before it, and handed to the sink. Nothing in a record varies between machines.
//
// Block:   "DMTB" u16 version  u16 reserved=0  u32 payload size  u32 record count, then the payload.
// Record:  u16 kind  u32 body size  i64 nanoseconds since the epoch, then the body.

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sim/body_table.h"
#include "sim/record.h"
#include "sim/shared_bytes.h"
#include "sim/time.h"

namespace sim {

inline constexpr std::uint16_t kTraceVersion = 1;

/// 128 bits over every block of a trace, in order. Equal fingerprints mean equal traces.
struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
  /// 32 lower-case hexadecimal digits.
  [[nodiscard]] std::string to_string() const;
};

/// Where finished blocks go: a pipe, a file, a reader in the same process.
class TraceSink {
 public:
  virtual ~TraceSink() = default;
  virtual void write_block(std::string_view block) = 0;
};

/// A message body, written at its first use.
struct BodyRecord {
  static constexpr std::uint16_t kKind = 1;
  static constexpr std::string_view kName = "body";
  static constexpr TraceLevel kLevel = TraceLevel::clients;
  BodyId id{};
  std::string bytes;
  static constexpr auto fields() {
    return std::tuple{field("id", &BodyRecord::id), field("bytes", &BodyRecord::bytes)};
  }
};

class TraceWriter {
 public:
  TraceWriter(TraceLevel level, TraceSink& sink);
  ~TraceWriter();
  TraceWriter(const TraceWriter&) = delete;
  TraceWriter& operator=(const TraceWriter&) = delete;

  [[nodiscard]] bool writes(TraceLevel level) const { return level <= level_; }

  template <Record R>
  void write(Time at, const R& record) {
    if (!writes(R::kLevel)) return;
    encode_record_at(append(R::kKind, at, encoded_record_size(record)), record);
  }

  /// The id of these bytes, counted from 1 in order of first use; writes them to the trace if they are new. At a level
  /// that keeps no bodies (lifecycle) every id is BodyId::empty, and nothing is hashed.
  BodyId body(Time at, std::string_view bytes);
  /// Bytes that belong to this trace's run alone: they remember their id.
  BodyId body(Time at, const SharedBytes& bytes) {
    BodyId& id = bytes.content_->id;
    if (id == BodyId::empty) id = body(at, std::string_view(*bytes));
    return id;
  }

  /// Hands the last, partly filled block to the sink. Idempotent. The destructor does it too, but swallows what the
  /// sink throws.
  Fingerprint finish();
  [[nodiscard]] std::uint64_t records() const { return records_; }

 private:
  /// Begins a record; the place for its body of this size.
  char* append(std::uint16_t kind, Time at, std::size_t size);
  void flush();

  TraceLevel level_;
  TraceSink& sink_;
  std::string block_;     // room for a full block, its first used_ bytes written
  std::size_t used_ = 0;  // 0: no record in it yet
  std::uint32_t block_records_ = 0;
  std::uint64_t records_ = 0;
  Fingerprint fingerprint_{};
  BodyTable bodies_;
};

/// One record as it lies in a block.
struct RawRecord {
  std::uint16_t kind = 0;
  Time at{};
  std::string_view body;
};

/// Bytes that are no trace of this version.
class TraceFormatError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads blocks back. Malformed input (wrong magic, version, sizes) throws TraceFormatError; it never reads out of
/// bounds. Also recomputes the fingerprint, so that a reader can check what a writer claims.
class TraceReader {
 public:
  using Visit = std::function<void(const RawRecord&)>;
  /// One whole block, as given to TraceSink::write_block. Visits nothing of a malformed one.
  void read_block(std::string_view block, const Visit& visit);
  [[nodiscard]] Fingerprint fingerprint() const { return fingerprint_; }

  /// The size of the block that begins here, header included; 0 if more than these bytes are needed to know.
  /// Throws TraceFormatError if no block begins here.
  [[nodiscard]] static std::size_t block_size(std::string_view bytes);

 private:
  Fingerprint fingerprint_{};
};

}  // namespace sim
