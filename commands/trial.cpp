#include "commands/trial.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "commands/bundle.h"
#include "commands/supervise.h"
#include "models/records.h"
#include "reports/record_reading.h"

namespace commands {
namespace {

namespace fs = std::filesystem;

constexpr auto kSlot = std::chrono::seconds(10);

std::string yaml_of(const std::string& worker, const std::string& environment, const std::vector<Attempt>& attempts) {
  std::string yaml =
      fmt::format("worker: {}\nduration: {}s\n", in_quotes(worker), (attempts.size() + 1) * kSlot.count());
  if (!environment.empty()) yaml += fmt::format("environment: {}\n", in_quotes(environment));
  yaml += "clients:\n";
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    const auto begin = static_cast<std::int64_t>(i) * kSlot.count();
    yaml += fmt::format("  - name: try{}\n    room: room{}\n    sessions: {{at: {}s, length: 8s}}\n    does:\n", i, i,
                        begin);
    for (const std::string& step : attempts[i].steps) yaml += fmt::format("      - {}\n", step);
    if (!attempts[i].listener) continue;
    yaml += fmt::format("  - name: hears{}\n    room: room{}\n    sessions: {{at: {}s, length: 8s}}\n    does:\n", i, i,
                        begin);
    yaml += fmt::format("      - {}\n      - wait: 7s\n", attempts[i].steps.front());
  }
  return yaml;
}

bool speaks_of_an_error(std::string_view text) {
  std::string lower;
  for (const char c : text.substr(0, 300)) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const std::string_view word : {"error", "invalid", "unknown", "unauthorized", "not allowed", "forbidden"})
    if (lower.find(word) != std::string::npos) return true;
  return false;
}

/// The name and number of a visitor or listener: "try12-0".
std::size_t number_in(const std::string& client) {
  const std::size_t digits = client.find_first_of("0123456789");
  return digits == std::string::npos ? 0 : std::strtoul(client.c_str() + digits, nullptr, 10);
}

class TrialReader {
 public:
  TrialReader(sim::Time start, std::size_t attempts) : start_(start) {
    result_.met.resize(attempts);
    spoke_.resize(attempts);
  }
  void visit(const sim::RawRecord& raw);
  TrialResult result_;

 private:
  template <class R>
  Met& of(const R& record) {
    return result_.met[std::min(number_in(clients_[record.client]), result_.met.size() - 1)];
  }
  Met& at(sim::Time moment) {
    const auto slot = static_cast<std::size_t>((moment - start_) / kSlot);
    return result_.met[std::min(slot, result_.met.size() - 1)];
  }
  void name(const models::NameDefined& record);
  void exchange(const sim::RawRecord& raw);
  void received(const models::ClientReceived& record);

  struct Room {
    std::string name;
    std::uint32_t of_class = 0;
  };
  sim::Time start_;
  std::map<models::ClientId, std::string> clients_;
  std::map<std::uint32_t, std::string> classes_;
  std::map<models::RoomId, Room> rooms_;
  std::map<sim::BodyId, bool> complaints_;
  std::vector<bool> spoke_;
};

void TrialReader::name(const models::NameDefined& record) {
  if (record.what == models::NameOf::client) clients_[models::ClientId{record.id}] = record.name;
  if (record.what == models::NameOf::durable_object_class) classes_[record.id] = record.name;
  if (record.what == models::NameOf::room) rooms_[models::RoomId{record.id}] = {record.name, record.parent};
}

void TrialReader::received(const models::ClientReceived& record) {
  Met& met = of(record);
  const std::string& client = clients_[record.client];
  if (!spoke_[std::min(number_in(client), spoke_.size() - 1)]) {
    if (client.starts_with("try")) ++met.greeted;
    return;
  }
  ++met.answered;
  if (complaints_[record.body]) met.refused_in_words = true;
}

