#include "models/script/record_view.h"

#include "tests/catch.h"

using namespace std::chrono_literals;
using namespace models;

namespace {

/// Records in the order in which a trace has them, as checks see the last of them.
struct Trace {
  template <class R>
  Trace& tell(const R& record) {
    std::string body;
    sim::encode(record, body);
    text.clear();
    view.append({.kind = R::kKind, .at = sim::kDefaultStart + 1500us, .body = body}, text);
    return *this;
  }
  script::RecordView view;
  std::string text;
};

Trace named() {
  Trace trace;
  trace.tell(NameDefined{.what = NameOf::durable_object_class, .id = 0, .name = "Chat"})
      .tell(NameDefined{.what = NameOf::room, .id = 0, .parent = 0, .name = "lobby"})
      .tell(NameDefined{.what = NameOf::client, .id = 0, .parent = 0, .name = "ann"})
      .tell(sim::BodyRecord{.id = sim::BodyId{1}, .bytes = "hi \"you\"\n"})
      .tell(sim::BodyRecord{.id = sim::BodyId{2}, .bytes = std::string("\0\xff", 2)});
  return trace;
}

}  // namespace

TEST_CASE("Checks see names instead of numbers, and bodies in their places") {
  CHECK(
      named().tell(ClientReceived{.client = ClientId{0}, .socket = SocketId{3}, .body = sim::BodyId{1}}).text ==
      R"({"at":1785542400001.500000,"record":"received","client":"ann","socket":3,"kind":"text","body":"hi \"you\"\n"})"
      "\n");
  CHECK(named().tell(MessageLeft{.room = RoomId{0}, .socket = SocketId{3}, .body = sim::BodyId{2}}).text ==
        R"({"at":1785542400001.500000,"record":"message-left","room":"lobby","class":"Chat","socket":3,"kind":"text",)"
        R"("body":{"base64":"AP8="}})"
        "\n");
}

TEST_CASE("Times are milliseconds, and nobody is null") {
  CHECK(named().tell(InvocationBegan{.id = InvocationId{7}}).text ==
        R"({"at":1785542400001.500000,"record":"invocation","id":7,"room":null,"kind":"worker-fetch","socket":null})"
        "\n");
  CHECK(named().tell(AlarmSet{.room = RoomId{0}, .due = sim::kDefaultStart}).text ==
        R"({"at":1785542400001.500000,"record":"alarm-set","room":"lobby","class":"Chat","due":1785542400000})"
        "\n");
  CHECK(script::milliseconds(0) == "0");
  CHECK(script::milliseconds(-1'000'000) == "-1");
  CHECK(script::milliseconds(-1'500'000) == "-1.500000");
  CHECK(script::milliseconds(-1) == "-0.000001");
}

TEST_CASE("Names and bodies are no records of their own for a check") { CHECK(named().text.empty()); }
