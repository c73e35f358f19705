#include "commands/saved_files.h"

#include <system_error>

namespace commands {
namespace {

namespace fs = std::filesystem;

bool passed_over(const fs::path& path) {
  const std::string name = path.filename().string();
  return name == "node_modules" || (name.starts_with('.') && !name.starts_with(".dev.vars"));
}

}  // namespace

SavedFiles::SavedFiles(std::vector<fs::path> roots) : roots_(std::move(roots)), seen_(look()) {}

bool SavedFiles::changed() {
  auto now = look();
  if (now == seen_) return false;
  seen_ = std::move(now);
  return true;
}

std::map<fs::path, SavedFiles::Stamp> SavedFiles::look() const {
  std::map<fs::path, Stamp> stamps;
  const auto add = [&stamps](const fs::path& file) {
    std::error_code error;
    const Stamp stamp{fs::last_write_time(file, error), fs::file_size(file, error)};
    if (!error) stamps[file] = stamp;
  };
  for (const fs::path& root : roots_) {
    std::error_code error;
    if (!fs::is_directory(root, error)) {
      add(root);
      continue;
    }
    fs::recursive_directory_iterator it(root, fs::directory_options::skip_permission_denied, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      std::error_code gone;
      if (passed_over(it->path())) {
        if (it->is_directory(gone)) it.disable_recursion_pending();
      } else if (it->is_regular_file(gone)) {
        add(it->path());
      }
    }
  }
  return stamps;
}

}  // namespace commands
