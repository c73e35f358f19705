#pragma once

// Numbers of a bill: exact, without floating point. A quantity is a fraction of two integers; money is whole cents.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reports {

__extension__ using Int128 = __int128;

/// An exact number: a reduced fraction. Throws std::overflow_error where 128 bits do not hold a result, and
/// std::domain_error on division by zero; it never rounds unasked.
class Exact {
 public:
  constexpr Exact() = default;
  constexpr Exact(std::int64_t whole) : numerator_(whole) {}  // NOLINT: a whole number is exact
  [[nodiscard]] static Exact ratio(Int128 numerator, Int128 denominator);
  /// Reads "12", "0.128", "-3.50": at most 18 digits before the point and 12 after it. Empty for anything else.
  [[nodiscard]] static std::optional<Exact> parse(std::string_view text);

  [[nodiscard]] Int128 numerator() const { return numerator_; }
  [[nodiscard]] Int128 denominator() const { return denominator_; }
  [[nodiscard]] bool is_whole() const { return denominator_ == 1; }

  [[nodiscard]] Int128 floor() const;
  [[nodiscard]] Int128 ceil() const;
  /// The nearest whole number; halves go away from zero.
  [[nodiscard]] Int128 round_half_up() const;

  friend Exact operator+(const Exact& a, const Exact& b);
  friend Exact operator-(const Exact& a, const Exact& b);
  friend Exact operator*(const Exact& a, const Exact& b);
  friend Exact operator/(const Exact& a, const Exact& b);
  Exact operator-() const;
  Exact& operator+=(const Exact& other) { return *this = *this + other; }
  friend bool operator==(const Exact&, const Exact&) = default;
  friend std::strong_ordering operator<=>(const Exact& a, const Exact& b);

 private:
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;  // above zero, no common factor with the numerator
};

/// US dollars in whole cents, as an invoice has them.
class Money {
 public:
  constexpr Money() = default;
  [[nodiscard]] static constexpr Money cents(std::int64_t cents) { return Money(cents); }
  /// Rounded half up to a cent.
  [[nodiscard]] static Money of(const Exact& dollars);
  [[nodiscard]] std::int64_t in_cents() const { return cents_; }

  friend Money operator+(Money a, Money b);
  friend Money operator-(Money a, Money b) { return a + Money(-b.cents_); }
  Money& operator+=(Money other) { return *this = *this + other; }
  friend auto operator<=>(const Money&, const Money&) = default;

 private:
  constexpr explicit Money(std::int64_t cents) : cents_(cents) {}
  std::int64_t cents_ = 0;
};

/// "1234567.5": rounded half up to at most so many decimals, zeros at the end left out.
[[nodiscard]] std::string plain(const Exact& value, int decimals);
/// The same for people: "1,234,567.5".
[[nodiscard]] std::string grouped(const Exact& value, int decimals);
/// "1234.50"
[[nodiscard]] std::string plain(Money money);
/// "$1,234.50"
[[nodiscard]] std::string grouped(Money money);

}  // namespace reports
