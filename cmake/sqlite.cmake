# The pinned SQLite: the amalgamation inside npm's better-sqlite3, with two row counters more, as the static library
# `sqlite`. It has no file system, no threads, no clock and no zone of the machine: models/storage gives it a VFS.
set(DORMOUSE_SQLITE_SOURCE ${PROJECT_SOURCE_DIR}/node_modules/better-sqlite3/deps/sqlite3)
if(NOT EXISTS ${DORMOUSE_SQLITE_SOURCE}/sqlite3.c)
  message(FATAL_ERROR "The pinned SQLite is not installed (no ${DORMOUSE_SQLITE_SOURCE}/sqlite3.c).\n"
    "Run tools/setup.sh, then configure again.")
endif()
set(counted ${CMAKE_BINARY_DIR}/sqlite/sqlite3.c)
add_custom_command(OUTPUT ${counted}
  COMMAND ${CMAKE_COMMAND} -DINPUT=${DORMOUSE_SQLITE_SOURCE}/sqlite3.c -DOUTPUT=${counted}
    -DSHA256=75a4760a7b9727a4c4c877aec92eacf39e52a8f2921ce00bd33be6d3a8e8e254
    -P ${PROJECT_SOURCE_DIR}/cmake/sqlite_row_counts.cmake
  DEPENDS ${DORMOUSE_SQLITE_SOURCE}/sqlite3.c ${PROJECT_SOURCE_DIR}/cmake/sqlite_row_counts.cmake
  COMMENT "Counting rows in SQLite" VERBATIM)
add_library(sqlite STATIC ${counted})
target_include_directories(sqlite SYSTEM INTERFACE ${DORMOUSE_SQLITE_SOURCE})
target_compile_definitions(sqlite PRIVATE SQLITE_THREADSAFE=0 SQLITE_OS_OTHER=1 SQLITE_TEMP_STORE=3
  SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_DEFAULT_FOREIGN_KEYS=1 SQLITE_MAX_MMAP_SIZE=0 SQLITE_USE_URI=0
  SQLITE_OMIT_SHARED_CACHE=1 SQLITE_OMIT_DESERIALIZE=1 SQLITE_OMIT_DEPRECATED=1 SQLITE_ENABLE_FTS5=1 SQLITE_ENABLE_RTREE=1
  SQLITE_ENABLE_MATH_FUNCTIONS=1 SQLITE_PRINTF_PRECISION_LIMIT=100000 SQLITE_MAX_ALLOCATION_SIZE=67108864
  HAVE_LOCALTIME_R=1 localtime_r=gmtime_r)
# Hidden: inside Node, whose own SQLite exports the same names, this one must be the one that is called.
target_compile_options(sqlite PRIVATE -w -ffp-contract=off -fvisibility=hidden)