void TrialReader::exchange(const sim::RawRecord& raw) {
  switch (raw.kind) {
    case models::ClientConnected::kKind: {
      const auto record = reports::read_record<models::ClientConnected>(raw);
      if (clients_[record.client].starts_with("try")) of(record).connected = true;
      break;
    }
    case models::ClientRefused::kKind: {
      const auto record = reports::read_record<models::ClientRefused>(raw);
      of(record).statuses.push_back(record.status);
      break;
    }
    case models::HttpAnswered::kKind: {
      const auto record = reports::read_record<models::HttpAnswered>(raw);
      of(record).statuses.push_back(record.status);
      break;
    }
    case models::ClientSent::kKind:
      spoke_[std::min(number_in(clients_[reports::read_record<models::ClientSent>(raw).client]), spoke_.size() - 1)] =
          true;
      break;
    case models::ClientReceived::kKind:
      received(reports::read_record<models::ClientReceived>(raw));
      break;
    default:
      break;
  }
}

void TrialReader::visit(const sim::RawRecord& raw) {
  switch (raw.kind) {
    case models::NameDefined::kKind:
      return name(reports::read_record<models::NameDefined>(raw));
    case sim::BodyRecord::kKind: {
      const auto record = reports::read_record<sim::BodyRecord>(raw);
      complaints_[record.id] = speaks_of_an_error(record.bytes);
      return;
    }
    case models::InvocationBegan::kKind: {
      const auto record = reports::read_record<models::InvocationBegan>(raw);
      const auto room = rooms_.find(record.room);
      const bool asked = record.kind == models::InvocationKind::fetch || record.kind == models::InvocationKind::rpc;
      if (room == rooms_.end() || !asked) return;
      Met& met = at(raw.at);
      met.classes.insert(classes_[room->second.of_class]);
      const auto own = fmt::format("room{}", (raw.at - start_) / kSlot);
      if (room->second.name.ends_with(own)) met.named_room = true;
      return;
    }
    case models::ExceptionThrown::kKind: {
      const auto record = reports::read_record<models::ExceptionThrown>(raw);
      Met& met = at(raw.at);
      if (!met.thrown.empty()) return;
      std::string where = record.stack.substr(0, record.stack.find('\n'));
      where.erase(0, where.find_first_not_of(' '));
      met.thrown = fmt::format("{}: {}{}{}", record.name, record.message, where.empty() ? "" : " ", where);
      return;
    }
    default:
      exchange(raw);
  }
}

}  // namespace

std::string in_quotes(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string send_text(const std::string& message) {
  if (message.starts_with("hex:")) return fmt::format("{{hex: \"{}\"}}", message.substr(4));
  // Single quotes leave JSON as it is.
  if (message.find_first_of("'\n") == std::string::npos) return fmt::format("'{}'", message);
  return in_quotes(message);
}

ScratchFolder::ScratchFolder() {
  std::string name = (fs::temp_directory_path() / "dormouse-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder can be made: " + name);
  folder_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code error;
  fs::remove_all(folder_, error);
}

scenarios::Scenario ScratchFolder::scenario(const std::string& yaml) const {
  const fs::path file = folder_ / "scenario.yaml";
  std::ofstream(file, std::ios::binary) << yaml;
  return scenarios::load_scenario(file);
}

TrialResult try_out(const ScratchFolder& scratch, const std::string& worker, const std::string& environment,
                    const std::vector<Attempt>& attempts) {
  const scenarios::Scenario scenario = scratch.scenario(yaml_of(worker, environment, attempts));
  TrialReader reader(scenario.start, attempts.size());
  sim::TraceReader blocks;
  const WorkDone work = supervise(
      {{"do", "run"},
       {"scenario", scenario.file.string()},
       {"bundles", bundles_of(scenario, Counters::none)},
       {"seed", scenario.seed}},
      [&](std::string_view block) { blocks.read_block(block, [&](const sim::RawRecord& one) { reader.visit(one); }); });
  if (work.kind != WorkDone::Kind::done) reader.result_.host_limit = work.detail;
  return std::move(reader.result_);
}

}  // namespace commands
