#pragma once

// A played probe, as the recordings have it: what the worker logged, what each client saw, what each HTTP request
// and each named control step came to. Made from a trace; compared entry by entry.

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace reports {

/// JSON text in which escapes of half a surrogate pair, which JSON parsers refuse, are the six characters that they are
/// written with.
[[nodiscard]] std::string with_lone_surrogates_as_text(std::string_view json);

class ProbeTranscript {
 public:
  void visit(const sim::RawRecord& record);
  /// {"log": [...], "clients": {...}, "http": {...}, "control": {...}}; t in ms after the first step.
  [[nodiscard]] nlohmann::ordered_json to_json() const;

 private:
  void visit_client(const sim::RawRecord& record);
  void add_client(models::ClientId client, sim::Time at, nlohmann::ordered_json entry);
  [[nodiscard]] std::int64_t since_start(sim::Time at) const;
  [[nodiscard]] const std::string& body(sim::BodyId id) const;
  void log_line(sim::Time at, const std::string& text);
  void http_answered(sim::Time at, const models::HttpAnswered& record);
  void message(sim::Time at, const models::ClientReceived& record);

  std::optional<sim::Time> start_;
  std::map<sim::BodyId, std::string> bodies_;
  std::map<models::ClientId, std::string> client_names_;
  nlohmann::ordered_json log_ = nlohmann::ordered_json::array();
  std::map<std::string, nlohmann::ordered_json> clients_;
  std::map<std::string, nlohmann::ordered_json> http_;
  std::map<std::string, nlohmann::ordered_json> control_;
};

/// One entry that differs; "(nothing)" where a side has none.
struct Difference {
  std::string where;  // "log[3]", "clients.a[0]"
  std::string expected;
  std::string played;
};

/// Entry by entry, keys sorted, without `t` and keys that begin with "~". skip_tcp_close leaves the clients' "close"
/// events out: they are ends of TCP connections, which the recorded runtime often leaves open.
[[nodiscard]] std::vector<Difference> compare_probe(const nlohmann::ordered_json& recorded,
                                                    const nlohmann::ordered_json& played, bool skip_tcp_close);

}  // namespace reports
