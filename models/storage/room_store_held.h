#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/storage/room_store.h"
#include "models/storage/sql_database.h"

namespace models::storage {

struct RoomStore::Held {
  KeyValuePage page;
  std::unique_ptr<SqlDatabase> sql;  // instead of the page
  std::string fetched;
  std::vector<Frame> sealed;  // oldest first
  Frame open;
  std::vector<Frame> savepoints;  // within open, outermost first
  TransactionId emptied_in = 0;   // the last transaction with a remove_all()
};

}  // namespace models::storage
