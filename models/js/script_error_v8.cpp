#include "models/js/script_error_v8.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "models/js/snapshot.h"

namespace models::js {

namespace {

constexpr std::string_view kFrame = "    at ";
constexpr int kDeepestStack = 16;

/// "file:line:column", perhaps in "f (...)".
std::optional<Position> parse_position(std::string_view frame) {
  if (!frame.empty() && frame.back() == ')') {
    frame.remove_suffix(1);
    // "f (file:1:2)"; a file's name may itself contain parentheses.
    if (const auto open = frame.find(" ("); open != std::string_view::npos) frame.remove_prefix(open + 2);
  }
  int numbers[2] = {0, 0};
  for (int& number : numbers) {
    const auto colon = frame.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view digits = frame.substr(colon + 1);
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (end.ec != std::errc() || end.ptr != digits.data() + digits.size()) return std::nullopt;
    frame = frame.substr(0, colon);
  }
  if (frame.starts_with("async ")) frame.remove_prefix(6);
  return Position{std::string(frame), numbers[1], numbers[0]};
}

bool is_engine_file(std::string_view file) { return file.starts_with(kEngineScriptPrefix); }

/// Keeps the frames of the user's files; those of the engine's scripts and of V8's built-ins without a file go.
void keep_user_frames(std::string_view stack, ScriptError& error) {
  while (!stack.empty()) {
    const auto end = stack.find('\n');
    const std::string_view line = stack.substr(0, end);
    stack = end == std::string_view::npos ? std::string_view() : stack.substr(end + 1);
    if (!line.starts_with(kFrame)) continue;
    std::optional<Position> position = parse_position(line.substr(kFrame.size()));
    if (!position || is_engine_file(position->file)) continue;
    if (!error.stack.empty()) error.stack += '\n';
    error.stack += line;
    if (!error.position) error.position = std::move(position);
  }
}

bool inherits(v8::Isolate* isolate, v8::Local<v8::Object> object, v8::Local<v8::Object> ancestor) {
  if (ancestor.IsEmpty()) return false;
  v8::Local<v8::Value> link = object;
  for (int steps = 0; steps < 100 && link->IsObject() && !link->IsProxy(); ++steps) {
    if (link->StrictEquals(ancestor)) return true;
    link = link.As<v8::Object>()->GetPrototypeV2();
  }
  static_cast<void>(isolate);
  return false;
}

std::string text_property(v8::Local<v8::Context> context, v8::Local<v8::Object> object, const char* name) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::Local<v8::Value> value;
  if (!object->Get(context, v8::String::NewFromUtf8(isolate, name).ToLocalChecked()).ToLocal(&value)) return "";
  return value->IsString() ? utf8(isolate, value.As<v8::String>()) : "";
}

}  // namespace

std::optional<Position> position_of(v8::Local<v8::Context> context, v8::Local<v8::Message> message) {
  if (message.IsEmpty()) return std::nullopt;
  const v8::Local<v8::Value> file = message->GetScriptResourceName();
  const int line = message->GetLineNumber(context).FromMaybe(0);
  if (line <= 0 || file.IsEmpty() || !file->IsString()) return std::nullopt;
  Position position{utf8(v8::Isolate::GetCurrent(), file.As<v8::String>()), line,
                    message->GetStartColumn(context).FromMaybe(0) + 1};
  if (is_engine_file(position.file)) return std::nullopt;
  return position;
}

std::string utf8(v8::Isolate* isolate, v8::Local<v8::String> text) {
  constexpr int kSmall = 256;
  constexpr int kFlags = v8::String::WriteFlags::kReplaceInvalidUtf8;
  if (text->Length() <= kSmall) {
    char small[kSmall * 3];
    return std::string(small, text->WriteUtf8V2(isolate, small, sizeof small, kFlags));
  }
  std::string all(text->Utf8LengthV2(isolate), '\0');
  all.resize(text->WriteUtf8V2(isolate, all.data(), all.size(), kFlags));
  return all;
}

ScriptError script_error(v8::Local<v8::Context> context, v8::Local<v8::Value> thrown, v8::Local<v8::Message> message,
                         v8::Local<v8::Object> error_prototype) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::TryCatch getters_that_throw(isolate);
  ScriptError error;
  if (thrown.IsEmpty()) return error;
  const bool is_error =
      thrown->IsNativeError() || (thrown->IsObject() && inherits(isolate, thrown.As<v8::Object>(), error_prototype));
  if (is_error) {
    const auto object = thrown.As<v8::Object>();
    error.name = text_property(context, object, "name");
    if (error.name.empty()) error.name = "Error";
    error.message = text_property(context, object, "message");
    keep_user_frames(text_property(context, object, "stack"), error);
  } else {
    v8::Local<v8::String> text;
    if (thrown->IsSymbol()) {
      const auto description = thrown.As<v8::Symbol>()->Description(isolate);
      error.message =
          fmt::format("Symbol({})", description->IsString() ? utf8(isolate, description.As<v8::String>()) : "");
    } else if (thrown->ToString(context).ToLocal(&text)) {
      error.message = utf8(isolate, text);
    }
  }
  // A syntax error has no frame of its own file: V8's message knows where it is.
  const std::optional<Position> thrown_at = position_of(context, message);
  if (thrown_at && (!error.position || error.name == "SyntaxError")) {
    error.position = thrown_at;
    if (error.stack.empty()) {
      error.stack = fmt::format("{}{}:{}:{}", kFrame, thrown_at->file, thrown_at->line, thrown_at->column);
    }
  }
  return error;
}

CapturedStack current_stack(v8::Isolate* isolate) {
  CapturedStack captured;
  v8::HandleScope scope(isolate);
  const auto trace = v8::StackTrace::CurrentStackTrace(isolate, kDeepestStack);
  for (int i = 0; i < trace->GetFrameCount(); ++i) {
    const auto frame = trace->GetFrame(isolate, static_cast<std::uint32_t>(i));
    const auto name = frame->GetScriptName();
    if (name.IsEmpty()) continue;
    Position position{utf8(isolate, name), frame->GetLineNumber(), frame->GetColumn()};
    if (is_engine_file(position.file)) continue;
    const auto function = frame->GetFunctionName();
    const std::string function_name = function.IsEmpty() ? "" : utf8(isolate, function);
    if (!captured.text.empty()) captured.text += '\n';
    const std::string place = fmt::format("{}:{}:{}", position.file, position.line, position.column);
    captured.text += function_name.empty() ? fmt::format("{}{}", kFrame, place)
                                           : fmt::format("{}{} ({})", kFrame, function_name, place);
    if (!captured.position) captured.position = std::move(position);
  }
  return captured;
}

}  // namespace models::js
