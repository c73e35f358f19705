#include "scenarios/workload/mapped_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "scenarios/input_error.h"

namespace scenarios::workload {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, std::string message, std::string remedy) {
  throw InputError({{path.string(), 0, 0, std::move(message), std::move(remedy)}});
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  constexpr const char* kFormats = "a log, an analytics answer, a table or a trace: docs/workload.md";
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    refuse(path, errno == ENOENT ? "there is no such file" : std::system_category().message(errno), kFormats);
  struct stat status{};
  const bool regular = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  size_ = regular ? static_cast<std::size_t>(status.st_size) : 0;
  if (size_ > 0) address_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
  const int error = errno;
  ::close(file);
  if (!regular) refuse(path, "this is no regular file", "write what a command prints into a file first");
  if (size_ == 0) refuse(path, "the file is empty", kFormats);
  if (address_ == MAP_FAILED) {
    address_ = nullptr;
    refuse(path, fmt::format("the file cannot be read: {}", std::system_category().message(error)), "");
  }
  ::madvise(address_, size_, MADV_SEQUENTIAL);
  text_ = {static_cast<const char*>(address_), size_};
  if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
}

void MappedFile::passed(std::size_t bytes) {
  constexpr std::size_t kStep = 64U << 20;  // a multiple of every page size
  const std::size_t whole = bytes / kStep * kStep;
  if (whole <= forgotten_) return;
  ::madvise(static_cast<char*>(address_) + forgotten_, whole - forgotten_, MADV_DONTNEED);
  forgotten_ = whole;
}

MappedFile::~MappedFile() {
  if (address_ != nullptr) ::munmap(address_, size_);
}

}  // namespace scenarios::workload
