#include "models/runtime/rpc_table.h"

#include <vector>

#include "tests/catch.h"

using models::InvocationId;
using namespace models::runtime;

namespace {

const RpcParty kAlice{.actor = nullptr, .request = InvocationId{1}};
const RpcParty kBob{.actor = nullptr, .request = InvocationId{2}};

/// What a message with these targets becomes at the receiver.
std::vector<RpcStubId> delivered(RpcTable& table, std::vector<RpcTargetId> targets, RpcParty receiver) {
  RpcValue value{.targets = std::move(targets)};
  for (const RpcTargetId target : value.targets) table.refer(target);
  table.deliver(value, receiver, RpcSessionId::none);
  return value.stubs;
}

}  // namespace

TEST_CASE("a target with a disposer is disposed of when the last stub for it is let go") {
  RpcTable table;
  const RpcTargetId target = table.offer(kAlice, true);
  const auto stubs = delivered(table, {target}, kBob);
  REQUIRE(stubs.size() == 1);
  const RpcStubId copy = table.duplicate(stubs[0]);
  RpcTable::Fallen fallen;
  table.release(stubs[0], fallen);
  CHECK(fallen.disposed.empty());
  table.release(stubs[0], fallen);  // letting go twice is letting go once
  CHECK(fallen.disposed.empty());
  table.release(copy, fallen);
  CHECK(fallen.disposed == std::vector{target});
  CHECK(table.take_dead_targets().empty());
}

TEST_CASE("a target without a disposer is left for the host to forget") {
  RpcTable table;
  const RpcTargetId target = table.offer(kAlice, false);
  const auto stubs = delivered(table, {target}, kBob);
  RpcTable::Fallen fallen;
  table.release(stubs[0], fallen);
  CHECK(fallen.disposed.empty());
  CHECK(table.take_dead_targets() == std::vector{target});
  CHECK(table.target(target) == nullptr);
}

TEST_CASE("a message on its way keeps its targets, and one that never arrives lets them go") {
  RpcTable table;
  const RpcTargetId target = table.offer(kAlice, true);
  const auto stubs = delivered(table, {target}, kBob);
  RpcValue underway{.targets = {target}};
  table.refer(target);
  RpcTable::Fallen fallen;
  table.release(stubs[0], fallen);
  CHECK(fallen.disposed.empty());
  table.discard(underway, fallen);
  CHECK(fallen.disposed == std::vector{target});
}

TEST_CASE("what a party held is let go latest first when it is over, and what it offered can no longer be called") {
  RpcTable table;
  const RpcTargetId first = table.offer(kAlice, true);
  const RpcTargetId second = table.offer(kAlice, true);
  const RpcTargetId of_bob = table.offer(kBob, true);
  delivered(table, {first, second}, kBob);
  const auto held_by_alice = delivered(table, {of_bob}, kAlice);
  RpcTable::Fallen fallen;
  table.party_gone(kBob, fallen);
  CHECK(fallen.disposed == std::vector{second, first});
  REQUIRE(table.target(of_bob) != nullptr);
  CHECK(table.target(of_bob)->gone);
  fallen = {};
  table.release(held_by_alice[0], fallen);
  CHECK(fallen.disposed.empty());  // there is nobody to be told
}

TEST_CASE("a call can be pipelined on until its caller has the result and nothing waits for it") {
  RpcTable table;
  table.began(7, {.callee = kAlice});
  ++table.pending(7)->references;  // one is pipelined on it
  table.let_go(7);
  REQUIRE(table.pending(7) != nullptr);
  table.let_go(7);
  CHECK(table.pending(7) == nullptr);
  CHECK(table.take_dead_calls() == std::vector<std::uint64_t>{7});
}
