#include "models/client/message_text.h"

#include "models/client/utf8.h"
#include "models/client/websocket_key.h"
#include "tests/catch.h"

using models::client::is_utf8;
using models::client::MessageText;
using models::client::Speaker;
using models::client::Template;

namespace {

std::string filled(const char* text, bool hex = false) {
  return MessageText({text, hex ? Template::Form::hex : Template::Form::text})
      .fill(Speaker{.client = "phone-7", .index = 7, .room = "lobby", .message = 42});
}

}  // namespace

TEST_CASE("Places in a template are filled in, and other braces stand for themselves") {
  CHECK(filled("{n}/{client}/{index}/{room}") == "42/phone-7/7/lobby");
  CHECK(filled("{{n}} {nothing} {\"a\":{\"b\":{n}}}") == "{n}} {nothing} {\"a\":{\"b\":42}}");
  CHECK(filled("{").size() == 1);
  CHECK(filled("").empty());
}

TEST_CASE("A binary template is hexadecimal digits") {
  CHECK(filled("00fF{n}", true) == std::string("\x00\xff\x42", 3));
  CHECK(filled("abc", true) == "\xab\x0c");
  CHECK_THROWS_AS(filled("0g", true), std::invalid_argument);
}

TEST_CASE("Only well-formed UTF-8 passes") {
  for (const char* good : {"", "abc", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf"}) {
    CHECK(is_utf8(good));
  }
  for (const char* bad : {"\x80", "\xc0\xaf", "\xe2\x82", "\xed\xa0\x80", "\xe0\x80\x80", "\xf4\x90\x80\x80", "\xff"}) {
    CHECK_FALSE(is_utf8(bad));
  }
}

TEST_CASE("A WebSocket key is sixteen bytes in base64") {
  // The sample of RFC 6455, 1.3: the bytes of "the sample nonce".
  CHECK(models::client::websocket_key(0x7468652073616d70, 0x6c65206e6f6e6365) == "dGhlIHNhbXBsZSBub25jZQ==");
}
