#include "commands/bug_base.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

#include "scenarios/input_error.h"
#include "sim/choice.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr BugState kStates[] = {BugState::open, BugState::fixed, BugState::closed};

BugState state_of(const std::string& word) {
  for (const BugState state : kStates)
    if (word_of(state) == word) return state;
  return BugState::open;
}

scenarios::InputError unreadable(const fs::path& file) {
  return scenarios::InputError(
      {{file.string(), 0, 0, "is no finding that can be read", "remove its folder; dormouse fuzz finds it again"}});
}

}  // namespace

std::string word_of(BugState state) {
  switch (state) {
    case BugState::open:
      return "open";
    case BugState::fixed:
      return "fixed";
    case BugState::closed:
      return "closed";
  }
  return "";
}

std::optional<Bug> load_bug(const fs::path& folder) {
  const fs::path file = folder / "finding.json";
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  try {
    const ordered_json told = ordered_json::parse(in);
    return Bug{.folder = folder,
               .id = folder.filename().string(),
               .oracle = told.at("oracle"),
               .identity = told.at("identity"),
               .words = told.at("words"),
               .state = state_of(told.at("state")),
               .reason = told.value("reason", ""),
               .fuzzed = told.at("scenario"),
               .variation = told.value("variation", ""),
               .seed = told.at("seed"),
               .size = told.at("size"),
               .shrunk = told.value("shrunk", true),
               .befalls = told.at("befalls"),
               .versions = told.value("versions", ordered_json::object()),
               .explanation = told.value("explanation", ordered_json::object())};
  } catch (const nlohmann::json::exception&) {
    throw unreadable(file);
  }
}

std::vector<Bug> load_bugs(const fs::path& base) {
  std::vector<Bug> bugs;
  std::error_code error;
  for (fs::directory_iterator it(base, error), end; !error && it != end; it.increment(error))
    if (auto bug = load_bug(it->path())) bugs.push_back(std::move(*bug));
  std::ranges::sort(bugs, {}, &Bug::id);
  return bugs;
}

std::vector<Bug> select_bugs(const fs::path& base, const std::vector<std::string>& ids) {
  std::vector<Bug> all = load_bugs(base);
  if (ids.empty()) return all;
  std::vector<Bug> chosen;
  for (const std::string& id : ids) {
    std::vector<const Bug*> meant;
    for (const Bug& bug : all)
      if (bug.id.starts_with(id)) meant.push_back(&bug);
    if (meant.size() != 1)
      throw scenarios::InputError(
          {{id, 0, 0,
            fmt::format("{} finding in {} has this id", meant.empty() ? "no" : "more than one", base.string()),
            "dormouse bugs list shows the ids"}});
    chosen.push_back(*meant.front());
  }
  return chosen;
}

void write_text(const fs::path& path, const std::string& text) {
  fs::path beside = path;
  beside += ".new";
  std::ofstream file(beside, std::ios::binary);
  file << text;
  file.close();
  std::error_code error;
  if (file) fs::rename(beside, path, error);
  if (!file || error)
    throw scenarios::InputError({{path.string(), 0, 0, "cannot be written", "name a folder of yours with --out"}});
}

void save_bug(const Bug& bug) {
  ordered_json told = {
      {"oracle", bug.oracle}, {"identity", bug.identity}, {"words", bug.words}, {"state", word_of(bug.state)}};
  if (!bug.reason.empty()) told["reason"] = bug.reason;
  told["scenario"] = bug.fuzzed;
  if (!bug.variation.empty()) told["variation"] = bug.variation;
  told["seed"] = bug.seed;
  told["size"] = bug.size;
  if (!bug.shrunk) told["shrunk"] = false;
  told["befalls"] = bug.befalls;
  told["versions"] = bug.versions;
  told["explanation"] = bug.explanation;
  write_text(bug.folder / "finding.json", told.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

std::string bug_id(const std::string& fuzzed, const std::string& variation, const std::string& identity) {
  const std::uint64_t hash = sim::stable_hash(fmt::format("{}\n{}\n{}", fuzzed, variation, identity));
  return fmt::format("{:08x}", hash >> 32);
}

}  // namespace commands
