#include <utility>

#include "models/runtime/platform.h"

// Between the regions of the platform: the Worker runs where its client was taken in, an object where it was placed.

namespace models::runtime {

void Platform::set_regions(const network::Regions* regions, sim::Duration patience) {
  regions_ = regions;
  region_patience_ = patience;
}

network::RegionId Platform::region_of(InvocationId invocation) const {
  const auto it = worker_invocations_.find(invocation);
  return it == worker_invocations_.end() ? network::RegionId::none : it->second.region;
}

void Platform::carry(network::RegionId from, Actor& callee, RespondToCaller respond,
                     std::function<void(RespondToCaller)> deliver) {
  if (from == network::RegionId::none) from = regions_->home();
  callee.place(from);
  const auto lost = [this](const RespondToCaller& told) {
    simulation_.after(region_patience_, sim::Action([told] {
                        told(CallError{.message = "Network connection lost.", .retryable = true});
                      }));
  };
  const network::RegionId there = callee.region();
  const auto arrives = regions_->arrival(from, there, simulation_.now(), region_patience_);
  if (!arrives) return lost(respond);
  RespondToCaller back = [this, from, there, lost, respond = std::move(respond)](FetchOutcome outcome) {
    const auto returns = regions_->arrival(there, from, simulation_.now(), region_patience_);
    if (!returns) return lost(respond);
    simulation_.at(*returns, sim::Action([respond, outcome = std::move(outcome)] { respond(outcome); }));
  };
  simulation_.at(*arrives, sim::Action([deliver = std::move(deliver), back = std::move(back)] { deliver(back); }));
}

void Actor::place(network::RegionId region) {
  if (region_ != network::RegionId::none) return;
  region_ = hinted_ != network::RegionId::none ? hinted_ : region;
  simulation().record(
      RoomPlaced{.room = room(), .region = platform_.regions()->topology().regions[static_cast<std::size_t>(region_)]});
}

}  // namespace models::runtime
