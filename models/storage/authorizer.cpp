#include "models/storage/authorizer.h"

#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace models::storage {
namespace {

// Functions that say nothing of how SQLite was built: sqlite_version() and the like are refused. In order.
constexpr std::string_view kFunctions[] = {"->",
                                           "->>",
                                           "abs",
                                           "acos",
                                           "acosh",
                                           "asin",
                                           "asinh",
                                           "atan",
                                           "atan2",
                                           "atanh",
                                           "avg",
                                           "bm25",
                                           "ceil",
                                           "changes",
                                           "char",
                                           "coalesce",
                                           "concat",
                                           "concat_ws",
                                           "cos",
                                           "cosh",
                                           "count",
                                           "cume_dist",
                                           "current_date",
                                           "current_time",
                                           "current_timestamp",
                                           "date",
                                           "datetime",
                                           "degrees",
                                           "dense_rank",
                                           "exp",
                                           "first_value",
                                           "floor",
                                           "format",
                                           "glob",
                                           "group_concat",
                                           "hex",
                                           "highlight",
                                           "ifnull",
                                           "iif",
                                           "instr",
                                           "json",
                                           "json_array",
                                           "json_array_length",
                                           "json_each",
                                           "json_extract",
                                           "json_group_array",
                                           "json_group_object",
                                           "json_insert",
                                           "json_object",
                                           "json_patch",
                                           "json_quote",
                                           "json_remove",
                                           "json_replace",
                                           "json_set",
                                           "json_tree",
                                           "json_type",
                                           "json_valid",
                                           "jsonb",
                                           "jsonb_array",
                                           "jsonb_extract",
                                           "jsonb_group_array",
                                           "jsonb_group_object",
                                           "jsonb_insert",
                                           "jsonb_object",
                                           "jsonb_patch",
                                           "jsonb_remove",
                                           "jsonb_replace",
                                           "jsonb_set",
                                           "julianday",
                                           "lag",
                                           "last_insert_rowid",
                                           "last_value",
                                           "lead",
                                           "length",
                                           "like",
                                           "likelihood",
                                           "likely",
                                           "ln",
                                           "load_extension",
                                           "log",
                                           "log2",
                                           "lower",
                                           "ltrim",
                                           "match",
                                           "max",
                                           "min",
                                           "mod",
                                           "nth_value",
                                           "ntile",
                                           "nullif",
                                           "octet_length",
                                           "percent_rank",
                                           "pi",
                                           "pow",
                                           "printf",
                                           "quote",
                                           "radians",
                                           "random",
                                           "randomblob",
                                           "rank",
                                           "replace",
                                           "round",
                                           "row_number",
                                           "rtreecheck",
                                           "rtrim",
                                           "sign",
                                           "sin",
                                           "sinh",
                                           "snippet",
                                           "soundex",
                                           "sqlite_drop_column",
                                           "sqlite_rename_column",
                                           "sqlite_rename_quotefix",
                                           "sqlite_rename_table",
                                           "sqlite_rename_test",
                                           "sqrt",
                                           "strftime",
                                           "string_agg",
                                           "substr",
                                           "substring",
                                           "sum",
                                           "tan",
                                           "tanh",
                                           "time",
                                           "timediff",
                                           "total",
                                           "total_changes",
                                           "trim",
                                           "trunc",
                                           "typeof",
                                           "unhex",
                                           "unicode",
                                           "unixepoch",
                                           "unlikely",
                                           "upper",
                                           "zeroblob"};

enum class Argument : unsigned char { none, boolean, name, optional_name, any };
struct Pragma {
  std::string_view name;
  Argument argument;
};
constexpr Pragma kPragmas[] = {{"case_sensitive_like", Argument::boolean},
                               {"data_version", Argument::none},
                               {"defer_foreign_keys", Argument::boolean},
                               {"foreign_key_check", Argument::optional_name},
                               {"foreign_key_list", Argument::name},
                               {"foreign_keys", Argument::boolean},
                               {"ignore_check_constraints", Argument::boolean},
                               {"index_info", Argument::name},
                               {"index_list", Argument::name},
                               {"index_xinfo", Argument::name},
                               {"legacy_alter_table", Argument::boolean},
                               {"optimize", Argument::any},
                               {"page_size", Argument::none},
                               {"quick_check", Argument::any},
                               {"recursive_triggers", Argument::boolean},
                               {"reverse_unordered_selects", Argument::boolean},
                               {"table_info", Argument::name},
                               {"table_list", Argument::optional_name},
                               {"table_xinfo", Argument::name}};

std::string lower(std::string_view text) {
  std::string low(text);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return low;
}

bool own_name(const char* name) { return name == nullptr || !lower(name).starts_with("_cf_"); }

bool boolean_word(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front())
    text = text.substr(1, text.size() - 2);
  const std::string word = lower(text);
  for (const std::string_view known : {"true", "false", "yes", "no", "on", "off", "1", "0"})
    if (word == known) return true;
  return false;
}

bool pragma_allowed(const SqlAction& action) {
  const std::string name = lower(action.first);
  const auto* const found =
      std::find_if(std::begin(kPragmas), std::end(kPragmas), [&name](const Pragma& p) { return p.name == name; });
  if (found == std::end(kPragmas)) return false;
  switch (found->argument) {
    case Argument::none:
      return action.second == nullptr;
    case Argument::boolean:
      return action.second == nullptr || boolean_word(action.second);
    case Argument::name:
      return action.second != nullptr && own_name(action.second);
    case Argument::optional_name:
      return own_name(action.second);
    case Argument::any:
      return true;
  }
  return false;
}

bool action_allowed(const SqlAction& action) {
  switch (action.code) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
      return true;
    case SQLITE_CREATE_TABLE:
    case SQLITE_DELETE:
    case SQLITE_DROP_TABLE:
    case SQLITE_INSERT:
    case SQLITE_ANALYZE:
    case SQLITE_CREATE_VIEW:
    case SQLITE_DROP_VIEW:
    case SQLITE_REINDEX:
    case SQLITE_READ:
    case SQLITE_UPDATE:
      return own_name(action.first);
    case SQLITE_ALTER_TABLE:
      return own_name(action.second);
    case SQLITE_CREATE_INDEX:
    case SQLITE_DROP_INDEX:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_DROP_TRIGGER:
      return own_name(action.first) && own_name(action.second);
    case SQLITE_PRAGMA:
      return pragma_allowed(action);
    case SQLITE_FUNCTION:
      return std::binary_search(std::begin(kFunctions), std::end(kFunctions), lower(action.second));
    case SQLITE_CREATE_VTABLE:
    case SQLITE_DROP_VTABLE: {
      const std::string module = lower(action.second == nullptr ? "" : action.second);
      return own_name(action.first) && (module.starts_with("fts5") || module.starts_with("rtree"));
    }
    default:
      return false;
  }
}

}  // namespace

Permission permission_for(const SqlAction& action) {
  if (action.code == SQLITE_TRANSACTION || action.code == SQLITE_SAVEPOINT) return Permission::transaction_statement;
  if (action.database != nullptr && std::string_view(action.database) == "temp") {
    const bool reads = action.code == SQLITE_READ || action.code == SQLITE_UPDATE || action.code == SQLITE_PRAGMA;
    return reads && action_allowed(action) ? Permission::allowed : Permission::denied;
  }
  return action_allowed(action) ? Permission::allowed : Permission::denied;
}

bool needs_transaction(const SqlAction& action) {
  return action.code == SQLITE_PRAGMA && action.second != nullptr && boolean_word(action.second);
}

}  // namespace models::storage
