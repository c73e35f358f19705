#include "commands/calibrate.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "commands/given_project.h"
#include "commands/progress_line.h"
#include "scenarios/input_error.h"
#include "scenarios/quantities.h"
#include "scenarios/scenario.h"
#include "scenarios/workload/calibration.h"
#include "scenarios/workload/read.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
namespace workload = scenarios::workload;

[[noreturn]] void refuse(std::string what, std::string message, std::string remedy) {
  throw scenarios::InputError({{std::move(what), 0, 0, std::move(message), std::move(remedy)}});
}

workload::Workload read(const CalibrateOptions& options, sim::Duration apart) {
  workload::MappedFile file(options.file);
  ProgressLine line(::isatty(STDERR_FILENO) != 0);
  const auto progress = [&](std::size_t done, std::size_t all) {
    file.passed(done);
    if (!line.due()) return;
    line.show(fmt::format("{} {} of {} MB read", progress_bar(done, all, 30), done >> 20, all >> 20));
  };
  return workload::read_workload({options.file.string(), file.text(), progress},
                                 {.format = options.format, .object_class = options.object_class, .apart = apart});
}

/// The project as a scenario in the folder of the output names it.
std::string worker_path(const CalibrateOptions& options) {
  if (options.worker.empty()) return "";
  (void)given_project(options.worker, "");  // says what is wrong with it
  const fs::path folder = fs::absolute(options.output.empty() ? fs::path("x") : options.output).parent_path();
  const fs::path relative =
      fs::weakly_canonical(fs::absolute(options.worker)).lexically_relative(fs::weakly_canonical(folder));
  return relative.is_absolute() || relative.string().starts_with(".") ? relative.string() : "./" + relative.string();
}

void write_scenario(const fs::path& file, const std::string& text, bool force) {
  std::error_code error;
  if (fs::exists(file, error) && !force)
    refuse(file.string(), "there is such a file already", "--force writes it anew");
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) refuse(file.string(), "cannot be written", "name a file in a folder that is there");
}

void print_fits(const workload::Workload& read, const workload::Calibration& calibration, std::FILE* to) {
  const auto lines = workload::fitted_lines(calibration);
  std::size_t what = 4, law = 3, values = 6;
  for (const auto& line : lines) {
    what = std::max(what, line.what.size());
    law = std::max(law, line.law.size());
    values = std::max(values, line.values.size());
  }
  fmt::print(to, "Read {}: {} records{}\n\nFitted\n", read.format, read.records,
             read.left_out > 0 ? fmt::format(", {} left out", read.left_out) : "");
  fmt::print(to, "  {:<{}}  {:>{}}  {:>5}  law\n", "", what, "values", values, "D");
  for (const auto& line : lines) {
    fmt::print(to, "  {:<{}}  {:>{}}  {:>5}  {}\n", line.what, what, line.values, values, line.distance, line.law);
    if (!line.remark.empty()) fmt::print(to, "  {:<{}}  {:>{}}  {:>5}    {}\n", "", what, "", values, "", line.remark);
  }
  fmt::print(to, "\nNot in the file, and assumed\n");
  for (const std::string& one : calibration.assumed) fmt::print(to, "  {}\n", one);
  for (const std::string& one : calibration.remarks) fmt::print(to, "note: {}\n", one);
}

}  // namespace

Exit calibrate(const CalibrateOptions& options) {
  const auto apart = scenarios::parse_duration(options.apart);
  if (!apart || apart->count() <= 0)
    refuse("--apart", fmt::format("\"{}\" is no duration", options.apart), "for example 30min");
  const std::string worker = worker_path(options);
  const workload::Workload recorded = read(options, *apart);
  const workload::Calibration calibration = workload::calibrate(recorded, *apart);
  const std::string text = workload::calibrated_scenario(
      recorded, calibration, {.source = options.file.string(), .worker = worker, .connect = options.connect});
  const bool to_stdout = options.output.empty();
  print_fits(recorded, calibration, to_stdout ? stderr : stdout);
  if (to_stdout) {
    fmt::print("{}", text);
    return Exit::holds;
  }
  write_scenario(options.output, text, options.force);
  (void)scenarios::load_scenario(options.output);  // what stands there can be played
  fmt::print("\nwrote {0}\nNext\n  dormouse run {0}\n", options.output.string());
  return Exit::holds;
}

}  // namespace commands
