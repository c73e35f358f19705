#pragma once

// The user's git, asked about the user's repository.

#include <filesystem>
#include <string>
#include <vector>

namespace commands {

struct GitAnswer {
  int status = 0;
  std::string output;  // standard output and error, without the last line's end
};

[[nodiscard]] GitAnswer git(const std::filesystem::path& folder, const std::vector<std::string>& arguments);

/// A checkout of its own, taken away in the end. What the user has checked out is not touched.
class GitWorktree {
 public:
  /// Throws std::runtime_error if there can be none.
  GitWorktree(std::filesystem::path repository, const std::string& commit);
  ~GitWorktree();
  GitWorktree(const GitWorktree&) = delete;
  GitWorktree& operator=(const GitWorktree&) = delete;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path repository_, parent_, folder_;
};

}  // namespace commands
