#pragma once

// A large file as text, without holding it: its pages come and go as they are read.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace scenarios::workload {

class MappedFile {
 public:
  /// Throws InputError if there is no such file, it cannot be read, or it is empty.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /// Without a byte order mark in front.
  [[nodiscard]] std::string_view text() const { return text_; }
  /// So much of it has been read: its pages need not stay. They come again if they are asked for.
  void passed(std::size_t bytes);

 private:
  void* address_ = nullptr;
  std::size_t size_ = 0;
  std::size_t forgotten_ = 0;
  std::string_view text_;
};

/// Told now and then how many bytes of how many are read.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

/// A file that is being read.
struct Input {
  std::string name;  // as the user calls it
  std::string_view text;
  Progress progress;
};

}  // namespace scenarios::workload
