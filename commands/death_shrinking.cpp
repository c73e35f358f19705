#include "commands/death_shrinking.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "commands/judged_run.h"
#include "commands/progress_line.h"
#include "commands/supervise.h"
#include "scenarios/fuzz/reduce.h"
#include "scenarios/fuzz/retelling.h"
#include "scenarios/fuzz/tree.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using scenarios::fuzz::Tree;

constexpr std::uint64_t kMostTries = 40;
constexpr double kMostSeconds = 60;

/// The scenario with all that befell it.
Tree whole(const fs::path& folder, const scenarios::Scenario& scenario, bool expectations, const Finding& finding) {
  if (!finding.scenario.empty()) return scenarios::fuzz::self_contained(folder / "scenario.yaml", "");
  Tree tree = scenarios::fuzz::self_contained(scenario.file, scenario.variation);
  if (!expectations) std::erase_if(tree.entries, [](const auto& entry) { return entry.first == "expect"; });
  tree.at("seed") = Tree::scalar(std::to_string(finding.seed));
  for (const std::string& keys : finding.platform)
    for (auto& [key, value] : Tree::parse(fmt::format("{{{}}}", keys)).entries)
      tree.at("platform").at(key) = std::move(value);
  for (const std::string& fault : finding.faults) {
    Tree& faults = tree.at("faults");
    faults.kind = scenarios::Node::Kind::sequence;
    faults.items.push_back(Tree::parse(fault));
  }
  return tree;
}

class Tries {
 public:
  Tries(const fs::path& folder, const Finding& finding)
      : file_(folder / "try.yaml"), folder_(fs::absolute(folder).lexically_normal()), identity_(finding.identity) {}
  ~Tries() {
    std::error_code error;
    fs::remove(file_, error);
  }
  Tries(const Tries&) = delete;
  Tries& operator=(const Tries&) = delete;

  bool fails(const Tree& tree) {
    if (interrupted() || watch_.seconds() > kMostSeconds) return false;
    ++count_;
    write_text(file_, scenarios::fuzz::yaml(tree, folder_));
    try {
      const JudgedRun run = judge_run(scenarios::load_scenario(file_));
      return run.failure && run.failure->identity == identity_;
    } catch (const scenarios::InputError&) {
      return false;
    }
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  fs::path file_, folder_;
  std::string identity_;
  Stopwatch watch_;
  std::uint64_t count_ = 0;
};

}  // namespace

Finding smaller_death(const fs::path& folder, const scenarios::Scenario& scenario, bool expectations, Finding finding) {
  Tree tree = whole(folder, scenario, expectations, finding);
  Tries tries(folder, finding);
  if (!tries.fails(tree)) return finding;
  tree = scenarios::fuzz::reduced(std::move(tree), [&](const Tree& less) { return tries.fails(less); }, kMostTries);
  const scenarios::fuzz::Failure failure{
      .oracle = finding.oracle, .identity = finding.identity, .words = finding.words};
  finding.scenario =
      scenarios::fuzz::comment(failure) + scenarios::fuzz::yaml(tree, fs::absolute(folder).lexically_normal());
  finding.size = scenarios::fuzz::events_of(tree);
  finding.tries = tries.count();
  return finding;
}

}  // namespace commands
