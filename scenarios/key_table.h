#pragma once

// What a map of a scenario may hold: one table a map, each beside the code that reads it. MapReader checks keys and
// values against it, and json_schema.cpp writes it for editors.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scenarios {

struct KeyTable;

/// What may stand as the value of a key.
struct Value {
  enum class Kind : std::uint8_t {
    anything,
    nothing,
    text,
    duration,
    count,
    number,
    share,
    rate,
    money,
    size,
    word,
    distribution,
    map,
    list,
    names,
    any_of
  };
  Kind kind = Kind::anything;
  std::uint64_t least = 0;  // count, list, names
  std::uint64_t most = 0;
  double from = 0;  // number
  double to = 0;
  bool positive = false;                     // duration
  std::string pattern = {};                  // text, the keys of names: an ECMAScript regular expression
  std::vector<std::string_view> words = {};  // word
  const KeyTable* table = nullptr;           // map; distribution: the maps that draw one
  std::vector<Value> forms = {};             // any_of; of a list, names or distribution: one
};

namespace value {

[[nodiscard]] Value anything();
[[nodiscard]] Value text(std::string pattern = "");
[[nodiscard]] Value duration();
[[nodiscard]] Value positive_duration();
[[nodiscard]] Value count(std::uint64_t least, std::uint64_t most);
[[nodiscard]] Value number(double from, double to);
[[nodiscard]] Value share();
[[nodiscard]] Value rate();
[[nodiscard]] Value money();
[[nodiscard]] Value size();
[[nodiscard]] Value word(std::vector<std::string_view> words);
/// Empty: a key without a value.
[[nodiscard]] Value nothing();
/// A duration, or a map that draws one; likewise for sizes and numbers.
[[nodiscard]] Value distribution();
[[nodiscard]] Value size_distribution();
[[nodiscard]] Value number_distribution();
/// 70%, or 7.
[[nodiscard]] Value weight();
[[nodiscard]] Value map(const KeyTable& table);
[[nodiscard]] Value list(Value item, std::uint64_t least = 0, std::uint64_t most = UINT64_MAX);
/// A map from names of the user's own.
[[nodiscard]] Value names(Value of, std::string pattern = "", std::uint64_t least = 0);
[[nodiscard]] Value any_of(std::vector<Value> forms);

}  // namespace value

/// What holds where a key is left out: its default, as it would be written, or nothing.
struct Absent {
  constexpr Absent(const char* as) : stands_for(as) {}  // NOLINT(google-explicit-constructor): rows read better
  constexpr Absent(std::string_view as, bool is_needed) : stands_for(as), needed(is_needed) {}
  std::string_view stands_for;
  bool needed = false;
};
constexpr Absent kNeeded{std::string_view(), true};
constexpr Absent kOptional{std::string_view(), false};

struct KeyRow {
  std::string_view key;
  Value value;
  Absent absent;
  std::string_view means;                   // one line
  std::string_view example;                 // of the value, as YAML
  std::vector<std::string_view> with = {};  // keys that must be there too
};

struct KeyTable {
  std::string_view name;          // how messages name the map: "a link profile"
  std::string_view title = {};    // under what it is listed, where the name is not the only one
  std::string_view example = {};  // of the whole map
  std::vector<KeyRow> rows = {};
  std::vector<std::string_view> exactly_one_of = {};
  std::vector<std::string_view> at_least_one_of = {};

  [[nodiscard]] const KeyRow* find(std::string_view key) const;
  [[nodiscard]] std::vector<std::string_view> keys() const;
  /// The title, or the name without its article.
  [[nodiscard]] std::string_view listed_as() const;
};

[[nodiscard]] std::vector<KeyRow> joined(std::vector<KeyRow> rows, const std::vector<KeyRow>& more);

}  // namespace scenarios
