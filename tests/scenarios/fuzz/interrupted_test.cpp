#include "scenarios/fuzz/interrupted.h"

#include <string>

#include "tests/catch.h"

using models::InvocationId;
using models::InvocationKind;
using models::RoomId;
using scenarios::fuzz::Interrupted;

namespace {

constexpr RoomId kRoom{0};
constexpr InvocationId kOne{1};

struct Told {
  Interrupted reader;

  template <class R>
  Told& operator()(const R& record) {
    std::string body;
    sim::encode(record, body);
    reader.visit({.kind = R::kKind, .at = sim::kDefaultStart, .body = body});
    return *this;
  }
  Told& begins(InvocationKind kind) {
    return (*this)(models::InvocationBegan{.id = kOne, .room = kRoom, .kind = kind});
  }
  Told& ends() { return (*this)(models::InvocationEnded{.id = kOne, .ok = true}); }
  Told& writes() {
    return (*this)(models::StorageUsed{.room = kRoom, .operation = {}, .rows_read = 0, .rows_written = 1});
  }
  Told& commits() { return (*this)(models::Committed{.room = kRoom, .size_bytes = 1, .rows = 1}); }
  bool lost(RoomId room = kRoom) { return (*this)(models::RoomReset{.room = room, .message = ""}).reader.any(); }
};

}  // namespace

TEST_CASE("A message dies with its room while it is handled, and until what it wrote is durable") {
  CHECK(Told().begins(InvocationKind::message).lost());
  CHECK(Told().begins(InvocationKind::message).writes().ends().lost());
  CHECK(Told().begins(InvocationKind::message).writes().commits().lost());
  CHECK_FALSE(Told().begins(InvocationKind::message).writes().ends().commits().lost());
  CHECK_FALSE(Told().begins(InvocationKind::message).ends().lost());
  CHECK_FALSE(Told().begins(InvocationKind::message).lost(RoomId{7}));
}

TEST_CASE("What dies in an alarm is no message: the alarm comes again") {
  CHECK_FALSE(Told().begins(InvocationKind::alarm).writes().lost());
  CHECK_FALSE(Told().begins(InvocationKind::message).ends().writes().lost());
}
