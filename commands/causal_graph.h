#pragma once

// Which record was a cause of which. The graph is kept with Boost.Graph where it is installed (causal_graph_boost.cpp),
// else in lists of our own (causal_graph_plain.cpp); both give the same answers.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace commands {

class CausalGraph {
 public:
  CausalGraph();
  ~CausalGraph();
  CausalGraph(const CausalGraph&) = delete;
  CausalGraph& operator=(const CausalGraph&) = delete;

  /// Records are numbered from 0, in order; causes come before their effects.
  std::size_t add();
  void add_cause(std::size_t effect, std::size_t cause);
  /// What only came before: it is shown with the event, and what led to it is not.
  void set_before(std::size_t event, std::size_t earlier) { before_[event] = earlier; }
  [[nodiscard]] std::optional<std::size_t> before(std::size_t event) const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::vector<std::size_t> causes(std::size_t effect) const;
  /// The event and what led to it, in order: the nearest first taken, at most so many. An event without causes
  /// is explained by what came before it.
  [[nodiscard]] std::vector<std::size_t> chain(std::size_t event, std::size_t most) const;

 private:
  struct Graph;
  [[nodiscard]] std::vector<std::size_t> nearest(std::size_t event, std::size_t most) const;

  std::unique_ptr<Graph> graph_;
  std::map<std::size_t, std::size_t> before_;
};

}  // namespace commands
