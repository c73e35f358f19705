#include "models/storage/open_databases.h"

#include <algorithm>

#include "models/storage/sql_database.h"

namespace models::storage {

void OpenDatabases::used(SqlDatabase& database) {
  if (!open_.empty() && open_.front() == &database) return;
  const auto place = std::find(open_.begin(), open_.end(), &database);
  if (place == open_.end())
    open_.push_front(&database);
  else
    open_.splice(open_.begin(), open_, place);
  for (auto it = open_.end(); open_.size() > most_ && it != open_.begin();) {
    --it;
    SqlDatabase* candidate = *it;
    if (candidate == &database || !candidate->may_be_put_away()) continue;
    it = open_.erase(it);
    candidate->put_away();
  }
}

void OpenDatabases::closed(SqlDatabase& database) { open_.remove(&database); }

}  // namespace models::storage
