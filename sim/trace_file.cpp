#include "sim/trace_file.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

namespace sim {
namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path) {
  throw std::system_error(errno != 0 ? errno : EIO, std::generic_category(), what + " " + path.string());
}

/// Enough bytes to hold any block's header.
constexpr std::size_t kLookAhead = 64;
constexpr std::size_t kLargestRead = 1 << 20;

constexpr int kLevel = 3;
constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD";

/// The bytes of a file, taken out of their compression if they are in one.
class Bytes {
 public:
  explicit Bytes(const std::filesystem::path& path) : file_(path, std::ios::binary) {
    if (file_ && std::filesystem::is_directory(path)) errno = EISDIR;
    if (!file_ || errno == EISDIR) fail("cannot read", path);
    char magic[4];
    file_.read(magic, sizeof magic);
    zstd_ = file_.gcount() == 4 && std::string_view(magic, 4) == kZstdMagic;
    file_.clear();
    file_.seekg(0);
    if (!file_) fail("cannot read", path);  // a pipe
    if (zstd_) stream_.reset(ZSTD_createDStream());
  }
  /// Makes `held` at least `wanted` bytes long, or as long as the file allows. Reads in steps, so that a wrong size in
  /// a damaged file costs no more memory than the file has bytes.
  void fill(std::string& held, std::size_t wanted) {
    while (held.size() < wanted && !ended_) {
      const std::size_t before = held.size();
      held.resize(before + std::min(wanted - before, kLargestRead));
      held.resize(before + read(held.data() + before, held.size() - before));
    }
  }
  [[nodiscard]] bool bad() const { return file_.bad(); }

 private:
  /// 0 at the end.
  std::size_t read(char* into, std::size_t room) {
    if (!zstd_) {
      file_.read(into, static_cast<std::streamsize>(room));
      ended_ = file_.gcount() == 0;
      return static_cast<std::size_t>(file_.gcount());
    }
    ZSTD_outBuffer out{into, room, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size) {
        packed_.resize(ZSTD_DStreamInSize());
        file_.read(packed_.data(), static_cast<std::streamsize>(packed_.size()));
        in_ = {packed_.data(), static_cast<std::size_t>(file_.gcount()), 0};
      }
      const bool last = in_.size == 0;
      const std::size_t left = ZSTD_decompressStream(stream_.get(), &out, &in_);
      if (ZSTD_isError(left) != 0)
        throw TraceFormatError(fmt::format("its compression is damaged: {}", ZSTD_getErrorName(left)));
      if (!last || out.pos > 0) {
        open_ = left != 0;
        continue;
      }
      if (open_) throw TraceFormatError("the file ends within its compression");
      ended_ = true;
      break;
    }
    return out.pos;
  }

  struct FreeStream {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::ifstream file_;
  bool zstd_ = false;
  bool ended_ = false;
  bool open_ = false;  // within a frame of zstd
  std::unique_ptr<ZSTD_DStream, FreeStream> stream_;
  std::string packed_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
};

}  // namespace

void TraceFile::FreeContext::operator()(void* context) const { ZSTD_freeCCtx(static_cast<ZSTD_CCtx*>(context)); }

TraceFile::TraceFile(const std::filesystem::path& path) : path_(path), context_(ZSTD_createCCtx()) {
  errno = 0;
  file_.open(path, std::ios::binary | std::ios::trunc);
  if (!file_ || context_ == nullptr) fail("cannot write", path_);
  auto* const context = static_cast<ZSTD_CCtx*>(context_.get());
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  compressed_.resize(ZSTD_CStreamOutSize());
}

void TraceFile::compress(std::string_view bytes, bool last) {
  errno = 0;
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  for (bool done = false; !done;) {
    ZSTD_outBuffer out{compressed_.data(), compressed_.size(), 0};
    const std::size_t left =
        ZSTD_compressStream2(static_cast<ZSTD_CCtx*>(context_.get()), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(left) != 0) fail("cannot compress", path_);
    file_.write(compressed_.data(), static_cast<std::streamsize>(out.pos));
    if (!file_) fail("cannot write", path_);
    done = last ? left == 0 : in.pos == in.size;
  }
}

void TraceFile::write_block(std::string_view block) { compress(block, false); }

void TraceFile::close() {
  compress({}, true);
  errno = 0;
  file_.close();
  if (!file_) fail("cannot write", path_);
}

void read_trace_blocks(const std::filesystem::path& path, const std::function<void(std::string_view)>& on_block) {
  errno = 0;
  Bytes bytes(path);
  std::string held;
  std::uint64_t position = 0;
  for (;;) {
    try {
      bytes.fill(held, kLookAhead);
      if (held.empty()) break;
      const std::size_t size = TraceReader::block_size(held);
      bytes.fill(held, size);
      if (size == 0 || held.size() < size) throw TraceFormatError("the file ends within a block");
      on_block(std::string_view(held).substr(0, size));
      held.erase(0, size);
      position += size;
    } catch (const TraceFormatError& error) {
      throw TraceFormatError(fmt::format("{}: byte {}: {}", path.string(), position, error.what()));
    }
  }
  if (bytes.bad()) fail("cannot read", path);
}

Fingerprint read_trace_file(const std::filesystem::path& path, const TraceReader::Visit& visit) {
  TraceReader reader;
  read_trace_blocks(path, [&](std::string_view block) { reader.read_block(block, visit); });
  return reader.fingerprint();
}

}  // namespace sim
