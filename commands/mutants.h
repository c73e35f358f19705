#pragma once

// Standard mistakes, planted in the code of a Worker's Durable Objects (models/worker/mutants).

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace commands {

struct Mutant {
  std::string kind;
  std::string file;  // from the project's folder
  int line = 0, column = 0;
  std::string diff;       // the lines that change, as one: [-what goes-]{+what comes+}
  nlohmann::json bundle;  // as bundles_of() makes them; null: no run came to what it changes
};

/// bundle: without counters. classes: the exported names of its Durable Objects. entered: how often each block ran of
/// the same code with counters. In the order of the user's files, which does not depend on what was entered.
[[nodiscard]] std::vector<Mutant> mutants_of(const nlohmann::json& bundle, const std::vector<std::string>& classes,
                                             const std::vector<std::uint64_t>& entered);

}  // namespace commands
