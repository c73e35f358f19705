#pragma once

// Many pieces of work over the cores: worker processes, each of which does several pieces one after another. What a
// piece does to its process reaches no other piece: those that were to follow it get a process of their own.

#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "commands/supervise.h"

namespace commands {

struct PooledWork {
  std::size_t pieces = 0;
  unsigned jobs = 0;                    // processes at a time; 0: one a core
  std::size_t most_in_one_worker = 64;  // enough that its start does not count
  /// Whether a piece can be done by the process that did the one before it; without: always.
  std::function<bool(std::size_t piece)> follows = nullptr;

  // On any thread; of one piece, one after another.

  /// What a worker is asked for the pieces from `begin` to before `end`. What it throws is the answer to all of them.
  std::function<nlohmann::json(std::size_t begin, std::size_t end)> request = nullptr;
  std::function<void(std::size_t piece, std::string_view block)> on_block = nullptr;
  std::function<void(std::size_t piece, PieceAnswer)> on_answer = nullptr;

  // On the calling thread.

  /// Each piece once, after its answer, in whatever order they come.
  std::function<void(std::size_t piece)> on_done = nullptr;
  /// Several times a second: the pieces that have begun and not ended.
  std::function<void(const std::set<std::size_t>& running)> on_tick = nullptr;
};

/// Returns when every piece has its answer. After Ctrl-C, pieces without one are answered as interrupted.
void do_pieces(const PooledWork& work);

}  // namespace commands
