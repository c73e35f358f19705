#pragma once

// SQLite's view of the world around one database: a single file, no other files, and the simulation's clock.

#include <cstddef>
#include <string>

#include "models/storage/paged_file.h"
#include "models/storage/rows.h"

struct sqlite3_vfs;

namespace models::storage {

class FileSystem {
 public:
  /// Both must outlive it. The name is unique in the process.
  FileSystem(PagedFile& file, Surroundings& surroundings, std::string name);
  ~FileSystem();
  FileSystem(const FileSystem&) = delete;
  FileSystem& operator=(const FileSystem&) = delete;

  [[nodiscard]] const char* name() const { return name_.c_str(); }
  [[nodiscard]] PagedFile& file() { return file_; }
  [[nodiscard]] Surroundings& surroundings() { return surroundings_; }

 private:
  PagedFile& file_;
  Surroundings& surroundings_;
  std::string name_;
  alignas(std::max_align_t) unsigned char vfs_storage_[256];
  sqlite3_vfs* vfs_;
};

}  // namespace models::storage
