#include "sim/trace_file.h"

#include <fmt/format.h>

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

/// Makes `held` at least `wanted` bytes long, or as long as the file allows. Reads in steps, so that a wrong size in a
/// damaged file costs no more memory than the file has bytes.
void fill(std::ifstream& file, std::string& held, std::size_t wanted) {
  while (held.size() < wanted && file) {
    const std::size_t before = held.size();
    const std::size_t step = std::min(wanted - before, kLargestRead);
    held.resize(before + step);
    file.read(held.data() + before, static_cast<std::streamsize>(step));
    held.resize(before + static_cast<std::size_t>(file.gcount()));
  }
}

}  // namespace

TraceFile::TraceFile(const std::filesystem::path& path) : path_(path) {
  errno = 0;
  file_.open(path, std::ios::binary | std::ios::trunc);
  if (!file_) fail("cannot write", path_);
}

void TraceFile::write_block(std::string_view block) {
  errno = 0;
  file_.write(block.data(), static_cast<std::streamsize>(block.size()));
  if (!file_) fail("cannot write", path_);
}

void TraceFile::close() {
  errno = 0;
  file_.close();
  if (!file_) fail("cannot write", path_);
}

Fingerprint read_trace_file(const std::filesystem::path& path, const TraceReader::Visit& visit) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) fail("cannot read", path);
  TraceReader reader;
  std::string held;
  std::uint64_t position = 0;
  const auto malformed = [&](std::string_view why) {
    return TraceFormatError(fmt::format("{}: byte {}: {}", path.string(), position, why));
  };
  for (;;) {
    fill(file, held, kLookAhead);
    if (held.empty()) break;
    try {
      const std::size_t size = TraceReader::block_size(held);
      fill(file, held, size);
      if (size == 0 || held.size() < size) throw TraceFormatError("the file ends within a block");
      reader.read_block(std::string_view(held).substr(0, size), visit);
      held.erase(0, size);
      position += size;
    } catch (const TraceFormatError& error) {
      throw malformed(error.what());
    }
  }
  if (file.bad()) fail("cannot read", path);
  return reader.fingerprint();
}

}  // namespace sim
