#pragma once

// The command line of what plays many scenarios and of what reads traces.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>

#include "commands/explain.h"
#include "commands/suite.h"
#include "commands/supervise.h"
#include "commands/trace_tools.h"

class CampaignOptions {
 public:
  void add_to(CLI::App& app);
  /// What the chosen command came to; nothing if it is none of these.
  [[nodiscard]] std::optional<commands::Exit> run(const CLI::App& app) const;

 private:
  void add_test(CLI::App& app);
  void add_trace(CLI::App& app);
  void add_explain(CLI::App& app);

  commands::SuiteOptions suite_;
  commands::MergeOptions merge_;
  commands::TraceConvertOptions convert_;
  commands::TraceGrepOptions grep_;
  std::filesystem::path diff_a_, diff_b_, stats_;
  bool stats_json_ = false;
  commands::ExplainOptions explain_;
};
