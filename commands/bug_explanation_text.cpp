#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "reports/terminal_text.h"

#include "commands/bug_explanation.h"

namespace commands {
namespace {

/// In a table_cell of a table.
std::string table_cell(const std::string& text) {
  std::string safe;
  for (const char c : reports::first_line(text)) safe += c == '|' ? std::string("\\|") : std::string(1, c);
  return safe;
}

void add_needs(std::string& text, const BugExplanation& explanation) {
  text += "## What matters\n\n";
  if (explanation.needs.empty())
    text += explanation.neighbour
                ? fmt::format("Only that idle rooms sleep: the same, {}, passes.\n", explanation.neighbour->how)
                : "Nothing befalls it: it fails by itself.\n";
  if (!explanation.needs.empty()) text += "| what befalls the run | without it | why it can |\n|---|---|---|\n";
  for (const Need& need : explanation.needs)
    fmt::format_to(std::back_inserter(text), "| `{}` | {} | {} |\n", table_cell(need.what), table_cell(need.without),
                   need.rule);
  fmt::format_to(std::back_inserter(text), "\nCertain since {}.\n", explanation.certain);
}

void add_neighbour(std::string& text, const BugExplanation& explanation) {
  if (!explanation.neighbour) return;
  const Neighbour& beside = *explanation.neighbour;
  fmt::format_to(std::back_inserter(text), "\n## Beside the run that passes\n\nThe same, {}. What {} sees:\n\n",
                 beside.how, beside.client);
  text += "| here | there |\n|---|---|\n";
  for (const std::string& line : beside.before)
    fmt::format_to(std::back_inserter(text), "| {} | {} |\n", table_cell(line), table_cell(line));
  for (std::size_t i = 0; i < std::max(beside.here.size(), beside.there.size()); ++i)
    fmt::format_to(std::back_inserter(text), "| **{}** | **{}** |\n",
                   i < beside.here.size() ? table_cell(beside.here[i]) : "nothing more",
                   i < beside.there.size() ? table_cell(beside.there[i]) : "nothing more");
  fmt::format_to(std::back_inserter(text), "\nWhat led to it there:\n\n```text\n{}```\n", beside.chain);
}

}  // namespace

std::string markdown_of(const BugExplanation& explanation, const Bug& bug) {
  std::string text = fmt::format("# {}: {}\n\n", bug.id, bug.oracle);
  for (const std::string& words : bug.words) text += "    " + reports::first_line(words) + "\n";
  text += "\n";
  add_needs(text, explanation);
  if (!explanation.source.empty()) text += "\n## Lines\n\n";
  for (const std::string& line : explanation.source) text += fmt::format("    {}\n", line);
  add_neighbour(text, explanation);
  if (explanation.chain.empty()) return text;
  fmt::format_to(std::back_inserter(text),
                 "\n## What led to it\n\n`<-` names the causes, `after` what only came before.\n\n```text\n{}```\n\n"
                 "```mermaid\n{}```\n",
                 explanation.chain, explanation.diagram);
  return text;
}

nlohmann::ordered_json json_of(const BugExplanation& explanation) {
  using nlohmann::ordered_json;
  ordered_json needs = ordered_json::array();
  for (const Need& need : explanation.needs)
    needs.push_back({{"what", need.what}, {"needed", need.needed}, {"without", need.without}, {"rule", need.rule}});
  ordered_json told = {{"needs", std::move(needs)}, {"certain", explanation.certain}, {"source", explanation.source}};
  if (explanation.neighbour)
    told["neighbour"] = {{"how", explanation.neighbour->how},
                         {"client", explanation.neighbour->client},
                         {"before", explanation.neighbour->before},
                         {"here", explanation.neighbour->here},
                         {"there", explanation.neighbour->there}};
  return told;
}

std::vector<std::string> short_words(const BugExplanation& explanation) {
  std::vector<std::string> words;
  for (const Need& need : explanation.needs)
    if (need.needed) words.push_back(fmt::format("needs {}: without, {} ({})", need.what, need.without, need.rule));
  words.push_back("certain since " + explanation.certain);
  if (!explanation.source.empty()) words.push_back(fmt::format("lines: {}", fmt::join(explanation.source, "; ")));
  return words;
}

}  // namespace commands
