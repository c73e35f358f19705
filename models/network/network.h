#pragma once

// The network between clients and the platform: access links of several kinds, with latency, jitter, loss,
// disconnections and partitions. The platform itself is reached at the far end of the link, without further delay.

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "models/network/connection.h"
#include "models/network/edge.h"
#include "models/network/link_profile.h"
#include "models/network/wire.h"
#include "sim/simulation.h"

namespace models::network {

/// A client's way into the network. Its connections are counted here, so that their draws depend on this client alone.
struct Access {
  ClientId client = ClientId::none;
  sim::Entity entity{};
  std::uint32_t profile = 0;      // from Network::profile
  std::uint32_t connections = 0;  // opened so far
  RegionId region = RegionId::none;
  AccessLine* line = nullptr;  // from Network::enter
};

struct WirePair {
  std::unique_ptr<WireEnd> client;
  std::unique_ptr<WireEnd> server;
};

/// Lives within the life of its simulation. Ends and requests that outlive the network go nowhere.
class Network {
 public:
  /// Partitions count from now. Throws std::invalid_argument for a partition of a profile that does not exist.
  Network(sim::Simulation& simulation, NetworkConfig config);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  /// The number of a profile; the empty name is "direct", which exists always and has no latency unless the
  /// configuration says otherwise. Throws std::invalid_argument, naming those that exist.
  [[nodiscard]] std::uint32_t profile(std::string_view name) const;

  /// Before the client's first connection: it is called so, and lives in this region (none: where the topology has
  /// none). Throws std::invalid_argument for a region that does not exist.
  void enter(Access& access, const std::string& name, std::string_view region);
  /// Null without a topology.
  [[nodiscard]] const Regions* regions() const { return medium_->regions ? &*medium_->regions : nullptr; }
  /// Of the clients so far, if the configuration keeps them.
  [[nodiscard]] std::deque<AccessLine>& lines() { return medium_->lines; }
  [[nodiscard]] const std::string& profile_name(std::uint32_t profile) const {
    return medium_->kinds[profile].profile.name;
  }

  /// A connection that is there at once, for both ends to be used.
  [[nodiscard]] WirePair connect(Access& access);
  /// Opens a connection and offers its server end to the platform with an upgrade request. `on_answer` is called once
  /// from the run loop, unless the client's end is dropped first; without an answer the connection has failed or was
  /// closed before one came. What the server sends arrives after its answer, whenever it was sent.
  [[nodiscard]] std::unique_ptr<WireEnd> open(Access& access, Edge& edge, HttpRequest upgrade, OnAnswer on_answer);
  /// One plain request on a connection of its own. `on_answer` is called once, or never if the platform keeps the
  /// request and lets it hang. After a streamed answer `on_piece` hears its body, to the end.
  /// The connection on which it is asked, and answered.
  ConnectionRef request(Access& access, Edge& edge, HttpRequest request, OnAnswer on_answer,
                        OnPiece on_piece = nullptr);

  [[nodiscard]] std::uint32_t sockets_opened() const { return sockets_; }

 private:
  [[nodiscard]] ConnectionRef make(Access& access, SocketId socket);
  void add_partition(const PartitionWindow& window, sim::Time start);

  void add_region_partition(const PartitionWindow& window, sim::Time start);

  std::shared_ptr<Medium> medium_;
  bool keeps_lines_ = false;
  std::uint32_t sockets_ = 0;
};

}  // namespace models::network
