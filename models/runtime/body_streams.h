#pragma once

// Bodies that are still being written while their responses are on their way, or have arrived: between the code that
// writes one and whoever reads it, a client or other code. A writer's next piece is asked for when the last was taken.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "models/network/body.h"
#include "models/runtime/host.h"

namespace models::runtime {

class BodyStreams : public std::enable_shared_from_this<BodyStreams> {
 public:
  using Reader = std::function<void(network::BodyPiece)>;
  /// gone: nobody will read the rest.
  void open(BodyId id, std::function<void()> gone);
  /// taken: a reader has this piece, or never will.
  void write(BodyId id, network::BodyPiece piece, std::function<void()> taken);
  /// The writer is no more.
  void break_off(BodyId id) {
    write(id, {.kind = network::BodyPiece::Kind::broken_off}, [] {});
  }

  void read(BodyId id, Reader reader);
  /// The reader is no more.
  void cancel(BodyId id);
  /// The end at which a client reads it; it may outlive the platform.
  [[nodiscard]] std::unique_ptr<network::BodySource> source(BodyId id);
  /// Nobody is left, neither to read nor to write.
  void clear();

 private:
  struct Waiting {
    network::BodyPiece piece;
    std::function<void()> taken;
  };
  struct Body {
    std::deque<Waiting> pieces;
    Reader reader;
    std::function<void()> gone;
  };
  void deliver(BodyId id);

  std::map<BodyId, Body> bodies_;
};

}  // namespace models::runtime
