// Asks our web types the questions of cases.mjs, in the engine that runs the users' code: a program inside the pinned
// Node, with a file of questions {preamble, cases: {name: source}} and one for the answers {name: answer}.
#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "models/js/addon.h"
#include "models/js/engine.h"
#include "sim/philox.h"

namespace {

using models::js::Call;
using models::js::Engine;
using models::js::Handle;
using models::js::Outcome;
using json = nlohmann::ordered_json;  // an answer keeps its order

class OneModule final : public models::js::ModuleSource {
 public:
  explicit OneModule(std::string source) : source_(std::move(source)) {}
  std::variant<Module, NotFound> resolve(std::string_view /*specifier*/, std::string_view /*referrer*/) override {
    return Module{.name = "question.js", .source = source_};
  }

 private:
  std::string source_;
};

Handle value_of(const Outcome& outcome) {
  if (const auto* threw = std::get_if<models::js::Threw>(&outcome)) {
    throw std::runtime_error(threw->error.name + ": " + threw->error.message + "\n" + threw->error.stack);
  }
  if (const auto* limited = std::get_if<models::js::Limited>(&outcome)) throw std::runtime_error(limited->limit.what);
  return std::get<Handle>(outcome);
}

/// An engine with a clock, timers and random numbers of its own, for some questions one after the other.
class Asked {
 public:
  Asked(const std::string& snapshot, const std::string& source) : engine_(snapshot, {}) {
    define_host();
    value_of(engine_.install());
    OneModule module(source);
    exports_ = value_of(engine_.load("question.js", module));
  }
  /// "" if there is no answer.
  std::string answer_to(const std::string& name) {
    value_of(engine_.call(engine_.property(exports_, "begin"), {std::string_view(name)}));
    const Handle answer = engine_.property(exports_, "answer");
    const Handle fire = engine_.entry("fire");
    constexpr int kMostTimers = 10'000;
    for (int fired = 0; fired < kMostTimers; ++fired) {
      const std::string text = engine_.as_text(value_of(engine_.call(answer, {}))).value_or("");
      if (!text.empty() || timers_.empty()) return text;
      const auto [due, id] = *timers_.begin();
      timers_.erase(timers_.begin());
      now_ms_ = due;
      value_of(engine_.call(fire, {id}));
    }
    return "";
  }

 private:
  void define_host() {
    engine_.define("now", [this](Call& call) { call.returns(now_ms_); });
    engine_.define("random", [this](Call& call) { call.returns(static_cast<double>(drawn()) / 4294967296.0); });
    engine_.define("random_bytes", [this](Call& call) {
      std::string bytes(static_cast<std::size_t>(call.integer(0)), '\0');
      for (char& byte : bytes) byte = static_cast<char>(drawn());
      call.returns_bytes(bytes);
    });
    engine_.define("timer", [this](Call& call) { timers_.emplace(now_ms_ + call.number(1), call.number(0)); });
    engine_.define("compatible_since", [](Call& call) { call.returns(true); });
    engine_.define("pbkdf2_most_iterations", [](Call& call) { call.returns(0.0); });  // as the local runtime
    engine_.define("console", [](Call&) {});
    engine_.define("report_uncaught", [](Call&) {});
  }
  std::uint32_t drawn() { return sim::philox4x32_10({draws_++, 0, 0, 0}, {1, 2})[0]; }

  double now_ms_ = 1785542400000;  // 2026-08-01T00:00:00Z
  std::uint32_t draws_ = 0;
  std::multimap<double, double> timers_;  // due -> number
  Engine engine_;
  Handle exports_;
};

/// The questions as a module: begin(name) puts one, answer() is what it came to.
std::string module_of(const json& questions) {
  std::string source = questions.at("preamble").get<std::string>() + "\nconst cases = {\n";
  for (const auto& [name, question] : questions.at("cases").items()) {
    source += json(name).dump() + ": " + question.get<std::string>() + ",\n";
  }
  return source +
         "};\nlet said;\n"
         "export function begin(name) {\n"
         "  said = undefined;\n"
         "  ask(cases[name]).then((all) => { said = JSON.stringify(all); });\n"
         "}\n"
         "export const answer = () => said;\n";
}

int answer_all(std::span<const std::string> arguments) {
  if (arguments.size() != 3) throw std::runtime_error("usage: SNAPSHOT QUESTIONS ANSWERS");
  const json questions = json::parse(std::ifstream(arguments[1]));
  const std::string module = module_of(questions);
  constexpr std::size_t kQuestionsAnEngine = 50;
  std::unique_ptr<Asked> asked;
  json answers = json::object();
  for (const auto& [name, question] : questions.at("cases").items()) {
    if (answers.size() % kQuestionsAnEngine == 0) {
      asked.reset();  // an engine is left before the next is entered
      asked = std::make_unique<Asked>(arguments[0], module);
    }
    const std::string text = asked->answer_to(name);
    answers[name] = text.empty() ? json("no answer") : json::parse(text);
  }
  std::ofstream(arguments[2]) << answers.dump();
  return 0;
}

DORMOUSE_ADDON_MAIN(answer_all);

}  // namespace
