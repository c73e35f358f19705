#include "sim/trace.h"

#include <fmt/format.h>
#define XXH_STATIC_LINKING_ONLY  // the streaming state on the stack
#include <xxhash.h>

#include <algorithm>
#include <stdexcept>

namespace sim {
namespace {

constexpr std::string_view kMagic = "DMTB";
constexpr std::size_t kBlockHeader = 16;
constexpr std::size_t kRecordHeader = 14;
constexpr std::size_t kFullPayload = 64 * 1024;
constexpr std::uint32_t kLargestPayload = 1U << 30;

void write_block_header(char* out, std::size_t payload, std::uint32_t records) {
  kMagic.copy(out, kMagic.size());
  out = encode_at(out + kMagic.size(), kTraceVersion);
  out = encode_at(out, std::uint16_t{0});
  out = encode_at(out, static_cast<std::uint32_t>(payload));
  static_cast<void>(encode_at(out, records));
}

/// The fingerprint of a trace up to and with this block: XXH3-128 over the one before it and the block's bytes.
Fingerprint chain(const Fingerprint& before, std::string_view block) {
  char previous[16];
  static_cast<void>(encode_at(encode_at(previous, before.low), before.high));
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  XXH3_128bits_update(&state, previous, sizeof(previous));
  XXH3_128bits_update(&state, block.data(), block.size());
  const XXH128_hash_t hash = XXH3_128bits_digest(&state);
  return {hash.high64, hash.low64};
}

struct BlockHeader {
  std::uint32_t payload = 0;
  std::uint32_t records = 0;
};

BlockHeader parse_header(std::string_view block) {
  if (!block.starts_with(kMagic)) throw TraceFormatError("not a trace: a block must begin with DMTB");
  RecordDecoder decoder(block.substr(kMagic.size(), kBlockHeader - kMagic.size()));
  std::uint16_t version = 0;
  std::uint16_t reserved = 0;
  BlockHeader header;
  decoder.get(version);
  decoder.get(reserved);
  decoder.get(header.payload);
  decoder.get(header.records);
  if (decoder.failed()) throw TraceFormatError("trace cut off within the header of a block");
  if (version != kTraceVersion) {
    throw TraceFormatError(fmt::format(
        "trace has format version {}, this program reads version {}: run the scenario again", version, kTraceVersion));
  }
  if (reserved != 0) throw TraceFormatError("trace block is corrupt: its reserved field is not zero");
  if (header.payload > kLargestPayload) throw TraceFormatError("trace block is corrupt: its size is impossible");
  return header;
}

/// Takes the first record off the payload.
RawRecord take_record(std::string_view& payload) {
  if (payload.size() < kRecordHeader) throw TraceFormatError("trace block is corrupt: a record's header is cut off");
  RecordDecoder decoder(payload);
  RawRecord record;
  std::uint32_t size = 0;
  decoder.get(record.kind);
  decoder.get(size);
  decoder.get(record.at);
  payload.remove_prefix(kRecordHeader);
  if (size > payload.size()) throw TraceFormatError("trace block is corrupt: a record goes past its end");
  record.body = payload.substr(0, size);
  payload.remove_prefix(size);
  return record;
}

}  // namespace

std::string Fingerprint::to_string() const { return fmt::format("{:016x}{:016x}", high, low); }

TraceWriter::TraceWriter(TraceLevel level, TraceSink& sink) : level_(level), sink_(sink) {}

// Whoever must know that the last block arrived calls finish(), which throws.
TraceWriter::~TraceWriter() {
  try {
    finish();
  } catch (...) {  // NOLINT(bugprone-empty-catch): a destructor has nobody to tell
  }
}

BodyId TraceWriter::body(Time at, std::string_view bytes) {
  if (bytes.empty() || !writes(BodyRecord::kLevel)) return BodyId::empty;
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  const auto [id, is_new] = bodies_.find_or_add({hash.high64, hash.low64});
  if (is_new) {
    char* const out = append(BodyRecord::kKind, at, encoded_size(id) + encoded_size(bytes));
    static_cast<void>(encode_at(encode_at(out, id), bytes));
  }
  return id;
}

Fingerprint TraceWriter::finish() {
  flush();
  return fingerprint_;
}

char* TraceWriter::append(std::uint16_t kind, Time at, std::size_t size) {
  if (size > kLargestPayload - kRecordHeader) throw std::length_error("a trace record exceeds 1 GiB");
  if (used_ > kBlockHeader && used_ + kRecordHeader + size > kBlockHeader + kFullPayload) flush();
  if (used_ == 0) used_ = kBlockHeader;
  if (block_.size() < used_ + kRecordHeader + size)
    block_.resize(std::max(used_ + kRecordHeader + size, kBlockHeader + kFullPayload));
  char* out = encode_at(block_.data() + used_, kind);
  out = encode_at(out, static_cast<std::uint32_t>(size));
  out = encode_at(out, at);
  used_ += kRecordHeader + size;
  ++block_records_;
  ++records_;
  return out;
}

void TraceWriter::flush() {
  if (used_ == 0) return;
  write_block_header(block_.data(), used_ - kBlockHeader, block_records_);
  const std::string_view block = std::string_view(block_).substr(0, used_);
  fingerprint_ = chain(fingerprint_, block);
  sink_.write_block(block);
  used_ = 0;
  block_records_ = 0;
}

void TraceReader::read_block(std::string_view block, const Visit& visit) {
  const BlockHeader header = parse_header(block);
  const std::string_view payload = block.substr(kBlockHeader);
  if (payload.size() != header.payload) throw TraceFormatError("trace block is corrupt: its size is not what it says");
  // The whole block is checked before anything of it is believed.
  std::string_view rest = payload;
  std::uint64_t records = 0;
  for (; !rest.empty(); ++records) static_cast<void>(take_record(rest));
  if (records != header.records)
    throw TraceFormatError("trace block is corrupt: it does not hold as many records as it says");
  fingerprint_ = chain(fingerprint_, block);
  for (rest = payload; !rest.empty();) visit(take_record(rest));
}

std::size_t TraceReader::block_size(std::string_view bytes) {
  if (bytes.size() < kBlockHeader) return 0;
  return kBlockHeader + parse_header(bytes).payload;
}

}  // namespace sim
