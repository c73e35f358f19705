#include "models/room/blocks.h"

#include <algorithm>
#include <utility>

namespace models::room {
namespace {

// Fitted by tools/measure_blocks.mjs.
constexpr std::uint64_t kEntering = 1'700, kLight = 40, kHeavy = 54'000;

}  // namespace

Blocks::Blocks(std::vector<Block> blocks, std::vector<CallSite> call_sites)
    : blocks_(std::move(blocks)),
      call_sites_(std::move(call_sites)),
      cells_(blocks_.size() + 1),
      seen_(blocks_.size()) {
  picoseconds_.reserve(blocks_.size());
  for (const Block& block : blocks_) picoseconds_.push_back(kEntering + kLight * block.light + kHeavy * block.heavy);
}

Blocks::Work Blocks::take_work() {
  Work work;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    const auto more = static_cast<std::uint32_t>(cells_[i]) - static_cast<std::uint32_t>(seen_[i]);
    work.entered += more;
    work.picoseconds += more * picoseconds_[i];
    seen_[i] = cells_[i];
  }
  return work;
}

void Blocks::begin_anew() {
  std::ranges::fill(cells_, 0);
  std::ranges::fill(seen_, 0);
}

Blocks::CallSite* Blocks::take_call_site() {
  const auto number = static_cast<std::size_t>(std::exchange(cells_.back(), 0));
  return number == 0 || number > call_sites_.size() ? nullptr : &call_sites_[number - 1];
}

}  // namespace models::room
