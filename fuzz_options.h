#pragma once

// The command line of what seeks bugs and of what keeps them.

#include <CLI/CLI.hpp>
#include <optional>

#include "commands/bugs.h"
#include "commands/fuzz.h"

class FuzzCommands {
 public:
  void add_to(CLI::App& app);
  /// What the chosen command came to; nothing if it is none of these.
  [[nodiscard]] std::optional<commands::Exit> run(const CLI::App& app) const;

 private:
  void add_bugs(CLI::App& app);

  commands::FuzzOptions fuzz_;
  commands::BugsOptions list_, replay_, close_;
  commands::BisectOptions bisect_;
};
