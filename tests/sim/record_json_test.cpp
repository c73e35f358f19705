#include "sim/record_json.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "sim/trace.h"
#include "tests/catch.h"

namespace {

enum class Mood : std::uint8_t { calm, cross };
std::string_view name_of(Mood mood) { return mood == Mood::calm ? "calm" : "cross"; }
enum class Plain : std::uint16_t { some = 300 };

struct Note {
  static constexpr std::uint16_t kKind = 902;
  static constexpr std::string_view kName = "note";
  static constexpr sim::TraceLevel kLevel = sim::TraceLevel::all;
  bool flag = true;
  std::uint8_t small = 65;
  std::int64_t large = std::numeric_limits<std::int64_t>::min();
  std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();
  Mood mood = Mood::cross;
  Plain plain = Plain::some;
  sim::Time when = sim::kDefaultStart;
  sim::Duration length{-5};
  std::string text = "x";
  static constexpr auto fields() {
    using sim::field;
    return std::tuple{field("flag", &Note::flag), field("small", &Note::small),   field("large", &Note::large),
                      field("huge", &Note::huge), field("mood", &Note::mood),     field("plain", &Note::plain),
                      field("when", &Note::when), field("length", &Note::length), field("text", &Note::text)};
  }
};

std::string json_of(std::string_view text) {
  std::string out;
  sim::append_json_string(text, out);
  return out;
}

TEST_CASE("a record becomes one JSON object with its fields in wire order") {
  std::string out = "> ";
  sim::append_json(Note{}, out);
  CHECK(out ==
        "> {\"record\":\"note\",\"flag\":true,\"small\":65,\"large\":-9223372036854775808,"
        "\"huge\":18446744073709551615,\"mood\":\"cross\",\"plain\":300,\"when\":1785542400000000000,"
        "\"length\":-5,\"text\":\"x\"}");
}

TEST_CASE("the time of a record comes first when it is given") {
  std::string out;
  sim::append_json(sim::Time{sim::Duration{12}}, sim::BodyRecord{sim::BodyId{3}, "hi"}, out);
  CHECK(out == R"({"at":12,"record":"body","id":3,"bytes":"hi"})");
}

TEST_CASE("strings are escaped so that a JSON parser reads the same text") {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  all += "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x90\xAD";
  CHECK(nlohmann::json::parse(json_of(all)).get<std::string>() == all);
  CHECK(json_of("a\"\\\n\x01") == R"("a\"\\\n\u0001")");
}

TEST_CASE("bytes that are not UTF-8 become replacement characters, and the JSON stays valid") {
  const std::string mark = "\xEF\xBF\xBD";
  CHECK(json_of("a\xFFz") == "\"a" + mark + "z\"");
  CHECK(json_of("\xC0\x80") == "\"" + mark + mark + "\"");             // not the shortest form
  CHECK(json_of("\xED\xA0\x80") == "\"" + mark + mark + mark + "\"");  // a surrogate
  CHECK(json_of("\xF4\x90\x80\x80") == "\"" + mark + mark + mark + mark + "\"");
  CHECK(json_of("\xE2\x82") == "\"" + mark + mark + "\"");  // cut off
  std::string all;
  for (int c = 0; c < 65'536; ++c) all += {static_cast<char>(c >> 8), static_cast<char>(c)};
  CHECK(nlohmann::json::accept(json_of(all)));
}

}  // namespace

TEST_CASE("Bytes that are no text are shown as bytes, and text as it is") {
  CHECK(sim::text_or_bytes("tea for two\n\t\xc3\xa9") == "tea for two\n\t\xc3\xa9");
  CHECK(sim::text_or_bytes("").empty());
  CHECK(sim::text_or_bytes(std::string_view("\0\1", 2)) == "bytes 00 01");
  CHECK(sim::text_or_bytes("\xff") == "bytes ff");
  CHECK(sim::text_or_bytes("\x1b[31m") == "bytes 1b 5b 33 31 6d");
  const std::string shortened = sim::text_or_bytes(std::string(100, '\xfe'));
  CHECK(shortened.ends_with("fe ... (100 in all)"));
  CHECK(shortened.size() == 5 + 32 * 3 + 17);
}
