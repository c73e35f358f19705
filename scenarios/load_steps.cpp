#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/load_messages.h"
#include "scenarios/load_parts.h"
#include "scenarios/load_requests.h"
#include "scenarios/load_visits.h"
#include "scenarios/step_keys.h"

// The steps of `does:`.

namespace scenarios {
namespace {

namespace client = models::client;

constexpr std::string_view kStepExamples =
    "steps: connect, send, every + send, wait, wait for, request, repeat, either, if received, replay, leave, stop";
/// Reads steps into one list, in which loops and branches are jumps.
class StepReader {
 public:
  StepReader(const Places& places, std::vector<client::Step>& steps, Problems& problems)
      : places_(places), steps_(steps), problems_(problems) {}

  void read_list(const Node& node, std::string_view key);

 private:
  void read_step(const Node& node);
  void read_bare_step(const Node& node);
  void read_every(const MapReader& map);
  void read_wait_for(const Node& node);
  void read_request_step(const Node& node);
  void read_repeat(const Node& node);
  void read_either(const Node& node);
  void read_if_received(const Node& node);
  void read_replay(const Node& node);
  [[nodiscard]] client::Expected read_expected(MapReader& map);
  void read_otherwise(const MapReader& map, std::size_t step);
  void needs_connection(const Node& node);
  [[nodiscard]] bool takes_time(std::size_t from) const;

