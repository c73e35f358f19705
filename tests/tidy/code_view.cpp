#include "tests/tidy/code_view.h"

#include <algorithm>
#include <cctype>

namespace tests::tidy {
namespace {

/// Blanks out[from, to) but for line ends.
void blank(std::string& out, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < std::min(to, out.size()); ++i) {
    if (out[i] != '\n') out[i] = ' ';
  }
}

/// The start of the identifier or number that ends just before `at`.
std::size_t word_before(std::string_view text, std::size_t at) {
  while (at > 0 && (is_identifier_char(text[at - 1]) || text[at - 1] == '\'')) --at;
  return at;
}

bool is_digit_separator(std::string_view text, std::size_t at) {
  const std::size_t begin = word_before(text, at);
  return begin < at && text[begin] >= '0' && text[begin] <= '9';
}

bool is_raw_string(std::string_view text, std::size_t quote) {
  const std::string_view prefix = text.substr(word_before(text, quote), quote - word_before(text, quote));
  return prefix == "R" || prefix == "u8R" || prefix == "LR" || prefix == "uR" || prefix == "UR";
}

std::size_t end_of_raw_string(std::string_view text, std::size_t quote) {
  const std::size_t open = text.find('(', quote);
  if (open == std::string_view::npos) return text.size();
  const std::string closing = ")" + std::string(text.substr(quote + 1, open - quote - 1)) + "\"";
  const std::size_t end = text.find(closing, open);
  return end == std::string_view::npos ? text.size() : end + closing.size();
}

std::size_t end_of_literal(std::string_view text, std::size_t quote) {
  for (std::size_t i = quote + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[quote] || text[i] == '\n') {
      return i + 1;
    }
  }
  return text.size();
}

std::string without_directives(std::string_view code) {
  std::string out(code);
  bool continued = false;
  for (const std::string_view line : lines_of(code)) {
    const std::size_t first = line.find_first_not_of(" \t");
    const bool directive = continued || (first != std::string_view::npos && line[first] == '#');
    continued = directive && line.ends_with('\\');
    const auto begin = static_cast<std::size_t>(line.data() - code.data());
    if (directive) blank(out, begin, begin + line.size());
  }
  return out;
}

enum class BlockKind { scope, function, other };

/// Leaves out what may stand before a declaration: an access specifier, "template <...>".
std::string_view declaration_in(std::string_view head) {
  const auto skip_blanks = [&head] { head.remove_prefix(std::min(head.find_first_not_of(" \t\n"), head.size())); };
  skip_blanks();
  for (const std::string_view access : {"public:", "protected:", "private:"}) {
    if (head.starts_with(access)) head.remove_prefix(access.size());
  }
  skip_blanks();
  if (head.starts_with("template")) {
    const std::size_t open = head.find('<');
    const std::size_t end = open == std::string_view::npos ? open : after_closing(head, open);
    if (end != std::string_view::npos) head.remove_prefix(end);
  }
  skip_blanks();
  return head;
}

/// By what stands between the last statement and an opening brace: "void f(int a) const ", "namespace x ", "= ".
BlockKind kind_of(std::string_view declaration) {
  if (declaration.starts_with("extern") && declaration.find('(') == std::string_view::npos) return BlockKind::scope;
  for (const std::string_view word : {"namespace", "inline namespace", "class", "struct", "union", "enum"}) {
    if (!places_of(declaration, word).empty() && declaration.starts_with(word)) return BlockKind::scope;
  }
  if (declaration.find('(') == std::string_view::npos) return BlockKind::other;
  // A member initialiser, as in "X() : a_{1} {": clang-format leaves no blank before that brace.
  return is_identifier_char(declaration.back()) || declaration.back() == '>' ? BlockKind::other : BlockKind::function;
}

