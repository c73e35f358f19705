#include "models/worker/source_hints.h"

#include <string>
#include <string_view>
#include <vector>

#include "tests/catch.h"

namespace {

/// "ROOMS=ChatRoom" for each suggestion.
std::vector<std::string> suggested(std::string_view source) {
  std::vector<std::string> names;
  for (const auto& object : models::worker::suggested_objects(source))
    names.push_back(object.binding + "=" + object.class_name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("an exported class that extends DurableObject is suggested, under the name that env is asked for") {
  CHECK(suggested("export class Room extends DurableObject {}\nenv.LOBBY.idFromName(x)") == Names{"LOBBY=Room"});
  CHECK(suggested("class Room extends DurableObject {}\nexport { Room };") == Names{"ROOM=Room"});
}

TEST_CASE("a class that nobody asks env for is bound under its name in capitals") {
  CHECK(suggested("export class ChatRoom extends DurableObject {}") == Names{"CHAT_ROOM=ChatRoom"});
  CHECK(suggested("export class HTTPLog extends DurableObject {}") == Names{"HTTPLOG=HTTPLog"});
}

TEST_CASE("several classes take the names that resemble them, and the rest in order") {
  CHECK(suggested("env.LIMITERS.idFromName(a); env.ROOMS.getByName(b); env.THIRD.newUniqueId();"
                  "export class ChatRoom extends DurableObject {}"
                  "export class Limiter extends DurableObject {}"
                  "export class Other extends DurableObject {}") ==
        Names{"ROOMS=ChatRoom", "LIMITERS=Limiter", "THIRD=Other"});
}

TEST_CASE("classes of the older style, which extend nothing, are suggested only where a namespace is used") {
  CHECK(suggested("export class Counter { constructor(state, env) {} }\nenv.COUNTER.idFromName('x')") ==
        Names{"COUNTER=Counter"});
  CHECK(suggested("export class Counter { constructor(state, env) {} }\nenv.KV.get('x')").empty());
}

TEST_CASE("what stands in comments, in quotes or unexported suggests nothing") {
  CHECK(suggested("// export class A extends DurableObject {}").empty());
  CHECK(suggested("/* export class A extends DurableObject {} */").empty());
  CHECK(suggested("const s = 'export class A extends DurableObject {}';").empty());
  CHECK(suggested("class A extends DurableObject {}").empty());
  CHECK(suggested("subclass A extends DurableObject {}").empty());
  CHECK(suggested("").empty());
}
