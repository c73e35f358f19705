// The project itself, held to its rules. A failure's message is the list of what to mend, and how.
#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "tests/catch.h"
#include "tests/tidy/exceptions.h"
#include "tests/tidy/layer_table.h"
#include "tests/tidy/rules.h"
#include "tests/tidy/source_tree.h"

namespace tests::tidy {
namespace {

const SourceTree& project() {
  static const SourceTree tree = read_project(DORMOUSE_SOURCE_DIR);
  return tree;
}

const std::string& text_of(std::string_view path) {
  const auto file = std::ranges::find(project(), path, &SourceFile::path);
  if (file == project().end()) throw std::runtime_error("the project has no file " + std::string(path));
  return file->text;
}

const LayerTable& table() {
  static const LayerTable parsed = parse_layer_table(text_of("CMakeLists.txt"));
  return parsed;
}

const std::vector<Exception>& exceptions() {
  static const auto parsed = parse_exceptions(text_of("tests/tidy/exceptions.txt"));
  return parsed;
}

Findings operator+(Findings left, const Findings& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Findings everything() {
  return check_layers(table(), project()) + check_third_party(table(), project()) + check_file_length(project()) +
         check_function_length(project()) + check_banned_words(project()) + check_unordered_iteration(project()) +
         check_headers(project()) + check_names(project()) + check_machine_words(project());
}

std::string mend(Findings findings) { return report(uncovered(std::move(findings), exceptions())); }

TEST_CASE("the rules see the project's files") {
  CHECK(std::ranges::count_if(project(), [](const SourceFile& file) { return file.is_below("sim"); }) > 0);
  CHECK(table().layers.contains("sim"));
  CHECK(table().layers.at("sim").size() == 1);  // the kernel knows itself alone
}

TEST_CASE("every include of a project header is one that the layer table allows") {
  CHECK(mend(check_layers(table(), project())) == "");
}

TEST_CASE("every third-party library is included only by the folders that it was let into") {
  CHECK(mend(check_third_party(table(), project())) == "");
}

TEST_CASE("no code file is longer than 400 lines") { CHECK(mend(check_file_length(project())) == ""); }

TEST_CASE("no function is longer than 60 lines") { CHECK(mend(check_function_length(project())) == ""); }

TEST_CASE("nothing lets a run depend on the machine's clock, random source, hashes or locale") {
  CHECK(mend(check_banned_words(project())) == "");
}

TEST_CASE("no unordered container is iterated") { CHECK(mend(check_unordered_iteration(project())) == ""); }

TEST_CASE("headers are guarded and open no namespace") { CHECK(mend(check_headers(project())) == ""); }

TEST_CASE("types and files are named for what they are") { CHECK(mend(check_names(project())) == ""); }

TEST_CASE("no file names a path of one machine or a registry's host") {
  CHECK(mend(check_machine_words(project())) == "");
}

TEST_CASE("every exception to the rules is still needed") { CHECK(report(stale(exceptions(), everything())) == ""); }

}  // namespace
}  // namespace tests::tidy
