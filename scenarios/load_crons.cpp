#include <fmt/format.h>

#include "models/worker/cron_schedule.h"
#include "scenarios/load_parts.h"

// `crons:` in place of those of the Worker's configuration.

namespace scenarios {

void read_crons(const Node& node, std::vector<std::string>& crons, Problems& problems) {
  crons.clear();
  if (node.is_scalar() && node.text == "none") return;
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("crons must be a list of cron expressions or none, not {}", shown(node)),
                        "crons: [\"*/5 * * * *\"]");
  for (const Node* item : node.items) {
    std::string problem = "a cron expression is text";
    if (!item->is_scalar() || !models::worker::CronSchedule::parse(item->text, problem))
      problems.add(item->mark, fmt::format("{} is no cron expression: {}", shown(*item), problem),
                   "for example: \"*/5 * * * *\", every five minutes");
    else
      crons.push_back(item->text);
  }
}

}  // namespace scenarios