  const Places& places_;
  std::vector<client::Step>& steps_;
  Problems& problems_;
  bool connected_ = false;
};

void StepReader::read_list(const Node& node, std::string_view key) {
  if (node.kind == Node::Kind::null && key != "does") return;
  if (node.kind != Node::Kind::sequence)
    return problems_.add(node.mark, fmt::format("{} must be a list of steps, not {}", key, shown(node)),
                         std::string(kStepExamples));
  for (const Node* item : node.items) {
    const std::size_t before = steps_.size();
    read_step(*item);
    if (steps_.size() == before) connected_ = true;  // what this one was meant to be is not known
  }
}

void StepReader::needs_connection(const Node& node) {
  if (!connected_)
    problems_.add(node.mark, "this sends on a socket that is not there: no `connect:` comes before it",
                  "- connect: /?room={room}");
  connected_ = true;
}

void StepReader::read_bare_step(const Node& node) {
  if (node.text == "connect") {
    steps_.emplace_back(client::ConnectStep{});
    connected_ = true;
  } else if (node.text == "leave") {
    steps_.emplace_back(client::LeaveStep{});
  } else if (node.text == "stop") {
    steps_.emplace_back(client::StopStep{});
  } else if (node.text == "replay") {
    steps_.emplace_back(client::ReplayStep{});
    needs_connection(node);
  } else {
    problems_.add(node.mark, fmt::format("{} is no step", shown(node)), std::string(kStepExamples));
  }
}

void StepReader::read_step(const Node& node) {
  if (node.is_scalar()) return read_bare_step(node);
  MapReader map(node, kStep, problems_);
  if (!node.is_map()) return;
  if (map.find("every") != nullptr && node.entries.size() <= 2) {
    read_every(map);
    return needs_connection(node);
  }
  if (!map.exactly_one_of("- send: hello")) return;
  if (const Node* connect = map.find("connect")) {
    steps_.emplace_back(read_connect(*connect, places_, problems_));
    connected_ = true;
  } else if (const Node* send = map.find("send")) {
    steps_.emplace_back(client::SendStep{read_message(*send, places_, problems_)});
    needs_connection(node);
  } else if (const Node* wait = map.find("wait")) {
    if (const auto duration = read_distribution(*wait, problems_)) steps_.emplace_back(client::WaitStep{*duration});
  } else if (const Node* wait_for = map.find("wait for")) {
    read_wait_for(*wait_for);
  } else if (const Node* request = map.find("request")) {
    read_request_step(*request);
  } else if (const Node* repeat = map.find("repeat")) {
    read_repeat(*repeat);
  } else if (const Node* either = map.find("either")) {
    read_either(*either);
  } else if (const Node* if_received = map.find("if received")) {
    read_if_received(*if_received);
  } else if (const Node* replay = map.find("replay")) {
    read_replay(*replay);
    needs_connection(node);
  } else if (const Node* leave = map.find("leave")) {
    client::LeaveStep step;
    read_leave(*leave, step, problems_);
    steps_.emplace_back(step);
  }
}

void StepReader::read_every(const MapReader& map) {
  const Node& every = *map.find("every");
  const Node* send = map.find("send");
  const auto interval = read_distribution(every, problems_);
  if (send == nullptr) return problems_.add(every.mark, "`every:` goes with `send:`", "- every: 40s\n  send: hi {n}");
  const client::Template message = read_message(*send, places_, problems_);
  if (!interval) return;
  if (interval->highest() <= 0)
    return problems_.add(every.mark, "nothing can be sent every 0s: time would stand still", "write a longer interval");
  steps_.emplace_back(client::EveryStep{*interval, message});
}

client::Expected StepReader::read_expected(MapReader& map) {
  client::Expected expected{.within = std::chrono::seconds(30)};
  const Node* within = map.find("within");
  if (within != nullptr && within->is_scalar() && within->text == "none")
    expected.within.reset();
  else if (within != nullptr)
    map.duration("within", *expected.within);
  return expected;
}

/// The steps for when it does not come stand right behind the step; when it comes, they are jumped over.
void StepReader::read_otherwise(const MapReader& map, std::size_t step) {
  const Node* otherwise = map.find("otherwise");
  if (otherwise == nullptr) return;
  read_list(*otherwise, "otherwise");
  client::Step& asking = steps_[step];
  auto* const http = std::get_if<client::HttpStep>(&asking);
  (http != nullptr ? http->expected : std::get<client::WaitForStep>(asking).expected).if_met = steps_.size();
}

void StepReader::read_wait_for(const Node& node) {
  needs_connection(node);
  const std::size_t step = steps_.size();
  if (node.is_scalar()) {
    steps_.emplace_back(client::WaitForStep{read_pattern(node, places_, problems_),
                                            client::Expected{.within = std::chrono::seconds(30)}});
    return;
  }
  MapReader map(node, kWaitFor, problems_);
  client::MessagePattern pattern = read_pattern_keys(map, places_);
  const client::Expected expected = read_expected(map);
  steps_.emplace_back(client::WaitForStep{std::move(pattern), expected});
  read_otherwise(map, step);
}

void StepReader::read_request_step(const Node& node) {
  if (node.is_scalar()) {
    steps_.emplace_back(read_plain_request(node, places_, problems_));
    return;
  }
  MapReader map(node, kRequest, problems_);
  client::HttpStep step = read_request(map, places_);
  step.expected = read_expected(map);
  const Node* expect = map.find("expect");
  if (expect != nullptr && expect->is_scalar()) {
    std::uint64_t status = 200;
    map.count("expect", status);
    step.answer.emplace(client::AnswerPattern{static_cast<std::uint16_t>(status), {}});
  } else if (expect != nullptr) {
    MapReader answer(*expect, kAnswerPattern, problems_);
    std::uint64_t status = 0;
    answer.count("status", status);
    step.answer.emplace(client::AnswerPattern{std::nullopt, read_pattern_keys(answer, places_)});
    if (status != 0) step.answer->status = static_cast<std::uint16_t>(status);
  } else if (map.find("within") != nullptr || map.find("otherwise") != nullptr) {
    step.answer.emplace();  // any will do
  }
  const std::size_t at = steps_.size();
  steps_.emplace_back(std::move(step));
  read_otherwise(map, at);
}

/// Whether one pass of a loop without an end takes any time.
bool StepReader::takes_time(std::size_t from) const {
  return std::any_of(steps_.begin() + static_cast<std::ptrdiff_t>(from), steps_.end(), [](const client::Step& step) {
    const auto* const wait = std::get_if<client::WaitStep>(&step);
    return (wait != nullptr && wait->duration.highest() > 0) || std::holds_alternative<client::WaitForStep>(step) ||
           std::holds_alternative<client::HttpStep>(step);
  });
}

void StepReader::read_repeat(const Node& node) {
  MapReader map(node, kRepeat, problems_);
  const std::size_t begin = steps_.size();
  client::RepeatStep repeat;
  if (const Node* times = map.find("times")) {
    repeat.times = read_distribution(*times, problems_, Quantity::number);
    constexpr auto kMost = static_cast<double>(client::RepeatStep::kMostTimes);
    if (times->is_scalar() && repeat.times && repeat.times->highest() > kMost)
      problems_.add(times->mark, fmt::format("steps are repeated {:.0f} times at most", kMost),
                    "leave `times:` out: as long as the session lasts; or nest one repeat in another");
  }
  steps_.emplace_back(repeat);
  if (const Node* body = map.find("do")) read_list(*body, "do");
  if (map.find("times") == nullptr && map.find("do") != nullptr && !takes_time(begin))
    problems_.add(node.mark, "this is repeated for ever and takes no time: time would stand still",
                  "write `times:`, or a `wait:` among its steps");
  steps_.emplace_back(client::JumpStep{begin});
  std::get<client::RepeatStep>(steps_[begin]).end = steps_.size();
}

void StepReader::read_either(const Node& node) {
  if (node.kind != Node::Kind::sequence || node.items.empty())
    return problems_.add(node.mark, fmt::format("either must be a list of ways, not {}", shown(node)),
                         std::string(kWay.example));
  const std::size_t at = steps_.size();
  steps_.emplace_back(client::EitherStep{});
  client::EitherStep either;
  std::vector<double> numbers, weights;
  std::vector<std::size_t> ends;
  for (const Node* item : node.items) {
    MapReader map(*item, kWay, problems_);
    double weight = 1;
    map.number("weight", weight);
    numbers.push_back(static_cast<double>(numbers.size()));
    weights.push_back(weight);
    either.ways.push_back(steps_.size());
    if (const Node* body = map.find("do")) read_list(*body, "do");
    ends.push_back(steps_.size());
    steps_.emplace_back(client::JumpStep{});
  }
  for (const std::size_t end : ends) std::get<client::JumpStep>(steps_[end]).to = steps_.size();
  if (std::ranges::all_of(weights, [](double weight) { return weight == 0; }))
    return problems_.add(node.mark, "no way has a weight of more than 0", std::string(kWay.example));
  either.which = sim::Distribution::empirical(numbers, weights);
  steps_[at] = std::move(either);
}

void StepReader::read_if_received(const Node& node) {
  MapReader map(node, kIfReceived, problems_);
  if (map.find("then") == nullptr && map.find("else") == nullptr) map.require({"then"}, kIfReceived.example);
  const std::size_t at = steps_.size();
  steps_.emplace_back(client::IfReceivedStep{read_pattern_keys(map, places_), 0});
  if (const Node* then = map.find("then")) read_list(*then, "then");
  const std::size_t end_of_then = steps_.size();
  steps_.emplace_back(client::JumpStep{});
  std::get<client::IfReceivedStep>(steps_[at]).otherwise = steps_.size();
  if (const Node* otherwise = map.find("else")) read_list(*otherwise, "else");
  std::get<client::JumpStep>(steps_[end_of_then]).to = steps_.size();
}

void StepReader::read_replay(const Node& node) {
  sim::Duration last{};
  for (TimedMessage& message : read_messages(node, problems_)) {
    const auto gap = static_cast<double>((message.at - last).count());
    if (gap > 0) steps_.emplace_back(client::WaitStep{sim::Distribution::constant(gap)});
    last = message.at;
    steps_.emplace_back(client::SendStep{{.text = places_.braced(message.text)}});
  }
}

void read_close(const Node& node, client::LeaveStep& leave, Problems& problems) {
  constexpr std::size_t kLongestReason = 123;  // what is left of a control frame's 125 bytes (RFC 6455, 5.5)
  MapReader map(node, kClose, problems);
  std::uint64_t code = leave.code;
  map.count("code", code);
  // RFC 6455, 7.4: these are only ever reported, or not to be used.
  const bool sendable = code >= 3000 || (code <= 1014 && code != 1004 && code != 1005 && code != 1006);
  if (!sendable)
    problems.add(map.find("code")->mark, fmt::format("no client may send the close code {}", code),
                 "use 1000, or 3000 to 4999; without a code: leave: bare close; without a frame: leave: abrupt");
  leave.code = static_cast<std::uint16_t>(code);
  map.text("reason", leave.reason);
  if (leave.reason.size() > kLongestReason)
    problems.add(map.find("reason")->mark,
                 fmt::format("a close reason has at most {} bytes, not {}", kLongestReason, leave.reason.size()));
}

}  // namespace

void read_leave(const Node& node, client::LeaveStep& leave, Problems& problems) {
  const std::vector<std::string_view> ways = {"close", "bare close", "abrupt"};
  if (node.is_map()) {
    MapReader map(node, kLeave, problems);
    if (const Node* close = map.find("close")) read_close(*close, leave, problems);
    return;
  }
  if (node.text == "bare close") {
    leave.kind = client::LeaveStep::Kind::bare_close;
  } else if (node.text == "abrupt") {
    leave.kind = client::LeaveStep::Kind::abrupt;
  } else if (node.text != "close") {
    problems.add(node.mark,
                 fmt::format("leave must be one of {}, or {{close: {{code: 4000}}}}, not {}", fmt::join(ways, ", "),
                             shown(node)),
                 suggestion(node.text, ways));
  }
}

void read_steps(const Node& node, const Places& places, std::vector<client::Step>& steps, Problems& problems) {
  StepReader(places, steps, problems).read_list(node, "does");
}

}  // namespace scenarios
