#include "tests/tidy/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "tests/tidy/code_view.h"

namespace tests::tidy {
namespace {

bool is_fixture(const SourceFile& file) {
  return file.is_below("tests/conformance") || file.is_below("tests/projects");
}

bool is_code(const SourceFile& file) {
  constexpr std::array<std::string_view, 8> kEndings{".cpp", ".h", ".js", ".mjs", ".ts", ".sh", ".cmake", ".py"};
  return std::ranges::any_of(kEndings, [&](std::string_view ending) { return file.path.ends_with(ending); });
}

/// The words of a CamelCase or snake_case name, in lower case.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (!is_identifier_char(c) || c == '_' || upper) words.emplace_back();
    if (is_identifier_char(c) && c != '_') words.back().push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return words;
}

bool says_nothing(std::string_view name) {
  constexpr std::array<std::string_view, 6> kVague{"manager", "managers", "helper", "helpers", "util", "utils"};
  return std::ranges::any_of(words_of(name),
                             [&](const std::string& word) { return std::ranges::find(kVague, word) != kVague.end(); });
}

std::string_view identifier_at(std::string_view code, std::size_t at) {
  std::size_t end = at;
  while (end < code.size() && is_identifier_char(code[end])) ++end;
  return code.substr(at, end - at);
}

/// Names that the code gives to types: after class, struct, enum, union, concept, or as "using X =".
std::vector<std::pair<std::string, std::size_t>> type_names(std::string_view code) {
  std::vector<std::pair<std::string, std::size_t>> names;
  for (const std::string_view keyword : {"class", "struct", "union", "enum", "concept", "using"}) {
    for (const std::size_t place : places_of(code, keyword)) {
      const std::size_t at = code.find_first_not_of(" \n", place + keyword.size());
      if (at == std::string_view::npos) continue;
      const std::string_view name = identifier_at(code, at);
      const std::size_t next = code.find_first_not_of(" \n", at + name.size());
      if (keyword == "using" && (next == std::string_view::npos || code[next] != '=')) continue;
      names.emplace_back(name, at);
    }
  }
  return names;
}

}  // namespace

Findings check_file_length(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!is_code(file) || is_fixture(file)) continue;
    const auto lines = static_cast<int>(lines_of(file.text).size());
    if (lines <= kMaxFileLines) continue;
    findings.push_back(
        {"file-length", file.path, 0, file.path,
         fmt::format("{} lines; at most {}. Split it by what its parts are about", lines, kMaxFileLines)});
  }
  return findings;
}

Findings check_function_length(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!file.is_cpp() || is_fixture(file)) continue;
    for (const Function& function : functions_of(code_of(file.text))) {
      if (function.lines <= kMaxFunctionLines) continue;
      findings.push_back({"function-length", file.path, function.line, function.name,
                          fmt::format("{} has {} lines; at most {}. Name its steps as functions of their own",
                                      function.name, function.lines, kMaxFunctionLines)});
    }
  }
  return findings;
}

Findings check_headers(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!file.is_header()) continue;
    const std::string code = code_of(file.text);
    if (places_of(code, "#pragma once").empty()) {
      findings.push_back({"pragma-once", file.path, 0, file.path, "a header needs #pragma once before its code"});
    }
    for (const std::size_t place : places_of(code, "using namespace")) {
      findings.push_back({"using-namespace", file.path, line_at(code, place), "using namespace",
                          "a header must not open a namespace for those who include it; write the names out"});
    }
  }
  return findings;
}

Findings check_names(const SourceTree& tree) {
  constexpr std::string_view kRemedy =
      "{} does not say what it is or does: take the field's or the runtime's word for the thing";
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!is_code(file) || is_fixture(file)) continue;
    if (says_nothing(file.path)) {
      findings.push_back({"names", file.path, 0, file.path, fmt::format(kRemedy, file.path)});
    }
    if (!file.is_cpp()) continue;
    const std::string code = code_of(file.text);
    for (const auto& [name, place] : type_names(code)) {
      if (!says_nothing(name)) continue;
      findings.push_back({"names", file.path, line_at(code, place), name, fmt::format(kRemedy, name)});
    }
  }
  return findings;
}

Findings check_machine_words(const SourceTree& tree) {
  // Put together here, so that this file does not hold what it looks for.
  static const std::array<std::string, 3> kPaths{std::string("/wo") + "rk/", std::string("/ro") + "ot/",
                                                 std::string("/ho") + "me/"};
  static const std::array<std::string, 3> kHosts{std::string("registry") + ".npmjs.org",
                                                 std::string("deb") + ".debian.org",
                                                 std::string("registry") + ".yarnpkg.com"};
  static const std::string kDownload = std::string("\"resolved\": \"") + "http";
  Findings findings;
  const auto find_all = [&findings](const SourceFile& file, const std::string& word, std::string_view remedy) {
    for (std::size_t at = file.text.find(word); at != std::string::npos; at = file.text.find(word, at + 1)) {
      // "docs/home/x" is no path of a machine.
      const char before = at == 0 ? ' ' : file.text[at - 1];
      if (word.front() == '/' && (is_identifier_char(before) || before == '.' || before == '~' || before == '}'))
        continue;
      findings.push_back({"machine", file.path, line_at(file.text, at), word, fmt::format("\"{}\": {}", word, remedy)});
    }
  };
  for (const SourceFile& file : tree) {
    for (const std::string& word : kPaths)
      find_all(file, word, "a path of one machine; write it from the project's root");
    for (const std::string& word : kHosts) find_all(file, word, "a registry's host; each machine has its own settings");
    find_all(file, kDownload, "npm install with this project's .npmrc leaves download addresses out of the lock file");
  }
  return findings;
}

}  // namespace tests::tidy
