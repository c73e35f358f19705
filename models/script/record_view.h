#pragma once

// Records as checks see them: a line of JSON each, with names for numbers, bodies in place, and times in milliseconds
// (docs/scripts.md). Bodies of text are strings; others are {"base64": "..."}.

#include <optional>
#include <string>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace models::script {

class RecordView {
 public:
  /// Appends the record's line and its line feed; nothing for records that only name things or hold bodies. Throws
  /// sim::TraceFormatError.
  void append(const sim::RawRecord& record, std::string& out);

 private:
  struct RoomName {
    std::string name;
    std::string class_name;
  };
  template <class R>
  bool append_if(const sim::RawRecord& raw, std::string& out) const;
  template <class T>
  void append_value(const T& value, std::string& out) const;
  void append_room(RoomId room, std::string& out) const;
  void append_body(sim::BodyId body, std::string& out) const;
  void keep(const NameDefined& defined);

  std::vector<RoomName> rooms_;
  std::vector<std::string> clients_;
  std::vector<std::string> classes_;
  std::vector<std::string> bodies_;
};

/// Milliseconds, exactly when they are whole.
[[nodiscard]] std::string milliseconds(std::int64_t ns);

}  // namespace models::script
