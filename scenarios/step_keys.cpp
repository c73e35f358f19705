#include "scenarios/step_keys.h"

#include "scenarios/load_messages.h"
#include "scenarios/load_parts.h"
#include "scenarios/load_requests.h"

namespace scenarios {
namespace {

Value nested_steps() { return value::any_of({steps_value(), value::nothing()}); }

const KeyRow& within_row() {
  static const KeyRow kRow{"within", value::any_of({value::positive_duration(), value::word({"none"})}), "30s",
                           "how long is waited", "5s"};
  return kRow;
}

const KeyRow& otherwise_row() {
  static const KeyRow kRow{"otherwise", nested_steps(), kOptional, "the steps for when it does not come", "[leave]"};
  return kRow;
}

const Value kStatus = value::count(100, 599);

}  // namespace

Value steps_value() {
  return value::list(value::any_of({value::word({"connect", "leave", "replay", "stop"}), value::map(kStep)}));
}

const KeyTable kWaitFor{.name = "wait for", .rows = joined(pattern_rows(), {within_row(), otherwise_row()})};

const KeyTable kAnswerPattern{.name = "what an answer must have",
                              .title = "answer that fits",
                              .rows = joined({{"status", kStatus, kOptional, "its status", "201"}}, pattern_rows())};

const KeyTable kRequest{.name = "request",
                        .rows = joined(request_rows(), {{"expect", value::any_of({kStatus, value::map(kAnswerPattern)}),
                                                         kOptional, "what the answer must have", "201"},
                                                        within_row(),
                                                        otherwise_row()})};

const KeyTable kRepeat{.name = "repeat",
                       .example = "repeat: {times: 3, do: [{send: hi}, {wait: 1s}]}",
                       .rows = {{"times", value::number_distribution(), "for ever", "how often", "3"},
                                {"do", nested_steps(), kNeeded, "the steps", "[{send: hi}, {wait: 1s}]"}}};

const KeyTable kWay{.name = "a way of either",
                    .example = "either: [{weight: 7, do: [{send: hi}]}, {weight: 3, do: [leave]}]",
                    .rows = {{"weight", value::number(0, 1e9), "1", "how often, beside the others", "7"},
                             {"do", nested_steps(), kNeeded, "the steps", "[{send: hi}]"}}};

const KeyTable kIfReceived{
    .name = "if received",
    .example = "if received: {text: full, then: [leave]}",
    .rows =
        joined(pattern_rows(), {{"then", nested_steps(), kOptional, "the steps if such a message has come", "[leave]"},
                                {"else", nested_steps(), kOptional, "the steps if none has", "[{send: hi}]"}}),
    .at_least_one_of = {"then", "else"}};

const KeyTable kClose{.name = "close",
                      .rows = {{"code", value::count(1000, 4999), "1000", "the close code", "4000"},
                               {"reason", value::text(), kOptional, "at most 123 bytes", "bye"}}};

const KeyTable kLeave{
    .name = "leave",
    .example = "leave: {close: {code: 4000, reason: bye}}",
    .rows = {{"close", value::map(kClose), kNeeded, "with a close frame of this", "{code: 4000, reason: bye}"}}};

const KeyTable kStep{
    .name = "a step",
    .rows = {{"connect", value::any_of({value::text("^/"), value::map(kConnect)}), kOptional, "opens a WebSocket",
              "/?room={room}&name={client}"},
             {"send", message_value(), kOptional, "sends a message", "hi {n}"},
             {"every",
              value::distribution(),
              kOptional,
              "sends again and again, so long apart",
              "{exponential: 40s}",
              {"send"}},
             {"wait", value::distribution(), kOptional, "does nothing for so long", "5s"},
             {"wait for", value::any_of({value::text(), value::map(kWaitFor)}), kOptional,
              "waits for a message that has this text in it", "welcome"},
             {"request", value::any_of({value::text("^/"), value::map(kRequest)}), kOptional, "a plain HTTP request",
              "{method: POST, path: /save, body: x}"},
             {"repeat", value::map(kRepeat), kOptional, "steps again and again",
              "{times: 3, do: [{send: hi}, {wait: 1s}]}"},
             {"either", value::list(value::map(kWay), 1), kOptional, "one of several ways, drawn each time",
              "[{weight: 7, do: [{send: hi}]}, {weight: 3, do: [leave]}]"},
             {"if received", value::map(kIfReceived), kOptional, "a branch on the messages so far",
              "{text: full, then: [leave]}"},
             {"replay", value::text("."), kOptional, "sends what a CSV file has: at, text", "messages.csv"},
             {"leave", value::any_of({value::word({"close", "bare close", "abrupt"}), value::map(kLeave)}), kOptional,
              "ends the connection", "bare close"}},
    .exactly_one_of = {"connect", "send", "wait", "wait for", "request", "repeat", "either", "if received", "replay",
                       "leave"}};

}  // namespace scenarios
