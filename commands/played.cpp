#include "commands/played.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <system_error>
#include <vector>

#include "commands/check_verdicts.h"
#include "commands/client_transcript.h"
#include "commands/progress_line.h"
#include "models/invariants/make_property.h"
#include "models/trace_json.h"
#include "reports/bill.h"
#include "reports/summary.h"
#include "reports/tariff.h"
#include "reports/usage.h"
#include "sim/calendar.h"
#include "sim/trace_file.h"

namespace commands {
namespace {

/// Writes the trace to a file, in the form that its name asks for.
class TraceOutput {
 public:
  explicit TraceOutput(const std::filesystem::path& path) {
    const scenarios::InputError refused(
        {{path.string(), 0, 0, "cannot be written", "name a file in a folder of yours"}});
    if (path.extension() == ".jsonl") {
      lines_.open(path, std::ios::binary);
      if (!lines_) throw refused;
      return;
    }
    try {
      blocks_ = std::make_unique<sim::TraceFile>(path);
    } catch (const std::system_error&) {
      throw refused;
    }
  }
  void block(std::string_view block) {
    if (blocks_) blocks_->write_block(block);
  }
  void record(const sim::RawRecord& record) {
    if (blocks_) return;
    line_.clear();
    models::append_json_line(record, line_);
    line_ += '\n';
    lines_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
  }
  void close() {
    if (blocks_) blocks_->close();
    lines_.flush();
  }

