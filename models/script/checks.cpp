#include "models/script/checks.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace models::script {
namespace {

using nlohmann::json;

sim::Time time_of(double epoch_ms) {
  return sim::Time{std::chrono::nanoseconds{static_cast<std::int64_t>(epoch_ms * 1e6)}};
}

CheckOutcome outcome_of(const std::string& word) {
  if (word == "holds") return CheckOutcome::holds;
  return word == "violated" ? CheckOutcome::violated : CheckOutcome::unknown;
}

}  // namespace

Checks::Checks(std::shared_ptr<js::Engine> engine, CheckModule module, sim::RandomStream random, sim::Time start)
    : engine_(std::move(engine)), module_(std::move(module)), random_(random), start_(start) {
  now_ms_ = static_cast<double>(sim::to_epoch_ms(start));
}

Checks::~Checks() = default;

void Checks::define() {
  define_clock_and_luck(*engine_, [this] { return now_ms_; }, [this] { return random_.bits(); });
  engine_->define("check_time", [this](js::Call& call) { now_ms_ = call.number(0); });
  engine_->define("console", [](js::Call&) {});
  engine_->define("uncaught", [](js::Call&) {});
  for (const char* absent : {"timer", "cancel_timer", "socket_open", "request"})
    engine_->define(absent, [](js::Call& call) {
      call.throws("Error", "A check looks at what has happened: it has neither timers nor connections.");
    });
  engine_->define("serves", [](js::Call& call) { call.returns(true); });
}

std::optional<CheckLoadError> Checks::failure(const js::Outcome& outcome) const {
  if (const auto* limited = std::get_if<js::Limited>(&outcome))
    return CheckLoadError{module_.file, 0, 0, "host limit: " + as_written(module_.code, limited->limit)};
  const auto* threw = std::get_if<js::Threw>(&outcome);
  if (threw == nullptr) return std::nullopt;
  const js::ScriptError error = as_written(module_.code, threw->error);
  CheckLoadError result{module_.file, 0, 0,
                        error.name.empty() ? error.message : fmt::format("{}: {}", error.name, error.message)};
  if (error.position) {
    result.file = error.position->file;
    result.line = error.position->line;
    result.column = error.position->column;
  }
  return result;
}

std::optional<CheckLoadError> Checks::load() {
  define();
  if (auto error = failure(engine_->install())) return error;
  const js::Outcome exports = engine_->run(module_.code.name, module_.code.code);
  if (auto error = failure(exports)) return error;
  visit_ = engine_->entry("checks_visit");
  const std::string only = json(module_.only).dump();
  return failure(engine_->call(engine_->entry("checks_loaded"),
                               {&std::get<js::Handle>(exports), std::string_view(only), now_ms_}));
}

void Checks::read_block(std::string_view block) {
  if (!stopped_.empty()) return;
  lines_.clear();
  reader_.read_block(block, [this](const sim::RawRecord& record) { view_.append(record, lines_); });
  if (auto error = failure(engine_->call(visit_, {std::string_view(lines_)}))) stopped_ = error->message;
}

CheckVerdict Checks::verdict_of(std::string_view name, std::string text) const {
  return {.expectation = module_.expectation,
          .name = std::string(name),
          .outcome = CheckOutcome::unknown,
          .text = std::move(text),
          .record = {}};
}

std::vector<CheckVerdict> Checks::verdicts(sim::Time end, std::string_view unfinished) {
  std::vector<CheckVerdict> verdicts;
  const std::string why = unfinished.empty() ? "" : fmt::format("the run was not finished: {}", unfinished);
  const double end_ms = static_cast<double>(end.time_since_epoch().count()) / 1e6;
  const js::Outcome outcome = stopped_.empty()
                                  ? engine_->call(engine_->entry("checks_end"), {end_ms, std::string_view(why)})
                                  : js::Outcome(js::Handle());
  if (stopped_.empty())
    if (const auto error = failure(outcome)) stopped_ = error->message;
  if (!stopped_.empty()) return {verdict_of(module_.file, stopped_)};
  const auto found = json::parse(engine_->as_text(std::get<js::Handle>(outcome)).value_or("[]"));
  for (const json& one : found) {
    CheckVerdict verdict = verdict_of(one.at("name").get<std::string>(), one.at("text").get<std::string>());
    verdict.outcome = outcome_of(one.at("outcome").get<std::string>());
    verdict.first = time_of(one.at("at").get<double>());
    verdict.examined = one.at("examined").get<std::uint64_t>();
    verdict.violations = one.at("violations").get<std::uint64_t>();
    verdict.record = one.at("record").get<std::string>();
    if (const json& error = one.at("error"); error.is_array()) {
      const auto name = error[0].get<std::string>();
      const auto stack = module_.code.map.original_stack(error[2].get<std::string>());
      const std::string threw =
          fmt::format("it threw {}{}{}", name, name.empty() ? "" : ": ", error[1].get<std::string>());
      if (verdict.outcome == CheckOutcome::unknown) verdict.text = stack.empty() ? threw : threw + "\n" + stack;
    }
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

}  // namespace models::script
