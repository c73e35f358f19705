#pragma once

// What led to a record of a trace, as `dormouse explain` shows it.

#include <filesystem>
#include <string>
#include <vector>

#include "commands/causes.h"
#include "commands/sequence_diagram.h"

namespace commands {

class CausalChain {
 public:
  /// number: of the record, from 0; at most so many records, the nearest. Throws scenarios::InputError for a trace that
  /// has no such record.
  CausalChain(const std::filesystem::path& trace, std::size_t number, std::size_t most);
  [[nodiscard]] const std::vector<ChainStep>& steps() const { return steps_; }
  /// A line a record, each with the numbers of its causes.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string mermaid() const { return sequence_diagram(steps_, causes_.graph()); }

 private:
  Causes causes_;
  std::vector<ChainStep> steps_;
};

}  // namespace commands
