#include "commands/causal_chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "commands/read_trace.h"
#include "commands/record_lines.h"
#include "scenarios/input_error.h"
#include "sim/calendar.h"

namespace commands {
namespace {

std::vector<ChainStep> steps_of(const std::filesystem::path& trace, const std::vector<std::size_t>& chain) {
  std::vector<ChainStep> steps;
  std::optional<RecordLines> lines;
  Parties parties;
  std::size_t number = 0;
  read_trace(trace, [&](const sim::RawRecord& raw) {
    if (!lines) lines.emplace(raw.at);
    lines->visit(raw);
    parties.visit(raw);
    if (std::binary_search(chain.begin(), chain.end(), number))
      steps.push_back({.number = number,
                       .line = lines->line(raw),
                       .party = parties.of(raw),
                       .words = fmt::format("{} {} {}", sim::format_duration(raw.at - lines->start()), kind_of(raw),
                                            lines->words(raw, {"room", "client"}))});
    ++number;
  });
  return steps;
}

}  // namespace

CausalChain::CausalChain(const std::filesystem::path& trace, std::size_t number, std::size_t most) {
  read_trace(trace, [this](const sim::RawRecord& record) { causes_.visit(record); });
  if (number >= causes_.graph().size())
    throw scenarios::InputError(
        {{std::to_string(number + 1), 0, 0, fmt::format("the trace has records 1 to {}", causes_.graph().size()),
          "dormouse trace grep shows their numbers"}});
  steps_ = steps_of(trace, causes_.graph().chain(number, std::max<std::size_t>(most, 1)));
}

std::string CausalChain::text() const {
  std::string text;
  for (const ChainStep& step : steps_) {
    std::string because;
    for (const std::size_t cause : causes_.graph().causes(step.number))
      because += fmt::format("{}{}", because.empty() ? "  <- " : ", ", cause + 1);
    if (const auto before = causes_.graph().before(step.number)) because += fmt::format("  after {}", *before + 1);
    fmt::format_to(std::back_inserter(text), "{:>8}  {}{}\n", step.number + 1, step.line, because);
  }
  return text;
}

}  // namespace commands
