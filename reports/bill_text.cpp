#include "reports/bill_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/terminal_text.h"
#include "reports/text.h"

namespace reports {
namespace {

constexpr std::size_t kShownRooms = 5;

std::string meter_title(Meter meter) {
  return meter == Meter::object_requests || meter == Meter::worker_requests || quantity_of(meter) == "rows"
             ? std::string(name_of(meter))
             : fmt::format("{}, {}", name_of(meter), quantity_of(meter));
}

/// A few KB stored are to be seen too.
int decimals_of(Meter meter) { return meter == Meter::stored ? 6 : 2; }

/// Shares of a whole as "handler 80.1 %, timer 19.9 %", the largest first.
template <class Key>
std::string shares(const std::map<Key, Exact>& parts) {
  Exact whole;
  std::vector<std::pair<Exact, Key>> sorted;
  for (const auto& [key, part] : parts) {
    whole += part;
    if (part > Exact(0)) sorted.emplace_back(part, key);
  }
  std::ranges::sort(sorted, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string text;
  for (const auto& [part, key] : sorted)
    text +=
        fmt::format("{}{} {} %", text.empty() ? "" : ", ", models::name_of(key), plain(part / whole * Exact(100), 1));
  return text;
}

std::string rooms_text(const Usage& usage) {
  std::vector<std::pair<models::RoomId, const RoomUsage*>> rooms;
  for (const auto& [id, room] : usage.rooms)
    if (room.amounts.object_seconds > Exact(0)) rooms.emplace_back(id, &room);
  std::ranges::sort(rooms, [](const auto& a, const auto& b) {
    const auto order = a.second->amounts.object_seconds <=> b.second->amounts.object_seconds;
    return order != 0 ? order > 0 : a.first < b.first;
  });
  if (rooms.empty()) return "";
  std::string text = "  The rooms awake longest, of the run's billed object time:\n";
  for (std::size_t i = 0; i < std::min(rooms.size(), kShownRooms); ++i) {
    const Amounts& used = rooms[i].second->amounts;
    text += fmt::format("    {:<28} {:>5} %  requests {:>13}  messages in {:>13}\n", visible(rooms[i].second->name, 28),
                        plain(used.object_seconds / usage.total.object_seconds * Exact(100), 1),
                        grouped(used.requests, 0), grouped(used.messages_in, 0));
  }
  if (rooms.size() > kShownRooms) text += fmt::format("    and {} more\n", rooms.size() - kShownRooms);
  return text;
}

std::string paid_table(const Bill& bill) {
  std::string text = fmt::format("  {:<24} {:>17} {:>15} {:>15} {:>12} {:>10}\n", "for a month of 30 days", "used",
                                 "included", "overage", "sold", "price");
  for (const BillLine& line : bill.lines)
    text +=
        fmt::format("  {:<24} {:>17} {:>15} {:>15} {:>12} {:>10}\n", meter_title(line.meter),
                    grouped(line.used, decimals_of(line.meter)), grouped(line.included, 2),
                    grouped(line.overage, decimals_of(line.meter)),
                    line.rounding == Rounding::whole_units ? grouped(line.billed, 0) : "pro rata", grouped(line.price));
  text += fmt::format("  {:<24} {:>73}\n", "base fee", grouped(bill.base_fee));
  return text + fmt::format("  {:<24} {:>73}\n", "total for the month", grouped(bill.total));
}

std::string free_table(const Bill& bill) {
  std::string text = fmt::format("  {:<24} {:>18} {:>18}\n", "a day, on average", "used", "limit");
  for (const BillLine& line : bill.lines) {
    const Exact days = line.meter == Meter::stored ? Exact(1) : Exact(30);
    text += fmt::format("  {:<24} {:>18} {:>18}{}\n", meter_title(line.meter),
                        grouped(line.used / days, decimals_of(line.meter)), grouped(line.included / days, 2),
                        line.overage > Exact(0) ? "  over the limit" : "");
  }
  text += bill.over_a_limit() ? "  Over a limit, operations of its kind fail until 00:00 UTC.\n"
                              : "  An average within a limit does not say that every single day is.\n";
  return text;
}

}  // namespace

std::string bill_text(const RunBill& bill) {
  std::string text = bill.month.plan == Plan::paid ? paid_table(bill.month) : free_table(bill.month);
  text += fmt::format("  {}\n", bill.scaling);
  if (bill.month.plan == Plan::paid)
    text +=
        fmt::format("  A month that held this run and nothing else would cost {}.\n", grouped(bill.as_played.total));
  if (const std::string causes = shares(bill.used.seconds); !causes.empty())
    text += fmt::format("  Objects were billed for: {}.\n", causes);
  if (const std::string causes = shares(bill.used.requests); !causes.empty())
    text += fmt::format("  Their requests, but for messages, were: {}.\n", causes);
  return text + rooms_text(bill.used);
}

std::string compare_bills(std::string_view name_a, const Bill& a, std::string_view name_b, const Bill& b) {
  const auto row = [](std::string_view title, const std::string& used_a, const std::string& price_a,
                      const std::string& used_b, const std::string& price_b) {
    return fmt::format("  {:<24} {:>20} {:>12}   {:>20} {:>12}\n", title, used_a, price_a, used_b, price_b);
  };
  std::string text =
      fmt::format("  {:<24} {:>33}   {:>33}\n", "for a month of 30 days", visible(name_a, 33), visible(name_b, 33));
  text += row("", "used", "price", "used", "price");
  for (const Meter meter : kAllMeters) {
    const BillLine* of_a = a.find(meter);
    const BillLine* of_b = b.find(meter);
    if (of_a == nullptr && of_b == nullptr) continue;
    const auto used = [](const BillLine* line) {
      return line ? grouped(line->used, decimals_of(line->meter)) : std::string("-");
    };
    const auto cost = [](const BillLine* line) { return line ? grouped(line->price) : std::string("-"); };
    text += row(meter_title(meter), used(of_a), cost(of_a), used(of_b), cost(of_b));
  }
  text += row("base fee", "", grouped(a.base_fee), "", grouped(b.base_fee));
  text += row("total", "", grouped(a.total), "", grouped(b.total));
  const bool a_more = a.total > b.total;
  if (a.total != b.total)
    text += fmt::format("  {} costs {} a month more than {}.\n", visible(a_more ? name_a : name_b, 33),
                        grouped(a_more ? a.total - b.total : b.total - a.total), visible(a_more ? name_b : name_a, 33));
  return text;
}

}  // namespace reports
