#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "commands/read_trace.h"
#include "commands/trace_tools.h"
#include "models/trace_json.h"
#include "scenarios/input_error.h"
#include "sim/calendar.h"
#include "sim/trace_file.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

scenarios::InputError refused(const fs::path& file, int line, std::string what, std::string remedy) {
  return scenarios::InputError({{file.string(), line, line == 0 ? 0 : 1, std::move(what), std::move(remedy)}});
}

/// RFC 4180.
std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

/// The columns that most records have; all other fields stand as JSON in the last one.
std::string csv_row(const sim::RawRecord& raw, std::uint64_t number) {
  std::string text;
  models::append_json_line(raw, text);
  auto fields = nlohmann::ordered_json::parse(text);
  std::string row = fmt::format("{},{},{}", number, raw.at.time_since_epoch().count(), sim::format_time(raw.at));
  for (const char* name : {"record", "room", "client", "socket"}) {
    row += ',';
    if (const auto it = fields.find(name); it != fields.end())
      row += csv_cell(it->is_string() ? it->get<std::string>() : it->dump());
    fields.erase(name);
  }
  fields.erase("at");
  return row + ',' + csv_cell(fields.dump()) + '\n';
}

void read_lines(const fs::path& file, sim::TraceWriter& trace) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw refused(file, 0, "cannot be read", "name a file that dormouse run --trace has written");
  int number = 0;
  sim::Time last = sim::Time::min();
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty()) continue;
    try {
      const sim::Time at = models::write_json_line(line, trace);
      if (at < last) throw sim::TraceFormatError("its time is before that of the line above");
      last = at;
    } catch (const sim::TraceFormatError& error) {
      throw refused(file, number, error.what(), "lines are those of a trace in .jsonl, one record each");
    }
  }
}

sim::TraceFile trace_to(const fs::path& file) {
  try {
    return sim::TraceFile(file);
  } catch (const std::system_error&) {
    throw refused(file, 0, "cannot be written", "name a file in a folder of yours");
  }
}

}  // namespace

Exit trace_convert(const TraceConvertOptions& options) {
  const bool from_lines = options.from.extension() == ".jsonl";
  const std::string to = options.to.extension().string();
  if (from_lines) {
    if (to == ".jsonl" || to == ".csv")
      throw refused(options.to, 0, "lines of JSON become a trace only", "convert to a trace first, then to " + to);
    sim::TraceFile out = trace_to(options.to);
    sim::TraceWriter trace(sim::TraceLevel::all, out);
    read_lines(options.from, trace);
    trace.finish();
    out.close();
    return Exit::holds;
  }
  if (to != ".jsonl" && to != ".csv") {
    sim::TraceFile out = trace_to(options.to);
    read_trace(options.from, [](const sim::RawRecord&) {}, [&](std::string_view block) { out.write_block(block); });
    out.close();
    return Exit::holds;
  }
  std::ofstream out(options.to, std::ios::binary);
  if (!out) throw refused(options.to, 0, "cannot be written", "name a file in a folder of yours");
  if (to == ".csv") out << "number,at,time,record,room,client,socket,fields\n";
  std::uint64_t number = 0;
  std::string line;
  read_trace(options.from, [&](const sim::RawRecord& record) {
    ++number;
    if (to == ".csv") {
      out << csv_row(record, number);
      return;
    }
    line.clear();
    models::append_json_line(record, line);
    out << line << '\n';
  });
  if (!out.flush()) throw refused(options.to, 0, "cannot be written to its end", "is the disk full?");
  return Exit::holds;
}

}  // namespace commands
