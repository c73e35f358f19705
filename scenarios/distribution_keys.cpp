#include "scenarios/distribution_keys.h"

#include <stdexcept>

#include "scenarios/quantities.h"

namespace scenarios {

const KeyTable kZipfNumbers{.name = "zipf",
                            .title = "zipf of numbers",
                            .example = "{zipf: {s: 1.1, ranks: 40}}",
                            .rows = {{"s", value::number(0, 10), "1", "how unequal", "1.1"},
                                     {"ranks", value::count(1, 1'000'000), kNeeded, "how many there are", "40"}}};

namespace {

const KeyTable kNormal{.name = "normal",
                       .title = "normal",
                       .example = "{normal: {mean: 2s, sd: 300ms}}",
                       .rows = {{"mean", value::duration(), kNeeded, "its mean; what would be below 0 is 0", "2s"},
                                {"sd", value::duration(), kNeeded, "its standard deviation", "300ms"}}};
const KeyTable kLognormal{
    .name = "lognormal",
    .title = "lognormal",
    .example = "{lognormal: {median: 80ms, p95: 200ms}}",
    .rows = {{"median", value::positive_duration(), kNeeded, "half of the draws are below", "80ms"},
             {"p95", value::positive_duration(), kNeeded, "95 % of the draws are below; above the median", "200ms"}}};
const KeyTable kWeibull{
    .name = "weibull",
    .title = "weibull",
    .example = "{weibull: {scale: 10s, shape: 1.5}}",
    .rows = {{"scale", value::positive_duration(), kNeeded, "63 % of the draws are below", "10s"},
             {"shape", value::number(0, 1e15), kNeeded, "below 1: many short and few long; 1: exponential", "1.5"}}};
const KeyTable kPareto{
    .name = "pareto",
    .title = "pareto",
    .example = "{pareto: {minimum: 10s, shape: 1.5}}",
    .rows = {{"minimum", value::positive_duration(), kNeeded, "no draw is below", "10s"},
             {"shape", value::number(0, 1e15), kNeeded, "the smaller, the heavier the tail", "1.5"}}};
const KeyTable kGamma{.name = "gamma",
                      .title = "gamma",
                      .example = "{gamma: {mean: 10s, shape: 1.5}}",
                      .rows = {{"mean", value::positive_duration(), kNeeded, "its mean", "10s"},
                               {"shape", value::number(0, 1e15), kNeeded, "of so many exponential parts", "1.5"}}};

const KeyTable kSizeNormal{.name = "normal",
                           .title = "normal of sizes",
                           .example = "{normal: {mean: 2KiB, sd: 1KiB}}",
                           .rows = {{"mean", value::size(), kNeeded, "its mean; what would be below 0 is 0", "2KiB"},
                                    {"sd", value::size(), kNeeded, "its standard deviation", "1KiB"}}};
const KeyTable kSizeLognormal{
    .name = "lognormal",
    .title = "lognormal of sizes",
    .example = "{lognormal: {median: 2KiB, p95: 20KiB}}",
    .rows = {{"median", value::size(), kNeeded, "half of the draws are below", "2KiB"},
             {"p95", value::size(), kNeeded, "95 % of the draws are below; above the median", "20KiB"}}};
const KeyTable kSizeWeibull{
    .name = "weibull",
    .title = "weibull of sizes",
    .example = "{weibull: {scale: 2KiB, shape: 1.5}}",
    .rows = {{"scale", value::size(), kNeeded, "63 % of the draws are below", "2KiB"},
             {"shape", value::number(0, 1e15), kNeeded, "below 1: many short and few long; 1: exponential", "1.5"}}};
const KeyTable kSizePareto{
    .name = "pareto",
    .title = "pareto of sizes",
    .example = "{pareto: {minimum: 2KiB, shape: 1.5}}",
    .rows = {{"minimum", value::size(), kNeeded, "no draw is below", "2KiB"},
             {"shape", value::number(0, 1e15), kNeeded, "the smaller, the heavier the tail", "1.5"}}};
const KeyTable kSizeGamma{.name = "gamma",
                          .title = "gamma of sizes",
                          .example = "{gamma: {mean: 2KiB, shape: 1.5}}",
                          .rows = {{"mean", value::size(), kNeeded, "its mean", "2KiB"},
                                   {"shape", value::number(0, 1e15), kNeeded, "of so many exponential parts", "1.5"}}};

const KeyTable kNumberNormal{
    .name = "normal",
    .title = "normal of numbers",
    .example = "{normal: {mean: 5, sd: 2}}",
    .rows = {{"mean", value::number(0, 1e15), kNeeded, "its mean; what would be below 0 is 0", "5"},
             {"sd", value::number(0, 1e15), kNeeded, "its standard deviation", "2"}}};
const KeyTable kNumberLognormal{
    .name = "lognormal",
    .title = "lognormal of numbers",
    .example = "{lognormal: {median: 5, p95: 20}}",
    .rows = {{"median", value::number(0, 1e15), kNeeded, "half of the draws are below", "5"},
             {"p95", value::number(0, 1e15), kNeeded, "95 % of the draws are below; above the median", "20"}}};
const KeyTable kNumberWeibull{
    .name = "weibull",
    .title = "weibull of numbers",
    .example = "{weibull: {scale: 5, shape: 1.5}}",
    .rows = {{"scale", value::number(0, 1e15), kNeeded, "63 % of the draws are below", "5"},
             {"shape", value::number(0, 1e15), kNeeded, "below 1: many short and few long; 1: exponential", "1.5"}}};
const KeyTable kNumberPareto{
    .name = "pareto",
    .title = "pareto of numbers",
    .example = "{pareto: {minimum: 5, shape: 1.5}}",
    .rows = {{"minimum", value::number(0, 1e15), kNeeded, "no draw is below", "5"},
             {"shape", value::number(0, 1e15), kNeeded, "the smaller, the heavier the tail", "1.5"}}};
const KeyTable kNumberGamma{
    .name = "gamma",
    .title = "gamma of numbers",
    .example = "{gamma: {mean: 5, shape: 1.5}}",
    .rows = {{"mean", value::number(0, 1e15), kNeeded, "its mean", "5"},
             {"shape", value::number(0, 1e15), kNeeded, "of so many exponential parts", "1.5"}}};

}  // namespace

const KeyTable kDistribution{
    .name = "a distribution",
    .rows = {{"exponential", value::duration(), kOptional, "exponential, of this mean", "40s"},
             {"uniform", value::list(value::duration(), 2, 2), kOptional, "from the first to the second, any alike",
              "[1s, 2s]"},
             {"normal", value::map(kNormal), kOptional, "normal", "{mean: 2s, sd: 300ms}"},
             {"lognormal", value::map(kLognormal), kOptional, "lognormal", "{median: 80ms, p95: 200ms}"},
             {"constant", value::duration(), kOptional, "always this", "80ms"},
             {"weibull", value::map(kWeibull), kOptional, "weibull", "{scale: 10s, shape: 1.5}"},
             {"pareto", value::map(kPareto), kOptional, "pareto", "{minimum: 10s, shape: 1.5}"},
             {"gamma", value::map(kGamma), kOptional, "gamma", "{mean: 10s, shape: 1.5}"},
             {"empirical",
              value::any_of({value::list(value::duration(), 1), value::names(value::weight(), duration_pattern(), 1)}),
              kOptional, "one of these, each alike or by its share", "{1s: 70%, 5s: 30%}"},
             {"quantiles", value::names(value::duration(), R"(^[0-9.]+%?$)", 2), kOptional,
              "such shares of the draws are below; straight lines between", "{0%: 0s, 50%: 3s, 100%: 60s}"}},
    .exactly_one_of = {"exponential", "uniform", "normal", "lognormal", "constant", "weibull", "pareto", "gamma",
                       "empirical", "quantiles"}};

const KeyTable kSizeDistribution{
    .name = "a distribution of sizes",
    .rows = {{"exponential", value::size(), kOptional, "exponential, of this mean", "2KiB"},
             {"uniform", value::list(value::size(), 2, 2), kOptional, "from the first to the second, any alike",
              "[1KiB, 2KiB]"},
             {"normal", value::map(kSizeNormal), kOptional, "normal", "{mean: 2KiB, sd: 1KiB}"},
             {"lognormal", value::map(kSizeLognormal), kOptional, "lognormal", "{median: 2KiB, p95: 20KiB}"},
             {"constant", value::size(), kOptional, "always this", "2KiB"},
             {"weibull", value::map(kSizeWeibull), kOptional, "weibull", "{scale: 2KiB, shape: 1.5}"},
             {"pareto", value::map(kSizePareto), kOptional, "pareto", "{minimum: 2KiB, shape: 1.5}"},
             {"gamma", value::map(kSizeGamma), kOptional, "gamma", "{mean: 2KiB, shape: 1.5}"},
             {"empirical",
              value::any_of({value::list(value::size(), 1), value::names(value::weight(), size_pattern(), 1)}),
              kOptional, "one of these, each alike or by its share", "{100B: 70%, 2KiB: 30%}"},
             {"quantiles", value::names(value::size(), R"(^[0-9.]+%?$)", 2), kOptional,
              "such shares of the draws are below; straight lines between", "{0%: 0B, 50%: 2KiB, 100%: 1MiB}"}},
    .exactly_one_of = {"exponential", "uniform", "normal", "lognormal", "constant", "weibull", "pareto", "gamma",
                       "empirical", "quantiles"}};

const KeyTable kNumberDistribution{
    .name = "a distribution of numbers",
    .rows = {{"exponential", value::number(0, 1e15), kOptional, "exponential, of this mean", "5"},
             {"uniform", value::list(value::number(0, 1e15), 2, 2), kOptional,
              "from the first to the second, any alike", "[1, 6]"},
             {"normal", value::map(kNumberNormal), kOptional, "normal", "{mean: 5, sd: 2}"},
             {"lognormal", value::map(kNumberLognormal), kOptional, "lognormal", "{median: 5, p95: 20}"},
             {"constant", value::number(0, 1e15), kOptional, "always this", "5"},
             {"weibull", value::map(kNumberWeibull), kOptional, "weibull", "{scale: 5, shape: 1.5}"},
             {"pareto", value::map(kNumberPareto), kOptional, "pareto", "{minimum: 5, shape: 1.5}"},
             {"gamma", value::map(kNumberGamma), kOptional, "gamma", "{mean: 5, shape: 1.5}"},
             {"empirical",
              value::any_of({value::list(value::number(0, 1e15), 1), value::names(value::weight(), R"(^[0-9.]+$)", 1)}),
              kOptional, "one of these, each alike or by its share", "{1: 70%, 5: 30%}"},
             {"quantiles", value::names(value::number(0, 1e15), R"(^[0-9.]+%?$)", 2), kOptional,
              "such shares of the draws are below; straight lines between", "{0%: 0, 50%: 3, 100%: 60}"},
             {"integer", value::list(value::number(0, 1e15), 2, 2), kOptional,
              "a whole number from the first to the second", "[1, 6]"},
             {"poisson", value::number(0, 1e15), kOptional, "a whole number of this mean", "3"},
             {"geometric", value::number(0, 1e15), kOptional, "a number of trials, 1 or more, of this mean", "5"},
             {"zipf", value::map(kZipfNumbers), kOptional, "a rank: the n-th with a weight of 1/n^s",
              "{s: 1.1, ranks: 40}"}},
    .exactly_one_of = {"exponential", "uniform", "normal", "lognormal", "constant", "weibull", "pareto", "gamma",
                       "empirical", "quantiles", "integer", "poisson", "geometric", "zipf"}};

const KeyTable& distribution_keys(Quantity quantity) {
  if (quantity == Quantity::duration) return kDistribution;
  return quantity == Quantity::size ? kSizeDistribution : kNumberDistribution;
}

const KeyTable& parameter_keys(std::string_view kind, Quantity quantity) {
  const KeyRow* row = distribution_keys(quantity).find(kind);
  if (row == nullptr || row->value.table == nullptr) throw std::logic_error("no distribution with parameters");
  return *row->value.table;
}

}  // namespace scenarios
