#include "models/runtime/input_gate.h"

#include <string>

#include "tests/catch.h"

using models::runtime::InputGate;
using models::runtime::SectionId;
using models::runtime::Turn;

namespace {

struct Gate : InputGate {
  std::string ran;
  void wait(const std::string& name, SectionId section = SectionId::root, bool first = false) {
    push({section, sim::Action([this, name] { ran += name; })}, first);
  }
  /// Runs all that may enter now; their names.
  std::string run() {
    ran.clear();
    Turn turn;
    while (take(turn)) turn.run();
    return ran;
  }
};

}  // namespace

TEST_CASE("turns enter in the order in which they came, but constructors and sections before them") {
  Gate gate;
  gate.wait("a");
  gate.wait("b");
  gate.wait("c", SectionId::root, true);
  gate.wait("d", SectionId::root, true);
  CHECK(gate.run() == "cdab");
  CHECK_FALSE(gate.waiting());
}

TEST_CASE("a critical section lets in only what belongs to it, until it ends") {
  Gate gate;
  const SectionId section = gate.begin_section();
  gate.wait("outside");
  gate.wait("inside", section);
  CHECK(gate.run() == "inside");
  gate.end_section(section);
  CHECK(gate.run() == "outside");
}

TEST_CASE("a nested section shuts its parent out, and what it leaves behind goes on under the parent") {
  Gate gate;
  const SectionId outer = gate.begin_section();
  const SectionId inner = gate.begin_section();
  gate.wait("root");
  gate.wait("outer", outer);
  gate.wait("inner", inner);
  CHECK(gate.run() == "inner");
  gate.wait("straggler", inner);
  gate.end_section(inner);
  CHECK(gate.run() == "outerstraggler");
  gate.end_section(outer);
  gate.wait("late", inner);
  CHECK(gate.run() == "rootlate");
}

TEST_CASE("nothing is left of a gate that was cleared") {
  Gate gate;
  static_cast<void>(gate.begin_section());
  gate.wait("a");
  gate.clear();
  CHECK_FALSE(gate.waiting());
  CHECK_FALSE(gate.in_section());
  gate.wait("b");
  CHECK(gate.run() == "b");
}
