#include "commands/handler_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "commands/bundle.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

/// Kinds of invocations (models/record_kinds.h), and the methods that they enter.
constexpr std::pair<std::string_view, std::string_view> kMethods[] = {{"kind message", "webSocketMessage"},
                                                                      {"kind close", "webSocketClose"},
                                                                      {"kind error", "webSocketError"},
                                                                      {"kind alarm", "alarm"},
                                                                      {"kind fetch", "fetch"},
                                                                      {"kind constructor", "constructor"}};

/// Files of the user's own that the bundle was made of.
std::set<std::string> files_of(const scenarios::Scenario& scenario) {
  std::set<std::string> files;
  if (!scenario.native.empty()) return files;
  files.insert(scenario.project.main);
  const nlohmann::json bundles = bundles_of(scenario, Counters::blocks);
  const nlohmann::json& first = bundles.at(0).at(0);
  if (first.is_object() && first.contains("blocks"))
    for (const auto& block : first["blocks"]) files.insert(block.at(0).get<std::string>());
  return files;
}

/// Where the line begins with the method's head: `async webSocketMessage(`. 0: nowhere.
std::size_t head_of(std::string_view line, std::string_view method) {
  std::size_t at = line.find_first_not_of(" \t");
  if (at == std::string_view::npos) return 0;
  if (line.substr(at).starts_with("async ")) at += 6;
  const std::string_view rest = line.substr(at);
  return rest.starts_with(method) && rest.substr(method.size()).starts_with("(") ? at + 1 : 0;
}

void add_heads(const scenarios::Scenario& scenario, const std::set<std::string_view>& methods,
               std::vector<std::string>& lines) {
  for (const std::string& file : files_of(scenario)) {
    std::ifstream in(scenario.project.folder / file);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number)
      for (const std::string_view method : methods)
        if (const std::size_t column = head_of(line, method); column > 0)
          lines.push_back(fmt::format("{}:{}:{}  {}", file, number, column, method));
  }
}

}  // namespace

std::vector<std::string> source_lines(const scenarios::Scenario& scenario, const std::vector<std::string>& words,
                                      const std::vector<ChainStep>& steps) {
  std::vector<std::string> lines;
  for (const std::string& sentence : words) {
    std::istringstream in(sentence);
    for (std::string line; std::getline(in, line);)
      if (line.starts_with("at ") && line.find(':') != std::string::npos)
        lines.push_back(line.substr(3) + "  in the stack");
  }
  std::set<std::string_view> methods;
  for (const ChainStep& step : steps)
    for (const auto& [kind, method] : kMethods)
      if (step.words.find("invocation") != std::string::npos && step.words.find(kind) != std::string::npos)
        methods.insert(method);
  add_heads(scenario, methods, lines);
  std::vector<std::string> once;
  for (std::string& line : lines)
    if (std::ranges::find(once, line) == once.end()) once.push_back(std::move(line));
  return once;
}

}  // namespace commands
