#include "reports/text.h"

#include <fmt/format.h>

#include <vector>

#include "reports/bill_text.h"
#include "reports/terminal_text.h"
#include "sim/calendar.h"

namespace reports {
namespace {

constexpr std::size_t kPageColumns = 100;

enum class Ink : std::uint8_t { bold, red, green, yellow };

class Page {
 public:
  explicit Page(Colours colours) : coloured_(colours == Colours::ansi) {}

  void section(std::string_view title) {
    text_ += fmt::format("{}{}\n", text_.empty() ? "" : "\n", inked(title, Ink::bold));
  }
  void fact(std::string_view name, const std::string& value) {
    text_ += fmt::format("  {:<14}{}\n", name, visible(value, kPageColumns - 16));
  }
  void line(const std::string& line) { text_ += line + "\n"; }
  void block(std::string_view lines) { text_ += lines; }

  [[nodiscard]] std::string inked(std::string_view text, Ink ink) const {
    constexpr std::string_view kCodes[] = {"1", "31", "32", "33"};
    if (!coloured_) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<std::size_t>(ink)], text);
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  bool coloured_;
  std::string text_;
};

std::string number(std::uint64_t value) { return grouped(Exact::ratio(static_cast<Int128>(value), 1), 0); }

std::uint64_t speed_up(const RunFacts& facts) {
  const double virtual_seconds = static_cast<double>(facts.virtual_length.count()) * 1e-9;
  return facts.real_seconds > 0 ? static_cast<std::uint64_t>(virtual_seconds / facts.real_seconds) : 0;
}

std::string counted(std::uint64_t count, std::string_view one) {
  return fmt::format("{} {}{}", number(count), one, count == 1 ? "" : "s");
}

std::string count_or_dash(const std::optional<std::uint64_t>& count) {
  return count ? number(*count) : "not in this trace (it was kept at the level \"lifecycle\")";
}

void played(Page& page, const Report& report) {
  const RunSummary& run = report.summary;
  page.section("Played");
  page.fact("scenario", fmt::format("{}, seed {}, replication {}", run.scenario, run.seed, run.replication));
  page.fact("platform", run.preset);
  page.fact("time", fmt::format("{} of virtual time in {:.2f} s: {} times as fast",
                                sim::format_duration(report.facts.virtual_length), report.facts.real_seconds,
                                number(speed_up(report.facts))));
  page.fact("ended", report.facts.outcome);
  page.fact("took part", fmt::format("{}, {}", counted(run.clients, "client"), counted(run.rooms, "room")));
}

std::string refusals(const RunSummary& run) {
  std::uint64_t all = 0;
  std::string by_status;
  for (const auto& [status, count] : run.refused) {
    all += count;
    by_status += fmt::format("{}{}: {}", by_status.empty() ? "" : ", ",
                             status == 0 ? std::string("no answer") : fmt::format("status {}", status), number(count));
  }
  return all == 0 ? "none" : fmt::format("{} ({})", number(all), by_status);
}

void what_happened(Page& page, const RunSummary& run) {
  page.section("What happened");
  page.fact("connections", fmt::format("{} made, {} ended, {} of them not cleanly", number(run.connected),
                                       number(run.closed), number(run.closed_uncleanly)));
  page.fact("refused", refusals(run));
  page.fact("messages",
            fmt::format("{} into rooms, {} out of them", number(run.messages_in), number(run.messages_out)));
  page.fact("deliveries", count_or_dash(run.deliveries));
  page.fact("HTTP", count_or_dash(run.http_requests));
  page.fact("Worker", counted(run.worker_requests, "request"));
  page.fact("rooms",
            fmt::format("{}, {}, {}, {}", counted(run.hibernations, "hibernation"), counted(run.wakes(), "wake"),
                        counted(run.evictions, "eviction"), counted(run.resets, "reset")));
  page.fact("alarms", fmt::format("{} fired, {} to be retried, {} given up", number(run.alarms_fired),
                                  number(run.alarms_retried), number(run.alarms_given_up)));
  page.fact("partitions", number(run.partitions));
  page.fact("links lost", count_or_dash(run.links_lost));
  constexpr std::size_t kMost = 5;
  for (std::size_t i = 0; i < std::min(kMost, run.allowances_spent.size()); ++i) {
    const auto& [allowance, since_start] = run.allowances_spent[i];
    page.fact(i == 0 ? "Free plan" : "",
              fmt::format("the day's {} ran out after {}", models::name_of(allowance),
                          sim::format_duration(
                              sim::Duration{since_start / std::chrono::seconds(1) * std::chrono::seconds(1)})));
  }
  if (run.allowances_spent.size() > kMost)
    page.fact("", fmt::format("and {} times more", run.allowances_spent.size() - kMost));
}

void errors(Page& page, const RunSummary& run) {
  page.section("Errors");
  if (run.errors.empty()) page.line("  No exception was thrown to the platform.");
  for (const ErrorKind& error : run.errors) {
    const std::string head = fmt::format("{} x {}: ", number(error.count), error.name);
    page.line("  " + page.inked(visible(head + error.message, kPageColumns - 2), Ink::red));
    page.line("    " +
              visible(fmt::format("first after {}, in {}, during {}{}", sim::format_duration(error.since_start),
                                  error.where, models::name_of(error.during),
                                  error.unhandled_rejection ? ", a rejection that nobody handled" : ""),
                      kPageColumns - 4));
    std::string_view stack = error.stack;
    while (!stack.empty()) {
      const std::string_view line = stack.substr(0, stack.find('\n'));
      stack.remove_prefix(std::min(stack.size(), line.size() + 1));
      const std::size_t text = line.find_first_not_of(" \t");
      // V8's first line repeats the name and message.
      if (text == std::string_view::npos || !line.substr(text).starts_with("at ")) continue;
      page.line("      " + visible(line.substr(text), kPageColumns - 6));
    }
  }
  page.fact("console", "lines at level error: " + count_or_dash(run.console_errors));
}

void unanswered(Page& page, const RunSummary& run) {
  constexpr std::size_t kMost = 5;
  if (run.unanswered.empty()) return;
  page.section("Requests to the outside without an answer");
  std::size_t shown = 0;
  for (const auto& [what, request] : run.unanswered) {
    if (shown++ == kMost) {
      page.line(fmt::format("  and {} others", run.unanswered.size() - kMost));
      return;
    }
    std::string_view text = request.error;
    page.line(
        fmt::format("  {} x {}", number(request.count), visible(text.substr(0, text.find('\n')), kPageColumns - 12)));
    text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
    // Lines to be copied stay whole.
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), text.find('\n') + 1)))
      page.line("  " + visible(text.substr(0, text.find('\n')), text.size()));
  }
}

