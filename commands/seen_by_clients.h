#pragma once

// Where two runs' clients see something else for the first time.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "scenarios/fuzz/transcript.h"

namespace commands {

struct FirstDifference {
  std::string client;
  std::size_t line = 0;        // of what the client saw, from 0
  std::size_t line_there = 0;  // of what it saw in the other run
  std::size_t record = 0;      // of the trace, from 0: this line, or the last that the client has
};

/// trace: of the run that saw `here`. Of all clients that see something else the one that does so first.
[[nodiscard]] std::optional<FirstDifference> first_difference(const std::filesystem::path& trace,
                                                              const scenarios::fuzz::Transcript& here,
                                                              const scenarios::fuzz::Transcript& there);

/// The record that makes this line of what the client saw; the last one that the client has, if it saw less.
[[nodiscard]] std::size_t record_of_line(const std::filesystem::path& trace, const std::string& client,
                                         std::size_t line);

}  // namespace commands
