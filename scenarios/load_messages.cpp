#include "scenarios/load_messages.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "models/client/bytes_of_text.h"
#include "scenarios/yaml_json.h"

namespace scenarios {

namespace client = models::client;
using client::Template;

namespace {

constexpr double kLargestMessage = 32.0 * 1024 * 1024;  // what the platform takes at most

const KeyTable kMessage{
    .name = "a message",
    .rows = {{"text", value::text(), kOptional, "text", "hi {n}"},
             {"json", value::anything(), kOptional, "YAML as JSON; a bare <place> is a value of its own", "{id: <n>}"},
             {"hex", value::text(), kOptional, "bytes", "00ff"},
             {"base64", value::text(), kOptional, "bytes", "aGVsbG8="},
             {"size", value::size_distribution(), kOptional, "so many random bytes",
              "{lognormal: {median: 2KiB, p95: 20KiB}}"},
             {"text size", value::size_distribution(), kOptional, "so many random letters", "2KiB"}},
    .exactly_one_of = {"text", "json", "hex", "base64", "size", "text size"}};

const KeyTable kPattern{.name = "what a message must have", .title = "message that fits", .rows = pattern_rows()};

Template read_size(const Node& node, Template::Form form, Problems& problems) {
  Template message{.text = "", .form = form};
  const auto size = read_distribution(node, problems, Quantity::size);
  if (!size) return message;
  message.size = *size;
  if (size->kind == sim::Distribution::Kind::constant && size->a > kLargestMessage)
    problems.add(node.mark, fmt::format("a message has at most 32MiB, not {}", node.text));
  return message;
}

Template read_binary(const Node& node, Template::Form form, const Places& places, Problems& problems) {
  Template message{.text = "", .form = form};
  if (!node.is_scalar()) {
    problems.add(node.mark, fmt::format("expected text, not {}", shown(node)));
    return message;
  }
  message.text = places.braced(node.text);
  const bool hex = form == Template::Form::hex;
  const bool plain = message.text.find('{') == std::string::npos;
  try {
    if (plain && hex) client::check_hex(message.text);
    if (plain && !hex) client::check_base64(message.text);
    if (!plain || !hex || message.text.size() % 2 == 0) return message;
  } catch (const std::invalid_argument&) {
  }
  problems.add(node.mark, hex ? "hex must be pairs of hexadecimal digits" : "this is no base64",
               hex ? "for example: send: {hex: 00ff}" : "for example: send: {base64: aGVsbG8=}");
  return Template{};
}

}  // namespace

Value message_value() { return value::any_of({value::text(), value::map(kMessage)}); }

Value pattern_value() { return value::any_of({value::text(), value::map(kPattern)}); }

std::vector<KeyRow> pattern_rows() {
  return {{"text", value::text(), kOptional, "a text that is in it", "welcome"},
          {"json", value::anything(), kOptional, "members that it has, as JSON", "{type: welcome}"}};
}

Template read_json_message(const Node& node, const Places& places) {
  const auto with_places = [&places](const Node& scalar) -> std::string {
    if (!scalar.is_scalar()) return "";
    const std::string text = places.braced(scalar.text);
    if (text == scalar.text && text.find('{') == std::string::npos) return "";
    if (!scalar.quoted && places.is_place(text)) return text;
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  return {.text = json_of(node, with_places), .form = Template::Form::json};
}

Template read_message(const Node& node, const Places& places, Problems& problems) {
  if (node.is_scalar()) return {.text = places.braced(node.text)};
  const bool bare_place =
      node.is_map() && node.entries.size() == 1 && node.entries.front().second->kind == Node::Kind::null;
  if (!node.is_map() || node.entries.size() != 1 || bare_place) {
    problems.add(
        node.mark,
        fmt::format("a message is text, or {{json: {{...}}}}, {{hex: 00ff}}, {{size: 2KiB}}, not {}", shown(node)),
        "text that begins with a brace or bracket needs quotes; <n> means {n} and needs none");
    return {};
  }
  MapReader map(node, kMessage, problems);
  if (const Node* json = map.find("json")) return read_json_message(*json, places);
  if (const Node* hex = map.find("hex")) return read_binary(*hex, Template::Form::hex, places, problems);
  if (const Node* base64 = map.find("base64")) return read_binary(*base64, Template::Form::base64, places, problems);
  if (const Node* size = map.find("size")) return read_size(*size, Template::Form::bytes, problems);
  if (const Node* size = map.find("text size")) return read_size(*size, Template::Form::letters, problems);
  Template message;
  map.text("text", message.text);
  message.text = places.braced(message.text);
  return message;
}

client::MessagePattern read_pattern_keys(MapReader& map, const Places& places) {
  client::MessagePattern pattern;
  std::string text;
  map.text("text", text);
  if (map.find("text") != nullptr) pattern.contains = Template{.text = places.braced(text)};
  if (const Node* json = map.find("json")) pattern.json = read_json_message(*json, places);
  return pattern;
}

client::MessagePattern read_pattern(const Node& node, const Places& places, Problems& problems) {
  if (node.is_scalar()) return {.contains = Template{.text = places.braced(node.text)}, .json = {}};
  MapReader map(node, kPattern, problems);
  return read_pattern_keys(map, places);
}

}  // namespace scenarios
