#pragma once

#include <cstdint>
#include <string>

#include "models/client/client_socket.h"
#include "models/script/script_session.h"

namespace models::script {

/// A socket that code has opened.
class ScriptSession::Socket final : public client::SocketObserver {
 public:
  Socket(ScriptSession& session, std::uint32_t number)
      : socket(session.stage_.world, session.part_.access, *this), session_(session), number_(number) {}

  /// Its end has reached the code: nothing refers to it any more.
  [[nodiscard]] bool heard() const { return heard_; }

  client::ClientSocket socket;

 private:
  [[nodiscard]] double number() const { return static_cast<double>(number_); }
  void on_open(const std::string& protocol) override {
    session_.tell([this, protocol] { session_.run(session_.opened_, {number(), std::string_view(protocol)}); });
  }
  void on_refused(const network::HttpResponse& /*response*/) override {
    on_error();
    on_closed(client::kAbnormal, {}, false);
  }
  void on_message(const network::Frame& frame) override {
    session_.tell([this, frame] {
      const js::Argument data = frame.opcode == network::Opcode::text ? js::Argument{std::string_view(*frame.bytes)}
                                                                      : js::Argument{js::BytesArg{*frame.bytes}};
      session_.run(session_.message_, {number(), data});
    });
  }
  void on_error() override {
    session_.tell([this] { session_.run(session_.failed_, {number()}); });
  }
  void on_closed(std::uint16_t code, const std::string& reason, bool was_clean) override {
    session_.tell([this, code, reason, was_clean] {
      session_.run(session_.closed_, {number(), static_cast<double>(code), std::string_view(reason), was_clean});
      heard_ = true;
    });
    session_.over_if_closed();
  }

  ScriptSession& session_;
  std::uint32_t number_;
  bool heard_ = false;
};

}  // namespace models::script
