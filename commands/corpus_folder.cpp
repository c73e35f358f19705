#include "commands/corpus_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "scenarios/fuzz/case_json.h"
#include "scenarios/input_error.h"
#include "sim/choice.h"

namespace commands {
namespace {

using nlohmann::json;

constexpr std::size_t kMost = 500;

}  // namespace

std::filesystem::path corpus_folder(const std::filesystem::path& root, const scenarios::Scenario& scenario) {
  const std::filesystem::path file = std::filesystem::absolute(scenario.file).lexically_normal();
  return root / fmt::format("{}-{:08x}", file.stem().string(),
                            sim::stable_hash(file.string() + "\n" + scenario.variation) >> 32);
}

json load_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code none;
  for (const auto& one : std::filesystem::directory_iterator(folder, none))
    if (one.path().extension() == ".json") files.push_back(one.path());
  std::ranges::sort(files);
  if (files.size() > kMost) files.resize(kMost);
  json corpus = json::array();
  for (const std::filesystem::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    json one = json::parse(text, nullptr, false);
    if (!scenarios::fuzz::case_from(one))
      throw scenarios::InputError({{path.string(), 0, 0, "is no case of this version of dormouse",
                                    "delete it, or begin without a corpus: --fresh"}});
    corpus.push_back(std::move(one));
  }
  return corpus;
}

void keep_in_corpus(const std::filesystem::path& folder, const json& one) {
  const std::string text = one.dump() + "\n";
  const std::filesystem::path path = folder / fmt::format("{:016x}.json", sim::stable_hash(text));
  std::error_code failed;
  if (std::filesystem::exists(path, failed)) return;
  std::filesystem::create_directories(folder, failed);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file)
    throw scenarios::InputError({{path.string(), 0, 0, "cannot be written", "name a folder of yours with --corpus"}});
}

}  // namespace commands
