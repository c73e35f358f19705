#pragma once

// JSON values one after another, each on one line or on many.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "scenarios/workload/mapped_file.h"

namespace scenarios::workload {

class JsonValues {
 public:
  explicit JsonValues(const Input& input) : input_(input) {}

  /// The next object or array; nothing at the end. Throws InputError for anything else between them, and for one that
  /// is no JSON, ends too early or is larger than 64 MiB.
  [[nodiscard]] std::optional<nlohmann::json> next();
  /// The same as text, unread but for its brackets and quotes, and what such a text says.
  [[nodiscard]] std::optional<std::string_view> next_text();
  [[nodiscard]] nlohmann::json parse(std::string_view value) const;
  /// Where the value that came last begins.
  [[nodiscard]] int line() const { return line_; }
  /// Throws InputError about it.
  [[noreturn]] void refuse_record(std::string message, std::string remedy = "") const {
    refuse(line_, std::move(message), std::move(remedy));
  }

 private:
  void skip_space();
  [[nodiscard]] std::size_t end_of_value() const;
  [[noreturn]] void refuse(int line, std::string message, std::string remedy) const;

  const Input& input_;
  std::size_t at_ = 0;
  int here_ = 1;  // the line of at_
  int line_ = 1;
};

}  // namespace scenarios::workload
