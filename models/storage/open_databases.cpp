#include "models/storage/open_databases.h"

#include "models/storage/sql_database.h"

namespace models::storage {

void OpenDatabases::used(SqlDatabase& database) {
  if (!open_.empty() && open_.front() == &database) return;
  if (database.place_)
    open_.splice(open_.begin(), open_, *database.place_);
  else
    database.place_ = open_.insert(open_.begin(), &database);
  for (auto it = open_.end(); open_.size() > most_ && it != open_.begin();) {
    --it;
    SqlDatabase* candidate = *it;
    if (candidate == &database || !candidate->may_be_put_away()) continue;
    it = open_.erase(it);
    candidate->place_.reset();
    candidate->put_away();
  }
}

void OpenDatabases::closed(SqlDatabase& database) {
  if (!database.place_) return;
  open_.erase(*database.place_);
  database.place_.reset();
}

}  // namespace models::storage
