// What `given:` writes is what room code would have written: bytes recorded of v8.serialize() in the pinned Node 24.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "models/storage/open_databases.h"
#include "models/storage/room_store.h"
#include "scenarios/given.h"
#include "scenarios/stored_value.h"
#include "scenarios/yaml_document.h"
#include "tests/catch.h"

namespace {

struct Recorded {
  std::string_view json;
  std::string_view hex;
};

constexpr Recorded kRecorded[] = {
    {R"(null)", "ff0f30"},
    {R"(true)", "ff0f54"},
    {R"(false)", "ff0f46"},
    {R"(0)", "ff0f4900"},
    {R"(-1)", "ff0f4901"},
    {R"(2147483647)", "ff0f49feffffff0f"},
    {R"(2147483648)", "ff0f4e000000000000e041"},
    {R"(-2147483648)", "ff0f49ffffffff0f"},
    {R"(1.5)", "ff0f4e000000000000f83f"},
    {R"(-0.0)", "ff0f4e0000000000000080"},
    {R"(1e300)", "ff0f4e9c7500883ce4377e"},
    {R"("tea")", "ff0f2203746561"},
    {R"("")", "ff0f2200"},
    {R"("café")", "ff0f2204636166e9"},
    {R"("€")", "ff0f6302ac20"},
    {R"("a€")", "ff0f63046100ac20"},
    {R"("😀")", "ff0f63043dd800de"},
    {R"([])", "ff0f4100240000"},
    {R"([1,2,3])", "ff0f4103490249044906240003"},
    {R"([1,2.5])", "ff0f41024e000000000000f03f4e0000000000000440240002"},
    {R"([1,"a",2.5])", "ff0f410349022201614e0000000000000440240003"},
    {R"([[],{}])", "ff0f410241002400006f7b00240002"},
    {R"({})", "ff0f6f7b00"},
    {R"({"a":1})", "ff0f6f22016149027b01"},
    {R"({"b":[true,null],"a":{"x":"y"}})", "ff0f6f220162410254302400022201616f2201782201797b017b02"},
    {R"({"10":"ten","2":"two","a":0})", "ff0f6f4904220374776f4914220374656e22016149007b03"},
    {R"({"€":"€","k":"€"})", "ff0f6f006302ac206302ac2022016b006302ac207b02"},
    {R"({"4294967295":1})", "ff0f6f220a3432393439363732393549027b01"},
    {R"({"4294967294":1,"3000000000":2})", "ff0f6f4e000000c00b5ae64149044e0000c0ffffffef4149027b02"},
};

std::string hex_of(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

std::string stored(std::string_view yaml) {
  const auto document = scenarios::YamlDocument::parse(fmt::format("- {}", yaml), "value");
  return hex_of(scenarios::stored_value(*document.root().items.front()));
}

class GivenRoom final : public models::storage::Surroundings {
 public:
  [[nodiscard]] std::int64_t now_ms() override { return 0; }
  [[nodiscard]] std::uint64_t random_bits() override { return 4; }
  [[nodiscard]] models::storage::OpenDatabases& open_databases() override { return open_databases_; }
  [[nodiscard]] models::storage::RoomStore& store() { return store_; }

 private:
  models::storage::OpenDatabases open_databases_;
  models::storage::RoomStore store_{*this};
};

}  // namespace

TEST_CASE("values are stored in the bytes that V8 writes") {
  for (const auto& [json, hex] : kRecorded) {
    INFO(json);
    CHECK(stored(json) == hex);
  }
}

TEST_CASE("two-byte texts are long, and begin at even places") {
  std::string euros, units;
  for (int i = 0; i < 70; ++i) euros += "\xe2\x82\xac", units += "ac20";
  CHECK(stored('"' + euros + '"') == "ff0f00638c01" + units);
  CHECK(stored('"' + std::string(200, 'x') + '"').substr(0, 12) == "ff0f22c80178");
}

TEST_CASE("bare words are what YAML means by them, quoted ones are text") {
  CHECK(stored("7") == "ff0f490e");
  CHECK(stored("'7'") == "ff0f220137");
  CHECK(stored("~") == stored("null"));
  CHECK(stored("[yes]") == stored(R"(["yes"])"));
}

TEST_CASE("what is given is sealed as one transaction, and what SQL refuses is told by its part") {
  scenarios::GivenRooms given;
  given.pairs = {{"topic", scenarios::stored_value({})}};
  given.statements = {
      {"create table t (a integer primary key, b)", {}},
      {R"(INSERT INTO "t" ("a", "b") VALUES (?, ?))", {{std::int64_t{1}, "x"}, {std::int64_t{2}, "y"}}}};
  given.alarm = sim::Time{std::chrono::hours(5)};
  {
    GivenRoom room;
    CHECK_FALSE(scenarios::store(given, room.store()));
    CHECK(room.store().sealed() == 1);
    CHECK(room.store().confirm().rows == 3);  // one pair, two rows of t
    CHECK(room.store().alarm_ms() == 5 * 3'600'000);
  }
  given.statements[1].bindings.push_back({std::int64_t{2}, "z"});
  GivenRoom room;
  const auto failed = scenarios::store(given, room.store());
  REQUIRE(failed);
  INFO(failed->why);
  CHECK(failed->part == 2);
  CHECK(failed->why.find("SQLITE_CONSTRAINT") != std::string::npos);
}
