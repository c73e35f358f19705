#include "commands/check_verdicts.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/record_reading.h"
#include "sim/calendar.h"

namespace commands {
namespace {

reports::VerdictLine line_of(const models::CheckVerdict& verdict, sim::Time start) {
  reports::VerdictLine line{.name = verdict.name, .verdict = reports::Verdict::holds, .details = {}};
  if (verdict.outcome == models::CheckOutcome::unknown) {
    line.verdict = reports::Verdict::unknown;
  } else if (verdict.outcome == models::CheckOutcome::violated) {
    line.verdict = reports::Verdict::violated;
    line.details.push_back(fmt::format("first of {}: after {} ({})", verdict.violations,
                                       sim::format_duration(verdict.first - start), sim::format_time(verdict.first)));
  }
  for (std::string_view rest = verdict.text; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    line.details.emplace_back(one.substr(std::min(one.find_first_not_of(' '), one.size())));
  }
  if (!verdict.record.empty()) line.details.push_back(verdict.record);
  return line;
}

}  // namespace

void CheckVerdicts::visit(const sim::RawRecord& record) {
  if (record.kind != models::CheckVerdict::kKind) return;
  auto verdict = reports::read_record<models::CheckVerdict>(record);
  verdicts_[verdict.expectation].push_back(std::move(verdict));
}

void CheckVerdicts::add_lines(std::size_t expectation, const std::string& file, sim::Time start,
                              std::vector<reports::VerdictLine>& lines) const {
  const auto found = verdicts_.find(static_cast<std::uint32_t>(expectation));
  if (found == verdicts_.end()) {
    lines.push_back({.name = file, .verdict = reports::Verdict::unknown, .details = {"the run was not finished"}});
    return;
  }
  for (const models::CheckVerdict& verdict : found->second) lines.push_back(line_of(verdict, start));
}

}  // namespace commands
