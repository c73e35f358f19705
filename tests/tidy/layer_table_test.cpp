#include "tests/tidy/layer_table.h"

#include "tests/catch.h"
#include "tests/tidy/message_of.h"

namespace tests::tidy {
namespace {

constexpr std::string_view kTables = R"cmake(
set(DORMOUSE_LAYERS
      # a comment with "quotes | in it"
      "sim        | "
      "models     | sim"
      "models/net | sim models"
)
set(DORMOUSE_THIRD_PARTY
      "fmt    | fmt/     | sim main tests"
      "v8     | v8       | models/net"
      "xxhash | xxhash.h | *"
      "catch2 | catch2/  | tests"
)
)cmake";

SourceTree tree_with(std::string path, std::string text) {
  return {{"sim/time.h", ""}, {"models/records.h", ""}, {"models/net/link.h", ""}, {std::move(path), std::move(text)}};
}

std::string only_rule(const Findings& findings) { return findings.size() == 1 ? findings[0].rule : report(findings); }

TEST_CASE("a layer may include itself and the layers on its right") {
  const auto table = parse_layer_table(kTables);
  const std::string text = "#include \"sim/time.h\"\n#include \"models/records.h\"\n#include \"models/net/link.h\"\n";
  CHECK(report(check_layers(table, tree_with("models/net/link.cpp", text))) == "");
}

TEST_CASE("an include against the layers is found, with its line and its remedy") {
  const auto table = parse_layer_table(kTables);
  const auto findings = check_layers(table, tree_with("sim/loop.cpp", "\n#include \"models/records.h\"\n"));
  REQUIRE(only_rule(findings) == "layers");
  CHECK(findings[0].path == "sim/loop.cpp");
  CHECK(findings[0].line == 2);
  CHECK(findings[0].subject == "models/records.h");
  CHECK(findings[0].remedy.find("callback") != std::string::npos);
}

TEST_CASE("a layer above is no more open to a folder than to its parent") {
  const auto table = parse_layer_table(kTables);
  CHECK(only_rule(check_layers(table, tree_with("models/x.cpp", "#include \"models/net/link.h\"\n"))) == "layers");
}

TEST_CASE("a layer may not include what composes it") {
  const auto table = parse_layer_table(kTables);
  SourceTree tree = tree_with("sim/loop.cpp", "#include \"tests/catch.h\"\n");
  tree.push_back({"tests/catch.h", ""});
  CHECK(only_rule(check_layers(table, tree)) == "layers");
}

TEST_CASE("main.cpp and tests and the build's own programs may include every layer") {
  const auto table = parse_layer_table(kTables);
  const std::string text = "#include \"sim/time.h\"\n#include \"models/net/link.h\"\n";
  CHECK(report(check_layers(table, tree_with("main.cpp", text))) == "");
  CHECK(report(check_layers(table, tree_with("tests/net/link_test.cpp", text))) == "");
  CHECK(report(check_layers(table, tree_with("tools/snapshot_maker.cpp", text))) == "");
}

TEST_CASE("code in a folder without a row is found") {
  const auto table = parse_layer_table(kTables);
  CHECK(only_rule(check_layers(table, tree_with("models/stray/a.cpp", ""))) == "unknown-folder");
}

TEST_CASE("an include within a comment or a string is none") {
  const auto table = parse_layer_table(kTables);
  const std::string text =
      "// x\n/*\n#include \"models/records.h\"\n*/\nauto s = R\"(\n#include \"models/records.h\"\n)\";\n";
  CHECK(report(check_layers(table, tree_with("sim/loop.cpp", text))) == "");
}

TEST_CASE("a third-party include outside its folders is found, angled or quoted") {
  const auto table = parse_layer_table(kTables);
  CHECK(only_rule(check_third_party(table, tree_with("sim/loop.cpp", "#include <v8.h>\n"))) == "third-party");
  CHECK(only_rule(check_third_party(table, tree_with("sim/loop.cpp", "#include \"v8-platform.h\"\n"))) ==
        "third-party");
  CHECK(only_rule(check_third_party(table, tree_with("main.cpp", "#include <catch2/catch.hpp>\n"))) == "third-party");
  CHECK(only_rule(check_third_party(table, tree_with("models/net/x.cpp", "#include <fmt/format.h>\n"))) ==
        "third-party");
}

TEST_CASE("a third-party include within its folders passes, main and tests being folders too") {
  const auto table = parse_layer_table(kTables);
  for (const char* path : {"sim/loop.cpp", "main.cpp", "tests/sim/loop_test.cpp"}) {
    CHECK(report(check_third_party(table, tree_with(path, "#include <fmt/format.h>\n#include <vector>\n"))) == "");
  }
}

TEST_CASE("a library that was let in everywhere may be included by any folder") {
  const auto table = parse_layer_table(kTables);
  CHECK(report(check_third_party(table, tree_with("models/net/x.cpp", "#include <xxhash.h>\n"))) == "");
  CHECK(report(check_third_party(table, tree_with("tools/x.cpp", "#include <xxhash.h>\n"))) == "");
}

TEST_CASE("an include of a library that nobody listed is found") {
  const auto table = parse_layer_table(kTables);
  CHECK(only_rule(check_third_party(table, tree_with("sim/a.cpp", "#include <boost/any.hpp>\n"))) == "unknown-include");
  CHECK(only_rule(check_third_party(table, tree_with("sim/a.cpp", "#include \"time.h\"\n"))) == "unknown-include");
  CHECK(report(check_third_party(table, tree_with("sim/a.cpp", "#include <sys/wait.h>\n#include <array>\n"))) == "");
}

TEST_CASE("a table that is missing or malformed is an error, not an empty rule") {
  CHECK(message_of([] { (void)parse_layer_table("project(x)"); }).find("DORMOUSE_LAYERS") != std::string::npos);
  CHECK(message_of([] { (void)parse_layer_table("set(DORMOUSE_LAYERS\n)\n"); }).find("no rows") != std::string::npos);
  CHECK(message_of([] { (void)parse_layer_table("set(DORMOUSE_LAYERS\n  \"sim\"\n)\n"); }).find("columns") !=
        std::string::npos);
}

}  // namespace
}  // namespace tests::tidy
