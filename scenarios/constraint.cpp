#include "scenarios/constraint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/quantities.h"

namespace scenarios {
namespace {

struct Operand {
  enum class Kind { number, duration, size, text, truth } kind = Kind::text;
  double value = 0;
  std::string text = "";
};

Operand operand_of(const std::string& text) {
  using Kind = Operand::Kind;
  if (const auto number = parse_number(text)) return {Kind::number, *number, text};
  if (const auto duration = parse_duration(text)) return {Kind::duration, static_cast<double>(duration->count()), text};
  if (const auto size = parse_size(text)) return {Kind::size, static_cast<double>(*size), text};
  if (text.ends_with('%'))
    if (const auto share = parse_probability(text)) return {Kind::number, *share, text};
  return {Kind::text, 0, text};
}

class Evaluator {
 public:
  Evaluator(std::string_view text, const Values& values) : rest_(text), values_(values) {}

  bool evaluate(std::string& problem) {
    const Operand result = either();
    skip();
    if (problem_.empty() && !rest_.empty()) fail(fmt::format("what is \"{}\" to mean here?", rest_));
    if (problem_.empty() && result.kind != Operand::Kind::truth) fail("this is no condition: it compares nothing");
    problem = problem_;
    return result.value != 0;
  }

 private:
  static constexpr int kDeepest = 100;

  void fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }
  static Operand truth(bool yes) { return {Operand::Kind::truth, yes ? 1.0 : 0.0, ""}; }

  void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\n"), rest_.size())); }
  bool take(std::string_view token) {
    skip();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  bool take_word(std::string_view word) {
    skip();
    const bool ends =
        rest_.size() == word.size() ||
        (rest_.size() > word.size() && std::string_view(" \t\n(").find(rest_[word.size()]) != std::string_view::npos);
    return rest_.starts_with(word) && ends && take(word);
  }
  bool truth_of(const Operand& operand) {
    if (operand.kind != Operand::Kind::truth)
      fail(fmt::format("\"{}\" is no condition: compare it with something", operand.text));
    return operand.value != 0;
  }

  Operand either() {
    Operand left = both();
    while (problem_.empty() && take_word("or")) {
      const bool right = truth_of(both());
      left = truth(truth_of(left) || right);
    }
    return left;
  }
  Operand both() {
    Operand left = negated();
    while (problem_.empty() && take_word("and")) {
      const bool right = truth_of(negated());
      left = truth(truth_of(left) && right);
    }
    return left;
  }
  Operand negated() {
    if (!take_word("not")) return compared();
    if (++depth_ > kDeepest) fail("it is nested too deep");
    return problem_.empty() ? truth(!truth_of(negated())) : Operand{};
  }
  Operand compared() {
    const Operand left = sum();
    for (const std::string_view sign : {"==", "!=", "<=", ">=", "<", ">"})
      if (take(sign)) return compare(left, sign, sum());
    return left;
  }
  Operand compare(const Operand& a, std::string_view sign, const Operand& b) {
    using Kind = Operand::Kind;
    const bool zero = (a.kind == Kind::number && a.value == 0) || (b.kind == Kind::number && b.value == 0);
    const bool equality = sign == "==" || sign == "!=";
    if (a.kind == Kind::truth || b.kind == Kind::truth || (a.kind != b.kind && !zero) ||
        (a.kind == Kind::text && !equality))
      fail(fmt::format("\"{}\" and \"{}\" cannot be compared with {}", a.text, b.text, sign));
    const bool is_text = a.kind == Kind::text;
    if (sign == "==") return truth(is_text ? a.text == b.text : a.value == b.value);
    if (sign == "!=") return truth(is_text ? a.text != b.text : a.value != b.value);
    if (sign == "<=") return truth(a.value <= b.value);
    if (sign == ">=") return truth(a.value >= b.value);
    return truth(sign == "<" ? a.value < b.value : a.value > b.value);
  }
  Operand sum() {
    Operand left = product();
    for (;;) {
      skip();
      if (!problem_.empty() || rest_.empty() || (rest_[0] != '+' && rest_[0] != '-')) return left;
      const bool plus = take("+") || !take("-");
      const Operand right = product();
      if (left.kind != right.kind || left.kind == Operand::Kind::text || left.kind == Operand::Kind::truth)
        fail(fmt::format("\"{}\" and \"{}\" cannot be added up", left.text, right.text));
      left.value = plus ? left.value + right.value : left.value - right.value;
    }
  }
  Operand product() {
    Operand left = primary();
    for (;;) {
      skip();
      if (!problem_.empty() || rest_.empty() || (rest_[0] != '*' && rest_[0] != '/')) return left;
      const bool times = take("*") || !take("/");
      const Operand right = primary();
      const bool amounts = left.kind < Operand::Kind::text && right.kind < Operand::Kind::text;
      if (!amounts || (left.kind != Operand::Kind::number && right.kind != Operand::Kind::number &&
                       (times || left.kind != right.kind)))
        fail(fmt::format("\"{}\" and \"{}\" cannot be multiplied", left.text, right.text));
      if (!times && right.value == 0) fail("a division by 0");
      if (!problem_.empty()) return left;
      if (!times && left.kind == right.kind)
        left.kind = Operand::Kind::number;
      else if (left.kind == Operand::Kind::number)
        left.kind = right.kind;
      left.value = times ? left.value * right.value : left.value / right.value;
    }
  }
  Operand primary() {
    if (take("(")) {
      if (++depth_ > kDeepest) fail("it is nested too deep");
      if (!problem_.empty()) return {};
      Operand inner = either();
      if (!take(")")) fail("a ( is not closed by its )");
      return inner;
    }
    skip();
    const std::size_t end = std::min(rest_.find_first_of(" \t\n()<>=!*/+"), rest_.size());
    const std::string word(rest_.substr(0, end));
    rest_.remove_prefix(end);
    if (word.empty()) fail(rest_.empty() ? "it ends too early" : fmt::format("what is \"{}\" to mean here?", rest_));
    if (!word.starts_with('$')) return operand_of(word);
    const auto found = std::ranges::find(values_, word.substr(1), &Values::value_type::first);
    if (found == values_.end()) {
      fail(fmt::format("nothing is called {}", word));
      return {};
    }
    return operand_of(found->second);
  }

  std::string_view rest_;
  const Values& values_;
  std::string problem_;
  int depth_ = 0;
};

}  // namespace

bool holds(std::string_view condition, const Values& values, std::string& problem) {
  return Evaluator(condition, values).evaluate(problem);
}

}  // namespace scenarios
