#include "scenarios/yaml_document.h"

#include <string>
#include <string_view>

#include "scenarios/input_error.h"
#include "tests/catch.h"
#include "tests/says.h"

using scenarios::Node;
using scenarios::YamlDocument;

namespace {

std::string refusal(std::string_view text) {
  try {
    static_cast<void>(YamlDocument::parse(text, "a.yaml"));
    return "accepted";
  } catch (const scenarios::InputError& error) {
    return error.what();
  }
}

std::string text_at(const Node& node, std::string_view outer, std::string_view inner) {
  const Node* map = node.find(outer);
  const Node* value = map == nullptr ? nullptr : map->find(inner);
  return value == nullptr ? "(absent)" : value->text;
}

}  // namespace

TEST_CASE("`<<` gives a map what it does not say itself, earlier sources first") {
  const auto document =
      YamlDocument::parse("a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {z: 5, <<: [*a, *b]}\nd: {<<: *b}\n", "a.yaml");
  const Node& root = document.root();
  CHECK(text_at(root, "c", "x") == "1");
  CHECK(text_at(root, "c", "y") == "2");
  CHECK(text_at(root, "c", "z") == "5");
  CHECK(text_at(root, "c", "<<") == "(absent)");
  CHECK(text_at(root, "d", "y") == "3");
}

TEST_CASE("an alias stands for the whole of what it names") {
  const auto document = YamlDocument::parse("a: &a {x: {y: deep}}\nb: *a\n", "a.yaml");
  const Node* b = document.root().find("b");
  REQUIRE(b != nullptr);
  CHECK(text_at(*b, "x", "y") == "deep");
}

TEST_CASE("positions count lines and columns from 1") {
  const auto document = YamlDocument::parse("\n  a:\n    - x\n    - {b: c}\n", "a.yaml");
  const Node* list = document.root().find("a");
  REQUIRE(list != nullptr);
  REQUIRE(list->items.size() == 2);
  CHECK(list->items[0]->mark.line == 3);
  CHECK(list->items[0]->mark.column == 7);
  CHECK(list->items[1]->find("b")->mark.column == 11);
}

TEST_CASE("a key that a map has twice is refused with both positions, wherever it is") {
  const std::string said = refusal("a: 1\nb: {c: 1, \"c\": 2}\na: 3");
  tests::check_says(said, "a.yaml:2:11: \"c\" is here twice: first at line 2, column 5");
  tests::check_says(said, "a.yaml:3:1: \"a\" is here twice: first at line 1, column 1");
}

TEST_CASE("an alias that would contain itself is refused, directly or further in") {
  tests::check_says(refusal("a: &a [*a]"), "a.yaml:1:8: an alias inside what it stands for");
  tests::check_says(refusal("a: &a {b: [{c: *a}]}"), "an alias inside what it stands for");
  tests::check_says(refusal("a: &a\n  <<: *a"), "an alias inside what it stands for");
}

TEST_CASE("64 levels are read and one more is not") {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  CHECK(refusal(nested(64)) == "accepted");
  tests::check_says(refusal(nested(65)), "nested more than 64 levels deep");
}

TEST_CASE("a byte order mark is no part of the text") {
  const auto document = YamlDocument::parse("\xef\xbb\xbfname: x", "a.yaml");
  CHECK(document.root().find("name") != nullptr);
}

TEST_CASE("only well-formed UTF-8 is text") {
  CHECK(refusal("a: \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") == "accepted");
  for (const std::string_view bytes :
       {"\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xe2\x82"})
    tests::check_says(refusal("a: " + std::string(bytes)), "a.yaml:1:4: byte 0x");
}

TEST_CASE("a quoted scalar is told from a plain one") {
  const auto document = YamlDocument::parse("a: 'x'\nb: x\nc: |\n  x\n", "a.yaml");
  CHECK(document.root().find("a")->quoted);
  CHECK_FALSE(document.root().find("b")->quoted);
  CHECK(document.root().find("c")->quoted);
}
