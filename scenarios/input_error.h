#pragma once

#include <exception>
#include <string>
#include <vector>

namespace scenarios {

/// One thing that is wrong with what the user gave, and what to do about it. line and column count from 1; 0: none.
struct Problem {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;
  std::string remedy;
};

/// Bad input, all of it at once. what() has a line "file:line:column: message" for each, its remedy indented below.
class InputError : public std::exception {
 public:
  explicit InputError(std::vector<Problem> problems);
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::vector<Problem> problems_;
  std::string text_;
};

/// What is wrong with something that has no lines: an option, a name.
[[nodiscard]] InputError refused(std::string what, std::string message, std::string remedy);

}  // namespace scenarios
