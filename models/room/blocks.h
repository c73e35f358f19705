#pragma once

// The user's code as the blocks that it consists of: how often each was entered, how much has run, and where the calls
// stand that cost money or keep an object in memory. models/worker/instrument.mjs puts the counters into the code; the
// module "dormouse:blocks" gives it these cells to count in.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace models::room {

class Blocks {
 public:
  /// In the user's own file; line and column count from 1.
  struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    std::string kind;  // of a block: function, loop, if, ...; of a call: its name
  };
  struct Block {
    Place place;
    // Nodes of its syntax tree, those of blocks inside it left out; heavy: calls of methods, and what allocates.
    std::uint32_t light = 0;
    std::uint32_t heavy = 0;
  };

  /// A call that costs or keeps its object in memory, and what it has cost so far.
  struct CallSite {
    Place place;
    std::uint64_t calls = 0;
    std::uint64_t rows_read = 0;
    std::uint64_t rows_written = 0;
  };

  /// call_sites: that with number n is the (n-1)th.
  Blocks(std::vector<Block> blocks, std::vector<CallSite> call_sites);

  /// What code counts in: a cell a block, modulo 2^32, and last the call site that it came to.
  [[nodiscard]] std::span<std::int32_t> cells() { return cells_; }
  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }
  [[nodiscard]] const std::vector<CallSite>& call_sites() const { return call_sites_; }
  [[nodiscard]] std::uint32_t entered(std::size_t block) const { return static_cast<std::uint32_t>(cells_[block]); }

  /// Another run begins: as if nothing had run.
  void begin_anew();

  struct Work {
    std::uint64_t entered = 0;  // blocks
    std::uint64_t picoseconds = 0;
  };
  /// What has run since this was asked last, and how long that takes on the production runtime (docs/costs.md, "CPU
  /// time from blocks": within a factor of five).
  [[nodiscard]] Work take_work();
  /// The call site that code came to last, if it has not been taken; null if there is none.
  [[nodiscard]] CallSite* take_call_site();

 private:
  std::vector<Block> blocks_;
  std::vector<CallSite> call_sites_;
  std::vector<std::uint64_t> picoseconds_;
  std::vector<std::int32_t> cells_;
  std::vector<std::int32_t> seen_;  // by take_work()
};

}  // namespace models::room
