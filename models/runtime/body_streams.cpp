#include "models/runtime/body_streams.h"

#include <utility>

namespace models::runtime {
namespace {

using network::BodyPiece;

class StreamSource final : public network::BodySource {
 public:
  StreamSource(std::weak_ptr<BodyStreams> streams, BodyId id) : streams_(std::move(streams)), id_(id) {}
  ~StreamSource() override {
    if (const auto streams = streams_.lock()) streams->cancel(id_);
  }
  StreamSource(const StreamSource&) = delete;
  StreamSource& operator=(const StreamSource&) = delete;
  void read(std::function<void(BodyPiece)> take) override {
    if (const auto streams = streams_.lock()) streams->read(id_, std::move(take));
  }

 private:
  std::weak_ptr<BodyStreams> streams_;
  BodyId id_;
};

}  // namespace

void BodyStreams::open(BodyId id, std::function<void()> gone) { bodies_[id].gone = std::move(gone); }

void BodyStreams::write(BodyId id, BodyPiece piece, std::function<void()> taken) {
  const auto it = bodies_.find(id);
  if (it == bodies_.end()) return taken();
  it->second.pieces.push_back({std::move(piece), std::move(taken)});
  deliver(id);
}

void BodyStreams::read(BodyId id, Reader reader) {
  const auto it = bodies_.find(id);
  if (it == bodies_.end()) return reader({.kind = BodyPiece::Kind::broken_off});
  it->second.reader = std::move(reader);
  deliver(id);
}

void BodyStreams::deliver(BodyId id) {
  Body& body = bodies_.at(id);
  if (!body.reader || body.pieces.empty()) return;
  const Reader reader = std::exchange(body.reader, nullptr);
  Waiting first = std::move(body.pieces.front());
  body.pieces.pop_front();
  // Either may come back here, and what ends a body ends it for both.
  if (first.piece.kind != BodyPiece::Kind::chunk) bodies_.erase(id);
  reader(std::move(first.piece));
  first.taken();
}

void BodyStreams::cancel(BodyId id) {
  const auto it = bodies_.find(id);
  if (it == bodies_.end()) return;
  const Body body = std::move(it->second);
  bodies_.erase(it);
  body.gone();
  for (const Waiting& waiting : body.pieces) waiting.taken();
}

std::unique_ptr<network::BodySource> BodyStreams::source(BodyId id) {
  return std::make_unique<StreamSource>(weak_from_this(), id);
}

void BodyStreams::clear() {
  const auto gone = std::exchange(bodies_, {});  // what a reader holds may come back here while it goes
}

}  // namespace models::runtime
