#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/scenario.h"

namespace commands {

struct BrokenPromise {
  std::string promise;
  std::string who;  // "room lobby"; "": nobody in particular
  std::vector<std::string> explanation;
  std::size_t record = 0;  // which of the trace it is, from 0
};

/// The first violation of the scenario's promises, or of the one of this name ("violation": any). The record is the one
/// that shows it; if none does, the last one of its subject until then. Nothing if what is asked for holds. Throws
/// scenarios::InputError for a name that no promise has.
[[nodiscard]] std::optional<BrokenPromise> find_broken_promise(const scenarios::Scenario& scenario,
                                                               const std::filesystem::path& trace,
                                                               const std::string& asked);

}  // namespace commands
