#pragma once

// The code of a scenario's Workers as isolates take it, with what is needed to say of it where it stands in the user's
// own files.

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/room/blocks.h"
#include "models/room/file_modules.h"
#include "models/room/isolates.h"
#include "models/room/source_map.h"
#include "scenarios/input_error.h"
#include "scenarios/scenario.h"

namespace dormouse {

class ApplicationCode {
 public:
  /// bundles: as bundles_of() makes them. Both must live as long as the code runs.
  ApplicationCode(const scenarios::Scenario& scenario, const nlohmann::json& bundles);

  [[nodiscard]] models::room::Isolates::Codes codes() const;
  /// What cannot be loaded, as bad input; file names become ones that the user can open.
  [[nodiscard]] scenarios::InputError bad_input(const models::room::Isolates::Unloadable& unloadable) const;
  /// In the user's own file, if it is in a bundle.
  [[nodiscard]] std::optional<models::js::Position> as_written(const models::js::Position& place) const;
  [[nodiscard]] std::string stack_as_written(std::string stack) const;

  /// All classes of the first Worker free their storage in alarm() (models/worker/freed_by_alarm.mjs).
  [[nodiscard]] bool frees_storage() const;

  /// Another run begins: as if no block had run.
  void begin_anew();
  /// How often each block was entered, as counted() numbers them.
  void counts_to(std::vector<std::uint32_t>& entered) const;
  /// What commands/played.cpp reads, for each revision of each Worker (null: not instrumented): by block how often it
  /// was entered, by call site [calls, rows read, rows written].
  [[nodiscard]] nlohmann::json counted() const;

 private:
  struct Code {
    Code(const scenarios::Scenario& scenario, std::uint32_t worker, std::uint32_t revision,
         const nlohmann::json& bundle);
    const models::worker::Project& project;
    models::room::FileModules modules;
    std::optional<models::room::SourceMap> source_map;  // if it was bundled
    std::unique_ptr<models::room::Blocks> blocks;       // if it is instrumented
    std::vector<std::string> freed_by_alarm;            // classes, likewise
    models::room::WorkerCode code;
  };
  const scenarios::Scenario& scenario_;
  std::vector<std::vector<std::unique_ptr<Code>>> codes_;
};

/// The bindings and settings of one revision of a Worker whose main module is `entry`.
[[nodiscard]] models::room::WorkerCode worker_code(const scenarios::Scenario& scenario, std::uint32_t worker,
                                                   std::uint32_t revision, models::room::FileModules& modules,
                                                   std::string entry);

/// A bad Worker as bad input.
[[nodiscard]] scenarios::InputError bad_worker(const models::worker::Project& project,
                                               const models::room::LoadError& error);

}  // namespace dormouse
