#include "scenarios/fuzz/interrupted.h"

#include <utility>

#include "models/invariants/property.h"

namespace scenarios::fuzz {

using models::invariants::on;

void Interrupted::visit(const sim::RawRecord& record) {
  on<models::InvocationBegan>(record, [this](const models::InvocationBegan& began) {
    if (began.kind != models::InvocationKind::message) return;
    Work& work = rooms_[began.room];
    work.open.insert(began.id);
    work.told = true;
    open_[began.id] = began.room;
  });
  on<models::InvocationEnded>(record, [this](const models::InvocationEnded& ended) {
    const auto found = open_.find(ended.id);
    if (found == open_.end()) return;
    Work& work = rooms_[found->second];
    work.open.erase(ended.id);
    if (!work.wrote) work.told = !work.open.empty();
    open_.erase(found);
  });
  on<models::StorageUsed>(record, [this](const models::StorageUsed& used) {
    Work& work = rooms_[used.room];
    work.wrote = work.wrote || (work.told && used.rows_written > 0);
  });
  on<models::Committed>(record, [this](const models::Committed& committed) {
    Work& work = rooms_[committed.room];
    work.wrote = false;
    work.told = !work.open.empty();
  });
  on<models::RoomReset>(record, [this](const models::RoomReset& reset) {
    const Work work = std::exchange(rooms_[reset.room], {});
    any_ = any_ || work.wrote || !work.open.empty();
  });
}

}  // namespace scenarios::fuzz
