#include "commands/git.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "commands/planned_run.h"

namespace commands {

namespace fs = std::filesystem;

GitAnswer git(const fs::path& folder, const std::vector<std::string>& arguments) {
  // No hooks of the user's, who asked for none of this, and words that can be read.
  std::string command = "LC_ALL=C git -c core.hooksPath=/dev/null -C " + quoted(folder.string());
  for (const std::string& argument : arguments) command += " " + quoted(argument);
  command += " 2>&1 </dev/null";
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::system_error(errno, std::generic_category(), "git");
  GitAnswer answer;
  std::array<char, 4096> some{};
  while (const std::size_t got = std::fread(some.data(), 1, some.size(), pipe)) answer.output.append(some.data(), got);
  const int status = ::pclose(pipe);
  answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  while (answer.output.ends_with('\n')) answer.output.pop_back();
  return answer;
}

GitWorktree::GitWorktree(fs::path repository, const std::string& commit) : repository_(std::move(repository)) {
  std::string name = (fs::temp_directory_path() / "dormouse-bisect-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
  parent_ = name;
  folder_ = parent_ / "checkout";
  const GitAnswer added = git(repository_, {"worktree", "add", "--detach", folder_.string(), commit});
  if (added.status != 0) {
    std::error_code error;
    fs::remove_all(parent_, error);
    throw std::runtime_error(fmt::format("git worktree add: {}", added.output));
  }
}

GitWorktree::~GitWorktree() {
  try {
    (void)git(repository_, {"worktree", "remove", "--force", folder_.string()});
    std::error_code error;
    fs::remove_all(parent_, error);
    (void)git(repository_, {"worktree", "prune"});
  } catch (const std::exception&) {  // it stays behind in the folder for temporary files
  }
}

}  // namespace commands