 private:
  std::unique_ptr<sim::TraceFile> blocks_;
  std::ofstream lines_;
  std::string line_;
};

std::string how_far(sim::Duration played, sim::Duration length) {
  const auto share = static_cast<double>(played.count()) / static_cast<double>(length.count());
  return fmt::format("{:3.0f} %  {} of {}", share * 100, sim::format_duration(played), sim::format_duration(length));
}

/// Everything that reads the trace as it comes.
struct Readers {
  reports::UsageReader usage;
  reports::SummaryReader summary;
  models::invariants::PropertySet properties;
  ClientTranscript transcript;
  CheckVerdicts checks;
  sim::TraceReader blocks;
};

reports::VerdictLine line_of(const models::invariants::Verdict& verdict, sim::Time start) {
  reports::VerdictLine line{.name = verdict.property, .verdict = reports::Verdict::holds, .details = {}};
  switch (verdict.outcome) {
    case models::invariants::Outcome::holds:
      break;
    case models::invariants::Outcome::unknown:
      line.verdict = reports::Verdict::unknown;
      line.details.push_back(verdict.why_unknown);
      break;
    case models::invariants::Outcome::violated:
      line.verdict = reports::Verdict::violated;
      line.details.push_back(fmt::format("first of {}: {}, after {} ({})", verdict.violations, verdict.first->who,
                                         sim::format_duration(verdict.first->at - start),
                                         sim::format_time(verdict.first->at)));
      for (const std::string& sentence : verdict.first->explanation) line.details.push_back(sentence);
      break;
  }
  return line;
}

reports::VerdictLine bill_line(const scenarios::Expectation& expectation, const reports::RunBill& bill) {
  const reports::Money most = reports::Money::of(reports::Exact(expectation.money) / reports::Exact(1'000'000'000));
  const bool holds = bill.month.total <= most;
  return {.name = fmt::format("bill at most {} a month", reports::grouped(most)),
          .verdict = holds ? reports::Verdict::holds : reports::Verdict::violated,
          .details = {fmt::format("a month of this costs {}", reports::grouped(bill.month.total))}};
}

void add_verdicts(const scenarios::Scenario& scenario, Readers& readers, Played& played) {
  std::size_t next = 0;
  const auto verdicts = readers.properties.verdicts();
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
    const auto& expectation = scenario.expectations[i];
    if (expectation.kind == "check") {
      readers.checks.add_lines(i, expectation.check.file, scenario.start, played.report.verdicts);
      continue;
    }
    played.report.verdicts.push_back(expectation.kind == "bill" ? bill_line(expectation, played.report.bill)
                                                                : line_of(verdicts[next++], scenario.start));
    // A run that could not be finished proves nothing, but a violation stays one.
    auto& line = played.report.verdicts.back();
    if (played.work.kind != WorkDone::Kind::done && line.verdict == reports::Verdict::holds) {
      line.verdict = reports::Verdict::unknown;
      line.details = {"the run was not finished"};
    }
  }
}

reports::CodeLines::Place place_of(const nlohmann::json& row, const std::string& prefix) {
  return {prefix + row[0].get<std::string>(), row[1].get<int>(), row[2].get<int>(), row[3].get<std::string>()};
}

/// The bundle says what the worker's counts are of.
void add_lines(reports::CodeLines& lines, const nlohmann::json& bundle, const nlohmann::json& counted,
               const std::string& prefix) {
  if (!counted.is_object()) return;  // of code that is not instrumented
  for (std::size_t i = 0; i < bundle.at("blocks").size(); ++i)
    lines.blocks.push_back({place_of(bundle["blocks"][i], prefix), counted.at("entered")[i].get<std::uint64_t>()});
  for (std::size_t i = 0; i < bundle.at("sites").size(); ++i) {
    const auto& site = counted.at("calls")[i];
    lines.call_sites.push_back({.place = place_of(bundle["sites"][i], prefix),
                                .calls = site[0].get<std::uint64_t>(),
                                .rows_read = site[1].get<std::uint64_t>(),
                                .rows_written = site[2].get<std::uint64_t>()});
  }
}

reports::CodeLines lines_of(const scenarios::Scenario& scenario, const nlohmann::json& bundles,
                            const nlohmann::json& counted) {
  reports::CodeLines lines;
  for (std::uint32_t worker = 0; worker < bundles.size(); ++worker)
    for (std::uint32_t revision = 0; revision < bundles[worker].size(); ++revision)
      add_lines(lines, bundles[worker][revision], counted.at(worker).at(revision),
                scenarios::file_prefix(scenario, worker, revision));
  return lines;
}

}  // namespace

Played play(const scenarios::Scenario& scenario, const PlayRequest& request) {
  Readers readers;
  for (const auto& expectation : scenario.expectations)
    if (expectation.kind != "bill" && expectation.kind != "check")
      readers.properties.add(models::invariants::make_property(expectation));
  std::optional<TraceOutput> output;
  if (request.trace) output.emplace(*request.trace);
  Played played;
  sim::Time last = scenario.start;
  ProgressLine progress(request.progress);
  const auto began = std::chrono::steady_clock::now();
  const auto on_block = [&](std::string_view block) {
    if (output) output->block(block);
    readers.blocks.read_block(block, [&](const sim::RawRecord& record) {
      last = record.at;
      ++played.records;
      readers.usage.visit(record);
      readers.summary.visit(record);
      readers.properties.visit(record);
      readers.transcript.visit(record);
      readers.checks.visit(record);
      if (output) output->record(record);
    });
    if (progress.due()) progress.show(how_far(last - scenario.start, scenario.duration));
  };
  const nlohmann::json bundles = bundles_of(scenario, request.counters);
  played.work = supervise({{"do", "run"},
                           {"scenario", scenario.file.string()},
                           {"variation", scenario.variation},
                           {"native", !scenario.native.empty()},
                           {"bundles", bundles},
                           {"scripts", scripts_of(scenario)},
                           {"lines", request.lines},
                           {"seed", request.seed},
                           {"replication", request.replication}},
                          on_block);
  progress.clear();
  if (output) output->close();
  if (const auto& end = played.work.end; end.is_object() && end.contains("lines"))
    played.lines = lines_of(scenario, bundles, end["lines"]);

  reports::Report& report = played.report;
  report.facts.virtual_length = last - scenario.start;
  report.facts.real_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  report.facts.fingerprint = readers.blocks.fingerprint().to_string();
  report.facts.outcome = played.work.kind == WorkDone::Kind::done         ? "played to the end"
                         : played.work.kind == WorkDone::Kind::host_limit ? "unknown: host limit"
                                                                          : "interrupted";
  report.summary = readers.summary.finish();
  const auto tariff = reports::find_tariff(scenario.platform.tariff).value();
  const auto plan = scenario.platform.plan == "free" ? reports::Plan::free : reports::Plan::paid;
  report.bill =
      reports::bill_run(readers.usage.finish(), std::max(report.facts.virtual_length, sim::Duration{1}), tariff, plan);
  add_verdicts(scenario, readers, played);
  played.client_transcript = readers.transcript.digest();
  return played;
}

}  // namespace commands
