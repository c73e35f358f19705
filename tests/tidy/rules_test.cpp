// Each rule is shown a snippet that breaks it, and one beside it that does not.
#include "tests/tidy/rules.h"

#include <fmt/format.h>

#include "tests/catch.h"

namespace tests::tidy {
namespace {

using Check = Findings (*)(const SourceTree&);

/// "rule:line:subject" of each finding, blank between them.
std::string found(Check check, const std::string& path, const std::string& text) {
  std::string out;
  for (const Finding& f : check({{path, text}})) {
    CHECK(f.path == path);
    CHECK(f.remedy.size() > 20);
    out += fmt::format("{}{}:{}:{}", out.empty() ? "" : " ", f.rule, f.line, f.subject);
  }
  return out;
}

std::string lines(int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += "  call();\n";
  return text;
}

TEST_CASE("a file of 400 lines passes, one of 401 does not") {
  CHECK(found(check_file_length, "sim/a.cpp", lines(400)) == "");
  CHECK(found(check_file_length, "sim/a.cpp", lines(401)) == "file-length:0:sim/a.cpp");
  CHECK(found(check_file_length, "models/js/glue.js", lines(401)) == "file-length:0:models/js/glue.js");
  CHECK(found(check_file_length, "docs/a.md", lines(401)) == "");
  CHECK(found(check_file_length, "tests/projects/game/index.ts", lines(401)) == "");
}

TEST_CASE("a function of 60 lines passes, one of 61 does not") {
  CHECK(found(check_function_length, "sim/a.cpp", "int x;\nvoid Loop::run() {\n" + lines(58) + "}\n") == "");
  CHECK(found(check_function_length, "sim/a.cpp", "int x;\nvoid Loop::run() {\n" + lines(59) + "}\n") ==
        "function-length:2:Loop::run");
}

TEST_CASE("long functions are found within namespaces, classes and after initialisers") {
  const std::string body = lines(60) + "}\n";
  CHECK(found(check_function_length, "sim/a.cpp", "namespace sim {\nnamespace {\nint f(int a) {\n" + body + "}\n}\n") ==
        "function-length:3:f");
  CHECK(found(check_function_length, "sim/a.h", "class A {\n public:\n  int g() const {\n" + body + "};\n") ==
        "function-length:3:g");
  CHECK(found(check_function_length, "sim/a.cpp", "A::A(int x) : x_{x}, y_(x) {\n" + body) == "function-length:1:A::A");
  CHECK(found(check_function_length, "sim/a.cpp", "const auto walk = [](int x) {\n" + body + ";\n") ==
        "function-length:1:walk");
  CHECK(found(check_function_length, "tests/a.cpp", "TEST_CASE(\"a { b\") {\n" + body) ==
        "function-length:1:TEST_CASE");
  CHECK(found(check_function_length, "sim/a.h", "template <class T>\nT f(T t) {\n" + body) == "function-length:2:f");
}

TEST_CASE("a long class or table is no long function") {
  const std::string member = "  int f() { return 1; }\n  int x = 1'000;\n";
  std::string members;
  for (int i = 0; i < 61; ++i) members += member;
  CHECK(found(check_function_length, "sim/a.h", "struct A : B {\n" + members + "};\n") == "");
  CHECK(found(check_function_length, "sim/a.cpp", "constexpr int kTable[] = {\n" + lines(70) + "};\n") == "");
}

TEST_CASE("sources of randomness other than the simulation's are found") {
  CHECK(found(check_banned_words, "sim/a.cpp", "std::uniform_int_distribution<int> d(1, 2);") ==
        "random:1:std::uniform_int_distribution");
  for (const char* word : {"std::random_device", "std::mt19937", "std::mt19937_64", "std::rand", "std::shuffle"}) {
    CHECK(found(check_banned_words, "models/a.cpp", fmt::format("\nauto x = {}();", word)) ==
          fmt::format("random:2:{}", word));
  }
  CHECK(found(check_banned_words, "sim/a.cpp", "sim::Distribution d; std::ranges::sort(random_device_names);") == "");
}

TEST_CASE("the machine's clocks are found") {
  for (const char* word :
       {"system_clock::now", "steady_clock::now", "gettimeofday", "clock_gettime", "time(nullptr)"}) {
    CHECK(found(check_banned_words, "models/a.cpp", fmt::format("auto t = {}", word)) ==
          fmt::format("clock:1:{}", word));
  }
  CHECK(found(check_banned_words, "models/a.cpp", "auto t = simulation.now(); uptime(nullptr);") == "");
}

TEST_CASE("hashes and locales that differ between machines are found") {
  CHECK(found(check_banned_words, "sim/a.h", "std::hash<int>{}(1)") == "hash:1:std::hash");
  for (const char* word : {"std::stod", "strtod", "setlocale", "std::locale"}) {
    CHECK(found(check_banned_words, "sim/a.cpp", fmt::format("{}(x);", word)) == fmt::format("locale:1:{}", word));
  }
  CHECK(found(check_banned_words, "sim/a.cpp", "std::from_chars(a, b, c); stable_hash(x);") == "");
}

TEST_CASE("the format header is found") {
  CHECK(found(check_banned_words, "sim/a.cpp", "#include <format>\n") == "format:1:<format>");
  CHECK(found(check_banned_words, "sim/a.cpp", "#include <fmt/format.h>\n") == "");
}

TEST_CASE("a banned word passes in a comment, in a string, and where the project measures") {
  CHECK(found(check_banned_words, "sim/a.cpp", "// std::mt19937\nauto s = \"std::mt19937\"; /* strtod */") == "");
  CHECK(found(check_banned_words, "tests/bench/a.cpp", "auto t = steady_clock::now();") == "");
}

TEST_CASE("loops over unordered containers are found, also when the member is declared in the header") {
  const std::string declared = "std::unordered_map<int, std::vector<int>> rooms_;\n";
  CHECK(found(check_unordered_iteration, "sim/a.cpp", declared + "for (const auto& [id, room] : rooms_) f();") ==
        "unordered-iteration:2:rooms_");
  CHECK(found(check_unordered_iteration, "sim/a.cpp", declared + "std::vector v(rooms_.begin(), rooms_.end());") ==
        "unordered-iteration:2:rooms_");
  CHECK(found(check_unordered_iteration, "sim/a.cpp",
              "void f(const std::unordered_set<int>& s) {\n  for (int x : s) g(x);\n}") == "unordered-iteration:2:s");
  const SourceTree pair{{"sim/a.h", declared}, {"sim/a.cpp", "for (auto& room : this->rooms_) f();"}};
  CHECK(check_unordered_iteration(pair).size() == 1);
}

TEST_CASE("look-ups in unordered containers and loops over ordered ones pass") {
  CHECK(found(check_unordered_iteration, "sim/a.cpp",
              "std::unordered_map<int, int> m;\nstd::map<int, int> o;\nif (m.contains(1)) f(m.find(1));\n"
              "for (auto& x : o) f();\nfor (int i = 0; i < n; ++i) f(c ? m : o);") == "");
}

TEST_CASE("a header without its guard, or that opens a namespace, is found") {
  CHECK(found(check_headers, "sim/a.h", "// #pragma once\nint x;\n") == "pragma-once:0:sim/a.h");
  CHECK(found(check_headers, "sim/a.h", "#pragma once\nusing namespace std;\n") == "using-namespace:2:using namespace");
  CHECK(found(check_headers, "sim/a.h", "#pragma once\nusing std::vector;\n") == "");
  CHECK(found(check_headers, "sim/a.cpp", "using namespace std::chrono_literals;\n") == "");
}

TEST_CASE("names that say nothing are found in types and files") {
  CHECK(found(check_names, "sim/a.h", "class RoomManager {};") == "names:1:RoomManager");
  CHECK(found(check_names, "sim/a.h", "\nstruct HelperOfRooms {};") == "names:2:HelperOfRooms");
  CHECK(found(check_names, "sim/a.h", "using StringUtils = X;") == "names:1:StringUtils");
  CHECK(found(check_names, "sim/time_utils.h", "") == "names:0:sim/time_utils.h");
  CHECK(found(check_names, "models/helpers/a.cpp", "") == "names:0:models/helpers/a.cpp");
  CHECK(found(check_names, "sim/utility.h", "struct Utilisation {}; void manager();") == "");
}

TEST_CASE("paths of one machine and registries' hosts are found in any file") {
  const std::string path = std::string("/ho") + "me/", host = std::string("registry") + ".npmjs.org";
  CHECK(found(check_machine_words, "docs/a.md", "see " + path + "me/x") == "machine:1:" + path);
  CHECK(found(check_machine_words, "tools/a.sh", "a\nb=\"" + path + "x\"") == "machine:2:" + path);
  CHECK(found(check_machine_words, "a.txt", "https://example.com" + path + "x ~" + path) == "");
  CHECK(found(check_machine_words, ".npmrc", "registry=https://" + host) == "machine:1:" + host);
  CHECK(found(check_machine_words, "package-lock.json", std::string("\"resolved\": \"") + "https://x/y.tgz\"") ==
        std::string("machine:1:\"resolved\": \"") + "http");
}

}  // namespace
}  // namespace tests::tidy
