#include "models/native/web_socket.h"

#include <fmt/format.h>

namespace models::native {
namespace {

constexpr std::uint16_t kNoStatus = 1005;
constexpr std::size_t kMaxReasonBytes = 123;
constexpr std::size_t kMaxAttachmentBytes = 16'384;

}  // namespace

int WebSocket::ready_state() const {
  const runtime::RoomSocket* found = socket();
  return found == nullptr ? kClosed : found->ready_state();
}

void WebSocket::send(const Message& message) const {
  runtime::RoomSocket* found = socket();
  if (found == nullptr) return;
  if (found->closed_here()) throw Error("Can't call WebSocket send() after close().", "TypeError");
  actor_->send(*found, message.kind, message.bytes);
}

void WebSocket::close() const { close_with(kNoStatus, {}); }

void WebSocket::close(std::uint16_t code, std::string_view reason) const {
  if (code < 1000 || code >= 5000 || code == 1004 || code == kNoStatus || code == 1006 || code == 1015)
    throw Error(fmt::format("Invalid WebSocket close code: {}.", code), "InvalidAccessError");
  if (reason.size() > kMaxReasonBytes)
    throw Error("WebSocket close reason must not be longer than 123 bytes when UTF-8 encoded.", "SyntaxError");
  close_with(code, reason);
}

void WebSocket::close_with(std::uint16_t code, std::string_view reason) const {
  runtime::RoomSocket* found = socket();
  if (found != nullptr && !found->closed_here()) actor_->close(*found, code, std::string(reason));
}

void WebSocket::serialize_attachment(std::string bytes) const {
  if (bytes.size() > kMaxAttachmentBytes)
    throw Error(fmt::format("A WebSocket 'attachment' cannot be larger than {} bytes.'attachment' was {} bytes.",
                            kMaxAttachmentBytes, bytes.size()));
  if (runtime::RoomSocket* found = socket()) found->attachment = std::move(bytes);
}

std::optional<std::string> WebSocket::deserialize_attachment() const {
  const runtime::RoomSocket* found = socket();
  return found == nullptr ? std::nullopt : found->attachment;
}

std::vector<std::string> WebSocket::tags() const {
  const runtime::RoomSocket* found = socket();
  return found == nullptr ? std::vector<std::string>() : found->tags;
}

}  // namespace models::native