std::string name_of(std::string_view head) {
  std::size_t end = head.find('(');
  if (const std::size_t equals = head.find(" = "); equals < end) end = equals;
  while (end > 0 && head[end - 1] == ' ') --end;
  std::size_t begin = end;
  while (begin > 0 && (is_identifier_char(head[begin - 1]) || head[begin - 1] == ':' || head[begin - 1] == '~'))
    --begin;
  return std::string(head.substr(begin, end - begin));
}

}  // namespace

bool is_identifier_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string code_of(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t end = i;
    if (text.substr(i, 2) == "//") {
      end = std::min(text.find('\n', i), text.size());
      blank(out, i, end);
    } else if (text.substr(i, 2) == "/*") {
      const std::size_t closing = text.find("*/", i + 2);
      end = closing == std::string_view::npos ? text.size() : closing + 2;
      blank(out, i, end);
    } else if (text[i] == '"') {
      end = is_raw_string(text, i) ? end_of_raw_string(text, i) : end_of_literal(text, i);
      blank(out, i + 1, end - 1);
    } else if (text[i] == '\'' && !is_digit_separator(text, i)) {
      end = end_of_literal(text, i);
      blank(out, i + 1, end - 1);
    }
    if (end > i) i = end - 1;
  }
  return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::vector<Include> includes_of(std::string_view text) {
  const std::string code = code_of(text);
  const auto lines = lines_of(text);
  const auto code_lines = lines_of(code);
  std::vector<Include> includes;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!code_lines[i].starts_with("#")) continue;
    if (places_of(code_lines[i], "include").empty()) continue;
    const std::size_t open = lines[i].find_first_of("<\"");
    if (open == std::string_view::npos) continue;
    const bool quoted = lines[i][open] == '"';
    const std::size_t close = lines[i].find(quoted ? '"' : '>', open + 1);
    if (close == std::string_view::npos) continue;
    includes.push_back({std::string(lines[i].substr(open + 1, close - open - 1)), quoted, static_cast<int>(i) + 1});
  }
  return includes;
}

std::vector<Function> functions_of(std::string_view source_code) {
  const std::string code = without_directives(source_code);
  std::vector<Function> functions;
  std::size_t head_begin = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == ';' || code[i] == '}') head_begin = i + 1;
    if (code[i] == '(') {
      // Default arguments and the like may hold braces.
      const std::size_t end = after_closing(code, i);
      if (end != std::string::npos) i = end - 1;
    }
    if (code[i] != '{') continue;
    const std::string_view head = declaration_in(std::string_view(code).substr(head_begin, i - head_begin));
    const BlockKind kind = kind_of(head);
    const std::size_t end = after_closing(code, i);
    if (kind != BlockKind::scope && end != std::string::npos) {
      if (kind == BlockKind::function) {
        const int begin_line = line_at(code, static_cast<std::size_t>(head.data() - code.data()));
        functions.push_back({name_of(head), begin_line, line_at(code, end - 1) - begin_line + 1});
        head_begin = end;
      }
      // A member initialiser or a braced value: its statement goes on after it.
      i = end - 1;
    } else {
      head_begin = i + 1;
    }
  }
  return functions;
}

std::vector<std::size_t> places_of(std::string_view code, std::string_view word) {
  std::vector<std::size_t> places;
  for (std::size_t at = code.find(word); at != std::string_view::npos; at = code.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_identifier_char(code[at - 1]) || !is_identifier_char(word.front());
    const bool ends = end >= code.size() || !is_identifier_char(code[end]) || !is_identifier_char(word.back());
    if (begins && ends) places.push_back(at);
  }
  return places;
}

int line_at(std::string_view text, std::size_t position) {
  return 1 + static_cast<int>(std::ranges::count(text.substr(0, position), '\n'));
}

std::size_t after_closing(std::string_view code, std::size_t open) {
  const char opening = code[open];
  const char closing = opening == '(' ? ')' : opening == '{' ? '}' : opening == '<' ? '>' : ']';
  int depth = 0;
  for (std::size_t i = open; i < code.size(); ++i) {
    if (code[i] == opening) ++depth;
    if (code[i] == closing && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

}  // namespace tests::tidy
