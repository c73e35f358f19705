#include "reports/code_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "reports/decimal.h"
#include "reports/terminal_text.h"

namespace reports {
namespace {

struct FileBlocks {
  std::size_t all = 0;
  std::size_t entered = 0;
  std::set<int> lines_not_entered;
};

std::string thousands(std::uint64_t count) { return grouped(Exact(count), 0); }

/// "3, 5-7, 12"
std::string ranges(const std::set<int>& numbers) {
  std::string text;
  for (auto it = numbers.begin(); it != numbers.end();) {
    const int first = *it;
    int last = first;
    while (++it != numbers.end() && *it == last + 1) last = *it;
    if (!text.empty()) text.append(", ");
    text.append(last == first ? fmt::format("{}", first) : fmt::format("{}-{}", first, last));
  }
  return text;
}

std::vector<const CodeLines::CallSite*> dearest_first(const std::vector<CodeLines::CallSite>& sites) {
  std::vector<const CodeLines::CallSite*> called;
  for (const auto& site : sites)
    if (site.calls > 0) called.push_back(&site);
  const auto cost = [](const CodeLines::CallSite* site) { return site->rows_written * 1000 + site->rows_read; };
  // Of equals, in the order in which they stand in the code: all lie in one vector.
  std::ranges::sort(called, [&](const auto* a, const auto* b) {
    return std::tuple(cost(b), b->calls, a) < std::tuple(cost(a), a->calls, b);
  });
  return called;
}

nlohmann::ordered_json json_of(const CodeLines::Place& place) {
  return {{"file", place.file}, {"line", place.line}, {"column", place.column}, {"kind", place.kind}};
}

}  // namespace

std::string text_of(const CodeLines& lines) {
  std::map<std::string, FileBlocks> files;
  for (const auto& block : lines.blocks) {
    FileBlocks& file = files[block.place.file];
    ++file.all;
    if (block.entered > 0)
      ++file.entered;
    else
      file.lines_not_entered.insert(block.place.line);
  }
  std::string text = "\nYour code\n";
  if (files.empty()) text += "  It has no block of its own to enter.\n";
  for (const auto& [name, file] : files) {
    text += fmt::format("  {:<40} {:>5} of {} blocks entered\n", name, file.entered, file.all);
    if (file.lines_not_entered.empty()) continue;
    for (const std::string& line : wrapped("never: lines " + ranges(file.lines_not_entered), 94))
      text += fmt::format("    {}\n", line);
  }
  const auto called = dearest_first(lines.call_sites);
  if (called.empty()) return text;
  text += fmt::format("\nCalls that cost, or keep an object in memory\n  {:<52} {:>12} {:>14} {:>14}\n", "", "calls",
                      "rows read", "rows written");
  for (const auto* site : called) {
    const std::string place =
        fmt::format("{}:{}:{}  {}()", site->place.file, site->place.line, site->place.column, site->place.kind);
    text += fmt::format("  {:<52} {:>12} {:>14} {:>14}\n", place, thousands(site->calls), thousands(site->rows_read),
                        thousands(site->rows_written));
  }
  return text;
}

nlohmann::ordered_json json_of(const CodeLines& lines) {
  auto blocks = nlohmann::ordered_json::array();
  for (const auto& block : lines.blocks) {
    blocks.push_back(json_of(block.place));
    blocks.back()["entered"] = block.entered;
  }
  auto calls = nlohmann::ordered_json::array();
  for (const auto& site : lines.call_sites) {
    calls.push_back(json_of(site.place));
    calls.back().update({{"calls", site.calls}, {"rowsRead", site.rows_read}, {"rowsWritten", site.rows_written}});
  }
  return {{"blocks", std::move(blocks)}, {"calls", std::move(calls)}};
}

}  // namespace reports
