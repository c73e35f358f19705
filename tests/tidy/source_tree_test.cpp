#include "tests/tidy/source_tree.h"

#include <algorithm>

#include "tests/catch.h"
#include "tests/tidy/code_view.h"

namespace tests::tidy {
namespace {

TEST_CASE("a walk finds the project's files and leaves out what was built or installed") {
  const SourceTree walked = walk_project(DORMOUSE_SOURCE_DIR);
  const auto has = [&](std::string_view path) {
    return std::ranges::find(walked, path, &SourceFile::path) != walked.end();
  };
  CHECK(has("sim/time.h"));
  CHECK(has("CMakeLists.txt"));
  CHECK(std::ranges::none_of(walked,
                             [](const SourceFile& f) { return f.is_below("build") || f.is_below("node_modules"); }));
}

TEST_CASE("comments and literals are blanked, lines and columns kept") {
  CHECK(code_of("a // b\nc") == "a     \nc");
  CHECK(code_of("a /* b\nc */ d") == "a     \n     d");
  CHECK(code_of("f(\"a\\\"b\", 'c')") == "f(\"    \", ' ')");
  CHECK(code_of("int n = 1'000; g('x');") == "int n = 1'000; g(' ');");
  CHECK(code_of("R\"x(a\n\")x\" b") == "R\"   \n   \" b");
}

TEST_CASE("a word is found only as a whole") {
  CHECK(places_of("strtod my_strtod strtod_l x.strtod(1)", "strtod") == std::vector<std::size_t>{0, 28});
}

}  // namespace
}  // namespace tests::tidy