void verdicts(Page& page, const std::vector<VerdictLine>& lines) {
  page.section("Verdicts");
  if (lines.empty()) page.line("  The scenario expects nothing.");
  constexpr Ink kInks[] = {Ink::green, Ink::red, Ink::yellow};
  for (const VerdictLine& verdict : lines) {
    const std::string word =
        fmt::format("{:<10}", verdict.verdict == Verdict::violated ? "VIOLATED" : name_of(verdict.verdict));
    page.line("  " + page.inked(word, kInks[static_cast<std::size_t>(verdict.verdict)]) +
              visible(verdict.name, kPageColumns - 12));
    for (const std::string& detail : verdict.details)
      for (const std::string& line : wrapped(detail, kPageColumns - 12)) page.line("            " + line);
  }
}

}  // namespace

std::string text_report(const Report& report, Colours colours) {
  Page page(colours);
  played(page, report);
  what_happened(page, report.summary);
  errors(page, report.summary);
  unanswered(page, report.summary);
  verdicts(page, report.verdicts);
  page.section(fmt::format("Bill ({}, {})", report.bill.month.tariff, name_of(report.bill.month.plan)));
  page.block(bill_text(report.bill));
  page.line(fmt::format("  handler times are those of {}; see docs/costs.md", visible(report.summary.cost_table, 40)));
  page.section("Again");
  page.fact("fingerprint", report.facts.fingerprint);
  // Whole, whatever its length: it is there to be copied.
  page.line("  repeat        " + report.facts.repeat_command);
  return page.take();
}

}  // namespace reports
