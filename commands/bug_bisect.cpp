#include <fmt/format.h>

#include <system_error>

#include "commands/bugs.h"
#include "commands/git.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using Replayed = BugReplay::Kind;

/// The finding beside the code of other commits: its folder is at the same place as in the user's checkout, so that the
/// paths in it lead to the same files.
class PlacedBug {
 public:
  PlacedBug(const Bug& bug, const fs::path& repository, const GitWorktree& checkout)
      : bug_(bug), repository_(repository), checkout_(checkout.folder()) {
    const fs::path inside = fs::canonical(bug.folder).lexically_relative(repository);
    if (inside.empty() || *inside.begin() == "..")
      throw scenarios::refused(bug.folder.string(), "is outside of the repository whose commits are asked about",
                               "keep findings inside of it: dormouse fuzz --out");
    folder_ = checkout_ / inside;
  }
  [[nodiscard]] BugReplay play() {
    place();
    BugReplay replayed = replay(folder_, bug_);
    // The next commit may bring files of the same names.
    (void)git(checkout_, {"reset", "--hard", "--quiet"});
    (void)git(checkout_, {"clean", "-fdqx", "--", folder_.string()});
    return replayed;
  }

 private:
  void place() {
    std::error_code error;
    fs::create_directories(folder_, error);
    for (const char* name : {"scenario.yaml", "awake.yaml"})
      fs::copy_file(bug_.folder / name, folder_ / name, fs::copy_options::overwrite_existing, error);
    link_packages();
  }
  /// What is installed is not in the repository: it is that of the user's checkout.
  void link_packages() {
    std::error_code error;
    for (fs::recursive_directory_iterator it(checkout_, error), end; !error && it != end; it.increment(error)) {
      const fs::path& path = it->path();
      if (path.filename() == ".git" || path.filename() == "node_modules") it.disable_recursion_pending();
      if (path.filename() != "package.json") continue;
      const fs::path beside = path.parent_path().lexically_relative(checkout_) / "node_modules";
      std::error_code ignored;
      if (fs::is_directory(repository_ / beside, ignored) && !fs::exists(checkout_ / beside, ignored))
        fs::create_directory_symlink(repository_ / beside, checkout_ / beside, ignored);
    }
  }

  const Bug& bug_;
  fs::path repository_, checkout_, folder_;
};

std::string described(const fs::path& repository, const std::string& commit) {
  return git(repository, {"log", "-1", "--format=%h %s (%an, %as)", commit}).output;
}

std::string resolved(const fs::path& repository, const std::string& commit) {
  const GitAnswer answer = git(repository, {"rev-parse", "--verify", "--quiet", commit + "^{commit}"});
  if (answer.status != 0)
    throw scenarios::refused(commit, "is no commit of " + repository.string(),
                             "name one as git does: v1.2, HEAD~20, 3f2a91c");
  return answer.output;
}

void check_out(const GitWorktree& checkout, const std::string& commit) {
  const GitAnswer answer = git(checkout.folder(), {"checkout", "--quiet", "--force", "--detach", commit});
  if (answer.status != 0) throw std::runtime_error("git checkout: " + answer.output);
}

/// As git bisect has it. What fails otherwise, or cannot be played, says nothing of this bug.
std::string verdict_of(Replayed kind) {
  if (kind == Replayed::passes) return "good";
  return kind == Replayed::still_fails ? "bad" : "skip";
}

void require(const BugReplay& replayed, Replayed kind, const std::string& commit) {
  if (replayed.kind == kind || replayed.kind == Replayed::interrupted) return;
  throw scenarios::refused(commit,
                           fmt::format("is not {}: the finding there {}", kind == Replayed::passes ? "good" : "bad",
                                       replayed.kind == Replayed::passes ? "does not fail" : replayed.words),
                           "dormouse bugs bisect ID GOOD BAD: it passes at GOOD and fails at BAD");
}

/// git says which commit is next; ours is only to play it.
Exit walk(const fs::path& repository, const GitWorktree& checkout, PlacedBug& placed) {
  for (;;) {
    const std::string commit = git(checkout.folder(), {"rev-parse", "HEAD"}).output;
    const BugReplay replayed = placed.play();
    if (replayed.kind == Replayed::interrupted) return Exit::unknown;
    const std::string verdict = verdict_of(replayed.kind);
    fmt::print("{:4}  {}\n", verdict, described(repository, commit));
    std::fflush(stdout);
    const GitAnswer next = git(checkout.folder(), {"bisect", verdict});
    if (next.output.find("is the first bad commit") != std::string::npos) {
      const std::string first = git(checkout.folder(), {"rev-parse", "refs/bisect/bad"}).output;
      fmt::print("\nthe first bad commit: {}\n{}\n", described(repository, first),
                 git(repository, {"show", "--stat", "--format=", first}).output);
      return Exit::holds;
    }
    if (next.status != 0) {
      fmt::print("\nno single commit can be named: {}\n", next.output);
      return Exit::unknown;
    }
  }
}

}  // namespace

Exit bisect_bug(const BisectOptions& options) {
  catch_interrupts();
  const Bug bug = select_bugs(options.base, {options.id}).front();
  const GitAnswer top = git(fs::absolute(bug.folder), {"rev-parse", "--show-toplevel"});
  if (top.status != 0)
    throw scenarios::refused(bug.folder.string(), "is in no git repository",
                             "bisect asks about commits of the project's own");
  const fs::path repository = fs::canonical(top.output);
  const std::string good = resolved(repository, options.good), bad = resolved(repository, options.bad);
  const GitWorktree checkout(repository, bad);
  PlacedBug placed(bug, repository, checkout);
  require(placed.play(), Replayed::still_fails, options.bad);
  check_out(checkout, good);
  require(placed.play(), Replayed::passes, options.good);
  if (interrupted()) return Exit::unknown;
  const GitAnswer begun = git(checkout.folder(), {"bisect", "start", bad, good});
  if (begun.status != 0)
    throw scenarios::refused(options.good, "git bisect start: " + begun.output, "GOOD comes before BAD");
  if (begun.output.find("is the first bad commit") != std::string::npos) {
    fmt::print("the first bad commit: {}\n", described(repository, bad));
    return Exit::holds;
  }
  return walk(repository, checkout, placed);
}

}  // namespace commands
