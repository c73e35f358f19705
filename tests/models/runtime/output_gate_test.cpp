#include "models/runtime/output_gate.h"

#include <string>

#include "tests/catch.h"

using models::runtime::OutputGate;

namespace {

struct OutGate : OutputGate {
  std::string left;
  void send(const std::string& name, models::storage::TransactionId lock) {
    push(lock, sim::Action([this, name] { left += name; }));
  }
  std::string out(models::storage::TransactionId confirmed, std::int64_t now) {
    left.clear();
    flush(confirmed, sim::Time{sim::Duration{now}},
          [this](models::SocketId socket, const models::network::Frame& frame) {
            left += *frame.bytes + std::to_string(static_cast<std::uint32_t>(socket));
          });
    return left;
  }
};

sim::Time at(std::int64_t ns) { return sim::Time{sim::Duration{ns}}; }

}  // namespace

TEST_CASE("a message waits for the writes that were unconfirmed when it was produced, not for later ones") {
  OutGate gate;
  gate.send("before", 0);
  gate.send("after one", 1);
  gate.send("after two", 2);
  gate.turn_ended(at(10));
  CHECK(gate.out(0, 10) == "before");
  CHECK(gate.out(1, 11) == "after one");
  CHECK_FALSE(gate.empty());
  CHECK(gate.out(2, 12) == "after two");
  CHECK(gate.empty());
}

TEST_CASE("nothing leaves before its own turn has ended") {
  OutGate gate;
  gate.send("a", 0);
  CHECK(gate.out(5, 100).empty());
  gate.turn_ended(at(200));
  CHECK(gate.out(5, 199).empty());
  CHECK(gate.out(5, 200) == "a");
}

TEST_CASE("nothing overtakes: what needs no write waits behind what does") {
  OutGate gate;
  gate.send("locked", 3);
  gate.send("free", 0);
  gate.turn_ended(at(1));
  CHECK(gate.out(2, 50).empty());
  CHECK(gate.out(3, 51) == "lockedfree");
}

TEST_CASE("frames and whatever else leaves keep one order") {
  OutGate gate;
  gate.send("a", 0);
  gate.push(1, models::SocketId{7}, {models::network::Opcode::text, models::network::Bytes("frame"), 0});
  gate.send("b", 0);
  gate.turn_ended(at(1));
  CHECK(gate.out(0, 1) == "a");
  CHECK(gate.out(1, 1) == "frame7b");
}

TEST_CASE("what a broken gate held never leaves") {
  OutGate gate;
  gate.send("a", 0);
  gate.turn_ended(at(1));
  gate.drop();
  CHECK(gate.out(9, 9).empty());
  CHECK(gate.empty());
}
