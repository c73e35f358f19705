#include "models/client/message_text.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "models/client/bytes_of_text.h"

namespace models::client {
namespace {

struct Place {
  std::size_t number;  // in kPlaces, and behind those in the group's own
  std::vector<MessageText::Operation> operations;
  std::size_t length;  // with its braces
};

/// " / 4 + 1": the operations that follow a name; nothing if it is anything else.
std::optional<std::vector<MessageText::Operation>> operations_of(std::string_view text) {
  std::vector<MessageText::Operation> operations;
  const auto skip = [&text] { text.remove_prefix(std::min(text.find_first_not_of(' '), text.size())); };
  for (skip(); !text.empty(); skip()) {
    const char sign = text.front();
    if (std::string_view("+-*/%").find(sign) == std::string_view::npos) return std::nullopt;
    text.remove_prefix(1);
    skip();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number < 0 || (number == 0 && (sign == '/' || sign == '%'))) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    operations.push_back({sign, number});
  }
  return operations;
}

/// A name of letters, digits and underscores, which may hold single spaces inside, as "user id".
std::optional<Place> place_at(std::string_view text, std::span<const NamedPlace> own) {
  const std::size_t close = text.find('}');
  if (text.front() != '{' || close == std::string_view::npos) return std::nullopt;
  const std::string_view inside = text.substr(1, close - 1);
  const auto fits = [&](std::string_view name) -> std::optional<std::vector<MessageText::Operation>> {
    if (!inside.starts_with(name)) return std::nullopt;
    const std::string_view rest = inside.substr(name.size());
    if (!rest.empty() && std::string_view(" +-*/%").find(rest.front()) == std::string_view::npos) return std::nullopt;
    return operations_of(rest);
  };
  for (std::size_t i = 0; i < kPlaces.size() + own.size(); ++i) {
    const std::string_view name = i < kPlaces.size() ? kPlaces[i] : std::string_view(own[i - kPlaces.size()].name);
    if (auto operations = fits(name)) return Place{i, std::move(*operations), close + 1};
  }
  return std::nullopt;
}

std::int64_t apply(std::int64_t value, const MessageText::Operation& operation) {
  const std::int64_t n = operation.number;
  std::int64_t result = value;
  switch (operation.sign) {
    case '+':
      return __builtin_add_overflow(value, n, &result) ? value : result;
    case '-':
      return __builtin_sub_overflow(value, n, &result) ? value : result;
    case '*':
      return __builtin_mul_overflow(value, n, &result) ? value : result;
    case '/':
      return value / n;
    default:
      return value % n;
  }
}

PlaceValue reckoned(PlaceValue value, const std::vector<MessageText::Operation>& operations) {
  if (operations.empty()) return value;
  std::int64_t number = 0;
  std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
  for (const MessageText::Operation& operation : operations) number = apply(number, operation);
  return {std::to_string(number), true};
}

std::string in_json(const PlaceValue& value, bool in_quotes) {
  if (value.is_json && !in_quotes) return value.text.empty() ? "null" : value.text;
  const std::string quoted = nlohmann::json(value.text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return in_quotes ? quoted.substr(1, quoted.size() - 2) : quoted;
}

/// Whether JSON that stood outside of quotes before this text does so after it.
bool quotes_after(std::string_view text, bool in_quotes) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_quotes && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_quotes = !in_quotes;
    }
  }
  return in_quotes;
}

}  // namespace

MessageText::MessageText(const Template& text, std::span<const NamedPlace> places)
    : form_(text.form), size_(text.size) {
  std::string literal;
  bool in_quotes = false;
  const auto end_literal = [&] {
    if (literal.empty()) return;
    in_quotes = quotes_after(literal, in_quotes);
    parts_.push_back({Piece::literal, std::exchange(literal, {})});
  };
  std::string_view rest = text.text;
  while (!rest.empty()) {
    if (rest.starts_with("{{")) {
      literal += '{';
      rest.remove_prefix(2);
    } else if (auto place = place_at(rest, places)) {
      end_literal();
      const bool own = place->number >= kPlaces.size();
      const auto piece = own ? Piece::named : static_cast<Piece>(place->number + 1);
      parts_.push_back({piece, {}, own ? place->number - kPlaces.size() : 0, std::move(place->operations), in_quotes});
      rest.remove_prefix(place->length);
    } else {
      literal += rest.front();
      rest.remove_prefix(1);
    }
  }
  end_literal();
  for (const Part& part : parts_) {
    if (form_ == Template::Form::hex) check_hex(part.literal);
    if (form_ == Template::Form::base64) check_base64(part.literal);
  }
}

bool MessageText::has(NamedPlace::Kind kind, std::span<const NamedPlace> places) const {
  return std::ranges::any_of(
      parts_, [&](const Part& part) { return part.piece == Piece::named && places[part.named].kind == kind; });
}

PlaceValue MessageText::value_of(const Part& part, const Speaker& speaker) const {
  switch (part.piece) {
    case Piece::n:
      return {std::to_string(speaker.message), true};
    case Piece::index:
      return {std::to_string(speaker.index), true};
    case Piece::session:
      return {std::to_string(speaker.session), true};
    case Piece::pass:
      return {std::to_string(speaker.pass), true};
    case Piece::client:
      return {std::string(speaker.client), false};
    case Piece::room:
      return {std::string(speaker.room), false};
    case Piece::named:
      if (speaker.values != nullptr) return speaker.values->value(part.named);
      break;
    case Piece::literal:
      break;
  }
  return {};
}

std::string MessageText::fill(const Speaker& speaker) const {
  if (form_ == Template::Form::letters || form_ == Template::Form::bytes) {
    const std::uint64_t size = speaker.values != nullptr ? speaker.values->size(size_) : 0;
    return form_ == Template::Form::letters ? filler_letters(size) : filler_bytes(size);
  }
  std::string text;
  std::vector<std::pair<std::size_t, PlaceValue>> drawn;  // a place's value is the same all over one text
  for (const Part& part : parts_) {
    if (part.piece == Piece::literal) {
      text += part.literal;
      continue;
    }
    const auto known = std::ranges::find_if(
        drawn, [&](const auto& one) { return part.piece == Piece::named && one.first == part.named; });
    const PlaceValue own = known != drawn.end() ? known->second : value_of(part, speaker);
    if (part.piece == Piece::named && known == drawn.end()) drawn.emplace_back(part.named, own);
    const PlaceValue value = reckoned(own, part.operations);
    text += form_ == Template::Form::json ? in_json(value, part.in_quotes) : value.text;
  }
  if (form_ == Template::Form::hex) return from_hex(text);
  return form_ == Template::Form::base64 ? from_base64(text) : text;
}

}  // namespace models::client
