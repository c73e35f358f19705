// The rules that keep a run from depending on the machine, the standard library or the locale.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "tests/tidy/code_view.h"
#include "tests/tidy/rules.h"

namespace tests::tidy {
namespace {

struct Banned {
  std::string_view rule;
  std::string_view word;
  std::string_view remedy;
};

constexpr std::string_view kDraw =
    "differs between standard libraries or runs; draw from a sim::RandomStream (sim/choice.h, sim/distribution.h)";
constexpr std::string_view kHash = "differs between standard libraries; use sim::stable_hash or an ordered container";
constexpr std::string_view kClock =
    "the machine's clock: only a Simulation knows the time (now()). Supervision of processes may read it: name the "
    "file "
    "in tests/tidy/exceptions.txt";
constexpr std::string_view kLocale = "depends on the locale; use std::from_chars, std::to_chars or fmt";

constexpr std::array kBanned{
    Banned{"random", "std::random_device", kDraw},
    Banned{"random", "std::mt19937", kDraw},
    Banned{"random", "std::mt19937_64", kDraw},
    Banned{"random", "std::minstd_rand", kDraw},
    Banned{"random", "std::default_random_engine", kDraw},
    Banned{"random", "std::rand", kDraw},
    Banned{"random", "std::shuffle", kDraw},
    Banned{"random", "std::ranges::shuffle", kDraw},
    Banned{"hash", "std::hash", kHash},
    Banned{"clock", "system_clock::now", kClock},
    Banned{"clock", "steady_clock::now", kClock},
    Banned{"clock", "high_resolution_clock::now", kClock},
    Banned{"clock", "gettimeofday", kClock},
    Banned{"clock", "clock_gettime", kClock},
    Banned{"clock", "getrusage", kClock},
    Banned{"clock", "std::time(", kClock},
    Banned{"clock", "time(nullptr)", kClock},
    Banned{"clock", "time(NULL)", kClock},
    Banned{"clock", "time(0)", kClock},
    Banned{"locale", "std::stod", kLocale},
    Banned{"locale", "std::stof", kLocale},
    Banned{"locale", "strtod", kLocale},
    Banned{"locale", "strtof", kLocale},
    Banned{"locale", "atof", kLocale},
    Banned{"locale", "setlocale", kLocale},
    Banned{"locale", "std::locale", kLocale},
};

void find_distributions(const SourceFile& file, std::string_view code, Findings& findings) {
  constexpr std::string_view kStd = "std::";
  for (const std::size_t place : places_of(code, kStd)) {
    std::size_t end = place + kStd.size();
    while (end < code.size() && is_identifier_char(code[end])) ++end;
    const std::string name(code.substr(place, end - place));
    if (!name.ends_with("_distribution")) continue;
    findings.push_back({"random", file.path, line_at(code, place), name, fmt::format("{} {}", name, kDraw)});
  }
}

/// Names declared as "unordered_map<...> name", references and pointers among them.
std::set<std::string> unordered_variables(std::string_view code) {
  std::set<std::string> names;
  for (const std::string_view container :
       {"unordered_map", "unordered_set", "unordered_multimap", "unordered_multiset"}) {
    for (const std::size_t place : places_of(code, container)) {
      const std::size_t open = place + container.size();
      if (open >= code.size() || code[open] != '<') continue;
      const std::size_t end = after_closing(code, open);
      if (end == std::string_view::npos) continue;
      const std::size_t begin = code.find_first_not_of(" \n&*", end);
      std::size_t name_end = begin;
      while (name_end < code.size() && is_identifier_char(code[name_end])) ++name_end;
      if (begin != std::string_view::npos && name_end > begin) names.emplace(code.substr(begin, name_end - begin));
    }
  }
  return names;
}

struct Loop {
  std::string range;  // the variable at the end of what is looped over: "this->rooms_" gives "rooms_"
  int line = 0;
};

std::vector<Loop> range_loops(std::string_view code) {
  std::vector<Loop> loops;
  for (const std::size_t place : places_of(code, "for")) {
    const std::size_t open = code.find_first_not_of(" \n", place + 3);
    if (open == std::string_view::npos || code[open] != '(') continue;
    const std::size_t end = after_closing(code, open);
    if (end == std::string_view::npos) continue;
    const std::string_view inside = code.substr(open + 1, end - open - 2);
    std::size_t colon = inside.find(" : ");
    if (colon == std::string_view::npos || inside.find(';', colon) != std::string_view::npos) continue;
    std::size_t last = inside.size();
    while (last > colon && (inside[last - 1] == ' ' || inside[last - 1] == '\n')) --last;
    std::size_t first = last;
    while (first > colon && is_identifier_char(inside[first - 1])) --first;
    loops.push_back({std::string(inside.substr(first, last - first)), line_at(code, place)});
  }
  return loops;
}

Finding iterated(const SourceFile& file, int line, const std::string& name) {
  return {"unordered-iteration", file.path, line, name,
          fmt::format("{} is unordered: what comes first differs between libraries. Use an ordered container, or a "
                      "vector for the order and the unordered one for look-ups",
                      name)};
}

}  // namespace

Findings check_banned_words(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!file.is_cpp() || file.is_below("tests/bench")) continue;
    const std::string code = code_of(file.text);
    find_distributions(file, code, findings);
    for (const Banned& banned : kBanned) {
      for (const std::size_t place : places_of(code, banned.word)) {
        findings.push_back({std::string(banned.rule), file.path, line_at(code, place), std::string(banned.word),
                            fmt::format("{} {}", banned.word, banned.remedy)});
      }
    }
    for (const Include& include : includes_of(file.text)) {
      if (include.path != "format") continue;
      findings.push_back({"format", file.path, include.line, "<format>", "g++ 12 has no <format>; use <fmt/format.h>"});
    }
  }
  return findings;
}

Findings check_unordered_iteration(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!file.is_cpp() || file.is_below("tests/bench")) continue;
    const std::string code = code_of(file.text);
    std::set<std::string> names = unordered_variables(code);
    if (!file.is_header()) {
      const std::string header = file.path.substr(0, file.path.rfind('.')) + ".h";
      const auto beside = std::ranges::find(tree, header, &SourceFile::path);
      if (beside != tree.end()) names.merge(unordered_variables(code_of(beside->text)));
    }
    if (names.empty()) continue;
    for (const Loop& loop : range_loops(code)) {
      if (names.contains(loop.range)) findings.push_back(iterated(file, loop.line, loop.range));
    }
    for (const std::string& name : names) {
      for (const std::string_view begin : {".begin(", ".cbegin("}) {
        for (const std::size_t place : places_of(code, name + std::string(begin))) {
          findings.push_back(iterated(file, line_at(code, place), name));
        }
      }
    }
  }
  return findings;
}

}  // namespace tests::tidy
