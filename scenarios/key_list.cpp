#include "scenarios/key_list.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "scenarios/key_table.h"
#include "scenarios/load_parts.h"

namespace scenarios {
namespace {

class KeyList {
 public:
  std::string write(const KeyTable& root) {
    tables_.push_back(&root);
    std::string text;
    for (std::size_t i = 0; i < tables_.size(); ++i) text += section(*tables_[i]);
    return text;
  }

 private:
  std::string section(const KeyTable& table) {
    std::string text = fmt::format("\n### {}\n\n", table.listed_as());
    if (!table.exactly_one_of.empty())
      text += fmt::format("Exactly one of `{}`.\n\n", fmt::join(table.exactly_one_of, "`, `"));
    if (!table.at_least_one_of.empty())
      text += fmt::format("At least one of `{}`.\n\n", fmt::join(table.at_least_one_of, "`, `"));
    text += "| key | takes | means | default | example |\n|---|---|---|---|---|\n";
    for (const KeyRow& row : table.rows) {
      std::string means(row.means);
      if (!row.with.empty()) means += fmt::format("; goes with `{}`", fmt::join(row.with, "`, `"));
      text += fmt::format("| `{}` | {} | {} | {} | `{}` |\n", row.key, takes(row.value), means,
                          row.absent.needed ? "needed" : row.absent.stands_for, row.example);
    }
    return text;
  }

  std::string takes(const Value& value) {
    using Kind = Value::Kind;
    switch (value.kind) {
      case Kind::anything:
        return "anything";
      case Kind::text:
        return "text";
      case Kind::duration:
        return value.positive ? "a duration above 0" : "a duration";
      case Kind::count:
        return value.most == UINT64_MAX ? "a whole number" : fmt::format("{} to {}", value.least, value.most);
      case Kind::number:
        return fmt::format("a number from {} to {}", value.from, value.to);
      case Kind::share:
        return "a share";
      case Kind::rate:
        return "a rate";
      case Kind::money:
        return "an amount";
      case Kind::size:
        return "a size";
      case Kind::word:
        return fmt::format("`{}`", fmt::join(value.words, "`, `"));
      case Kind::nothing:
        return "nothing";
      case Kind::distribution:
        return fmt::format("{}, or {}", takes(value.forms.front()), link(*value.table));
      case Kind::map:
        return link(*value.table);
      case Kind::list:
        return fmt::format("a list: {}", takes(value.forms.front()));
      case Kind::names:
        return fmt::format("a map from names: {}", takes(value.forms.front()));
      case Kind::any_of:
        break;
    }
    std::vector<std::string> forms;
    for (const Value& form : value.forms) forms.push_back(takes(form));
    return fmt::format("{}", fmt::join(forms, "; or "));
  }

  std::string link(const KeyTable& table) {
    if (std::ranges::find(tables_, &table) == tables_.end()) tables_.push_back(&table);
    std::string anchor(table.listed_as());
    for (char& c : anchor) c = c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return fmt::format("[{}](#{})", table.listed_as(), anchor);
  }

  std::vector<const KeyTable*> tables_;
};

}  // namespace

std::string key_list() { return KeyList().write(kScenario); }

}  // namespace scenarios
