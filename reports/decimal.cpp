#include "reports/decimal.h"

#include <algorithm>
#include <stdexcept>

namespace reports {
namespace {

Int128 times(Int128 a, Int128 b) {
  Int128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) throw std::overflow_error("a quantity of the bill needs over 128 bits");
  return product;
}

Int128 plus(Int128 a, Int128 b) {
  Int128 sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) throw std::overflow_error("a quantity of the bill needs over 128 bits");
  return sum;
}

Int128 common_factor(Int128 a, Int128 b) {
  if (a < 0) a = -a;
  if (b < 0) b = -b;
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power = times(power, 10);
  return power;
}

std::string digits_of(Int128 value) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::string with_separators(std::string digits) {
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string decimal_text(const Exact& value, int decimals, bool separators) {
  const Int128 scale = power_of_ten(decimals);
  // Whole part and fraction apart, so that many decimals of a large number do not overflow.
  const bool negative = value.numerator() < 0;
  const Exact size = negative ? -value : value;
  Int128 whole = size.floor();
  Int128 fraction = ((size - Exact::ratio(whole, 1)) * Exact::ratio(scale, 1)).round_half_up();
  if (fraction == scale) {
    ++whole;
    fraction = 0;
  }
  std::string text = digits_of(whole);
  if (separators) text = with_separators(std::move(text));
  if (negative && (whole != 0 || fraction != 0)) text.insert(0, 1, '-');
  if (fraction == 0) return text;
  std::string rest = digits_of(fraction);
  rest.insert(0, static_cast<std::size_t>(decimals) - rest.size(), '0');
  rest.erase(rest.find_last_not_of('0') + 1);
  return text + "." + rest;
}

std::string cents_text(Money money, bool for_people) {
  const bool negative = money.in_cents() < 0;
  const Int128 cents = negative ? -static_cast<Int128>(money.in_cents()) : static_cast<Int128>(money.in_cents());
  std::string text = digits_of(cents / 100);
  if (for_people) text = "$" + with_separators(std::move(text));
  const std::string rest = digits_of(cents % 100);
  return (negative ? "-" : "") + text + (rest.size() == 1 ? ".0" : ".") + rest;
}

}  // namespace

Exact Exact::ratio(Int128 numerator, Int128 denominator) {
  if (denominator == 0) throw std::domain_error("division by zero in a bill");
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  const Int128 factor = common_factor(numerator, denominator);
  Exact result;
  result.numerator_ = numerator / factor;
  result.denominator_ = denominator / factor;
  return result;
}

std::optional<Exact> Exact::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view decimals = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (whole.empty() || whole.size() > 18 || decimals.size() > 12) return std::nullopt;
  if (point != std::string_view::npos && decimals.empty()) return std::nullopt;
  Int128 value = 0;
  for (const std::string_view part : {whole, decimals}) {
    for (const char c : part) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
  }
  return ratio(negative ? -value : value, power_of_ten(static_cast<int>(decimals.size())));
}

Int128 Exact::floor() const {
  const Int128 quotient = numerator_ / denominator_;
  return numerator_ < 0 && numerator_ % denominator_ != 0 ? quotient - 1 : quotient;
}

Int128 Exact::ceil() const { return -(-*this).floor(); }

Int128 Exact::round_half_up() const {
  if (numerator_ < 0) return -(-*this).round_half_up();
  const Int128 rest = numerator_ % denominator_;
  return numerator_ / denominator_ + (rest >= denominator_ - rest ? 1 : 0);
}

Exact operator+(const Exact& a, const Exact& b) {
  if (a.is_whole() && b.is_whole()) {
    Exact sum;
    sum.numerator_ = plus(a.numerator_, b.numerator_);
    return sum;
  }
  const Int128 factor = common_factor(a.denominator_, b.denominator_);
  const Int128 a_share = b.denominator_ / factor;
  const Int128 b_share = a.denominator_ / factor;
  return Exact::ratio(plus(times(a.numerator_, a_share), times(b.numerator_, b_share)), times(a.denominator_, a_share));
}

Exact Exact::operator-() const {
  Exact result = *this;
  result.numerator_ = -numerator_;
  return result;
}

Exact operator-(const Exact& a, const Exact& b) { return a + -b; }

Exact operator*(const Exact& a, const Exact& b) {
  // Reduced crosswise first: products stay as small as they can be.
  const Exact left = Exact::ratio(a.numerator_, b.denominator_);
  const Exact right = Exact::ratio(b.numerator_, a.denominator_);
  return Exact::ratio(times(left.numerator_, right.numerator_), times(left.denominator_, right.denominator_));
}

Exact operator/(const Exact& a, const Exact& b) { return a * Exact::ratio(b.denominator_, b.numerator_); }

std::strong_ordering operator<=>(const Exact& a, const Exact& b) {
  const Int128 difference = (a - b).numerator_;
  if (difference == 0) return std::strong_ordering::equal;
  return difference < 0 ? std::strong_ordering::less : std::strong_ordering::greater;
}

Money Money::of(const Exact& dollars) {
  const Int128 cents = (dollars * Exact(100)).round_half_up();
  const auto narrow = static_cast<std::int64_t>(cents);
  if (narrow != cents) throw std::overflow_error("a price needs over 64 bits of cents");
  return Money(narrow);
}

Money operator+(Money a, Money b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.cents_, b.cents_, &sum))
    throw std::overflow_error("a price needs over 64 bits of cents");
  return Money(sum);
}

std::string plain(const Exact& value, int decimals) { return decimal_text(value, decimals, false); }
std::string grouped(const Exact& value, int decimals) { return decimal_text(value, decimals, true); }
std::string plain(Money money) { return cents_text(money, false); }
std::string grouped(Money money) { return cents_text(money, true); }

}  // namespace reports
