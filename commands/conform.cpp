#include "commands/conform.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "commands/probe_runs.h"
#include "commands/probe_set.h"
#include "commands/progress_line.h"
#include "reports/terminal_text.h"

namespace commands {
namespace {

using Kind = ProbeVerdict::Kind;

constexpr const char* kDefaultFolder = "tests/conformance";
constexpr std::size_t kEntryColumns = 150;

struct AskedProbes {
  std::filesystem::path folder = kDefaultFolder;
  std::vector<std::string> names;
};

/// The first word may name the folder or, where there is none of that name, be a probe's.
AskedProbes asked_for(const std::vector<std::string>& words) {
  AskedProbes asked;
  auto rest = words.begin();
  if (rest != words.end() && (rest->find('/') != std::string::npos || std::filesystem::is_directory(*rest)))
    asked.folder = *rest++;
  asked.names.assign(rest, words.end());
  return asked;
}

struct Count {
  std::size_t passed = 0, failed = 0, skipped = 0;
};

std::string text_of(const Count& count) {
  const std::string skipped = count.skipped == 0 ? "" : fmt::format(", {} skipped", count.skipped);
  return fmt::format("{} passed, {} failed{}", count.passed, count.failed, skipped);
}

class Table {
 public:
  Table(const ConformOptions& options, std::map<std::string, std::string> expected)
      : options_(options), expected_(std::move(expected)), coloured_(::isatty(STDOUT_FILENO) != 0) {}

  void add(const ProbeCase& one, const ProbeVerdict& verdict) {
    const std::string name = one.name();
    const bool known = expected_.contains(name);
    status(verdict.kind, name, known && verdict.kind == Kind::failed ? "  as expected: " + expected_[name] : "");
    explain(verdict);
    if (options_.expected_failures && known != (verdict.kind == Kind::failed) && verdict.kind != Kind::interrupted)
      (known ? better_ : worse_).push_back(name);
    if (!verdict.gone.empty()) outdated_.push_back(name);
    count(total_, verdict.kind);
    const auto date = one.recorded["compatibilityDate"];
    count(by_date_[date.is_string() ? date.get<std::string>() : "?"], verdict.kind);
    interrupted_ = interrupted_ || verdict.kind == Kind::interrupted;
  }

  Exit close() const {
    if (!options_.with_tcp_close)
      fmt::print("Not compared: the ends of TCP connections (`close` events); --with-tcp-close does.\n");
    list("Deviations that happen no more (take them out of deviations.json)", outdated_);
    if (options_.expected_failures) {
      const std::string file = options_.expected_failures->string();
      list("Passed, though expected to fail (take them out of " + file + ")", better_);
      list("Failed, though not expected to", worse_);
    }
    if (by_date_.size() > 1)
      for (const auto& [date, count] : by_date_) fmt::print("compatibility date {}: {}\n", date, text_of(count));
    fmt::print("{}\n", text_of(total_));
    if (interrupted_) return Exit::unknown;
    const bool as_wanted =
        options_.expected_failures ? better_.empty() && worse_.empty() && outdated_.empty() : total_.failed == 0;
    return as_wanted ? Exit::holds : Exit::violated;
  }

 private:
  void status(Kind kind, const std::string& name, const std::string& remark) const {
    constexpr const char* kWords[] = {"passed", "FAILED", "skipped", "stopped"};
    constexpr const char* kCodes[] = {"32", "31", "33", "33"};
    const auto at = static_cast<std::size_t>(kind);
    const std::string word = fmt::format("{:<9}", kWords[at]);
    fmt::print("{}{}{}\n", coloured_ ? fmt::format("\x1b[{}m{}\x1b[0m", kCodes[at], word) : word, name, remark);
  }

  void explain(const ProbeVerdict& verdict) const {
    if (!verdict.reason.empty()) fmt::print("           {}\n", reports::visible(verdict.reason, kReasonColumns));
    const auto& differences = verdict.differences;
    const std::size_t shown =
        options_.all_differences ? differences.size() : std::min<std::size_t>(differences.size(), 1);
    if (!differences.empty())
      fmt::print("           {}{}:\n",
                 differences.size() == 1 ? "1 entry differs" : fmt::format("{} entries differ", differences.size()),
                 shown < differences.size() ? "; the first" : "");
    for (std::size_t i = 0; i < shown; ++i) show(differences[i]);
    for (const auto& [entry, reason] : verdict.deviations)
      fmt::print("           named deviation at {}: {}\n", entry, reports::visible(reason, kReasonColumns));
    for (const std::string& entry : verdict.gone)
      fmt::print("           the deviation named at {} happens no more\n", entry);
  }

  void show(const reports::Difference& difference) const {
    const auto [mismatch, other] = std::mismatch(difference.expected.begin(), difference.expected.end(),
                                                 difference.played.begin(), difference.played.end());
    const auto same = static_cast<std::size_t>(mismatch - difference.expected.begin());
    fmt::print("           {}\n             recorded {}\n             played   {}\n", difference.where,
               shortened(difference.expected, same), shortened(difference.played, same));
  }

  /// Long entries from shortly before the place where the two sides part.
  [[nodiscard]] std::string shortened(const std::string& entry, std::size_t same) const {
    if (options_.all_differences || entry.size() <= kEntryColumns) return reports::visible(entry, entry.size() * 4);
    constexpr std::size_t kBefore = 40;
    std::size_t from = same > kBefore * 2 ? same - kBefore : 0;
    while (from > 0 && (static_cast<unsigned char>(entry[from]) & 0xc0) == 0x80) --from;  // a whole character
    return (from > 0 ? "..." : "") + reports::visible(std::string_view(entry).substr(from), kEntryColumns);
  }

  static void count(Count& count, Kind kind) {
    if (kind == Kind::passed) ++count.passed;
    if (kind == Kind::failed) ++count.failed;
    if (kind == Kind::skipped || kind == Kind::interrupted) ++count.skipped;
  }

  static void list(const std::string& title, const std::vector<std::string>& names) {
    if (names.empty()) return;
    fmt::print("{}:\n", title);
    for (const std::string& name : names) fmt::print("  {}\n", name);
  }

  static constexpr std::size_t kReasonColumns = 2000;
  const ConformOptions& options_;
  std::map<std::string, std::string> expected_;  // to fail, with the reason
  bool coloured_;
  Count total_;
  std::map<std::string, Count> by_date_;
  std::vector<std::string> outdated_, better_, worse_;
  bool interrupted_ = false;
};

}  // namespace

Exit conform(const ConformOptions& options) {
  catch_interrupts();
  const AskedProbes asked = asked_for(options.words);
  const std::vector<ProbeCase> cases = load_probes(asked.folder, asked.names);
  Table table(options, options.expected_failures ? load_expected_failures(*options.expected_failures)
                                                 : std::map<std::string, std::string>());
  ProgressLine progress(::isatty(STDERR_FILENO) != 0);
  const auto on_verdict = [&](const ProbeCase& one, const ProbeVerdict& verdict) {
    progress.clear();
    table.add(one, verdict);
    std::fflush(stdout);
  };
  const auto on_progress = [&](std::size_t done) {
    if (progress.due())
      progress.show(fmt::format("{} {} of {} probes", progress_bar(done, cases.size(), 30), done, cases.size()));
  };
  run_probes(cases, {.jobs = options.jobs, .with_tcp_close = options.with_tcp_close}, {on_verdict, on_progress});
  progress.clear();
  return table.close();
}

}  // namespace commands
