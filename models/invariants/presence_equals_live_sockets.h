#pragma once

#include <map>
#include <vector>

#include "models/invariants/live_sockets.h"
#include "models/invariants/message_key.h"
#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"

namespace models::invariants {

/// The count of who is there that a room tells its clients is right. The user names the member of its messages that has
/// it: a number, or a list or map with one entry for each. Once a room's sockets have not changed for so long, the last
/// count that each of them was told is that of the sockets that are open; or of the clients that have them (a duplicate
/// tab, or a connection left over from before, counts for one), or of the others.
///
/// Sockets are counted as the room's end knows them: of one whose client has gone without a word the room cannot know.
/// Counts with and without those that are on their way out (link lost, closing) are both right. A socket that was never
/// told a count is not asked; rooms with sockets between objects are left out, since those are nobody's presence.
///
/// Reads MessageLeft (level all), SocketAccepted, SocketGone and what ends connections. Unknown if no room told a count
/// to a socket that then saw so long a time without changes.
class PresenceEqualsLiveSockets final : public Property {
 public:
  PresenceEqualsLiveSockets(std::string member, const std::string& with, PresenceCounts counts, sim::Duration within);
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Socket {
    ClientId client = ClientId::none;
    bool leaving = false;
    std::optional<double> told;
    sim::Time told_at{};
    sim::BodyId told_in{};
  };
  struct Room {
    sim::Time changed{};
    bool settled = true;  // judged since
    bool watched = false;
  };
  struct Range {
    std::size_t least = 0, most = 0;
  };
  Room& room(RoomId id);
  Socket& socket(SocketId id);
  void told(const MessageLeft& message, const RunContext& run);
  void changed(RoomId id, sim::Time at);
  void leaving(SocketId id);
  void judge_until(sim::Time now, const RunContext& run);
  void judge(RoomId id, sim::Time at, const RunContext& run);
  [[nodiscard]] Range right_counts(RoomId id, const RunContext& run);

  std::string path_;
  MessageMember member_;
  PresenceCounts counts_;
  sim::Duration within_;
  LiveSockets live_;
  std::vector<Room> rooms_;
  std::vector<Socket> sockets_;
  std::multimap<sim::Time, RoomId> watches_;
  Findings findings_;
};

}  // namespace models::invariants
