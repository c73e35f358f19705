#include "models/storage/file_system.h"

#include <sqlite3.h>

#include <cstring>
#include <new>
#include <utility>

// SQLite is built without an operating system: these two stand for its set-up.
extern "C" int sqlite3_os_init() { return SQLITE_OK; }
extern "C" int sqlite3_os_end() { return SQLITE_OK; }

namespace models::storage {
namespace {

struct OpenFile {
  sqlite3_file base;
  PagedFile* file;
};

PagedFile& file_of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file)->file; }
FileSystem& system_of(sqlite3_vfs* vfs) { return *static_cast<FileSystem*>(vfs->pAppData); }

int close(sqlite3_file*) { return SQLITE_OK; }
int read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
  return file_of(file).read(static_cast<std::uint64_t>(offset), static_cast<char*>(bytes),
                            static_cast<std::size_t>(count))
             ? SQLITE_OK
             : SQLITE_IOERR_SHORT_READ;
}
int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  file_of(file).write(static_cast<std::uint64_t>(offset), static_cast<const char*>(bytes),
                      static_cast<std::size_t>(count));
  return SQLITE_OK;
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  file_of(file).truncate(static_cast<std::uint64_t>(size));
  return SQLITE_OK;
}
int sync(sqlite3_file*, int) { return SQLITE_OK; }
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(file_of(file).size_bytes());
  return SQLITE_OK;
}
int lock(sqlite3_file*, int) { return SQLITE_OK; }
int unlock(sqlite3_file*, int) { return SQLITE_OK; }
int check_reserved_lock(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}
int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(PagedFile::kPageBytes); }
int device_characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_ATOMIC4K | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

constexpr sqlite3_io_methods kFileMethods = {.iVersion = 1,
                                             .xClose = close,
                                             .xRead = read,
                                             .xWrite = write,
                                             .xTruncate = truncate,
                                             .xSync = sync,
                                             .xFileSize = file_size,
                                             .xLock = lock,
                                             .xUnlock = unlock,
                                             .xCheckReservedLock = check_reserved_lock,
                                             .xFileControl = file_control,
                                             .xSectorSize = sector_size,
                                             .xDeviceCharacteristics = device_characteristics,
                                             .xShmMap = nullptr,
                                             .xShmLock = nullptr,
                                             .xShmBarrier = nullptr,
                                             .xShmUnmap = nullptr,
                                             .xFetch = nullptr,
                                             .xUnfetch = nullptr};

int open(sqlite3_vfs* vfs, const char*, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  // Journals and temporary tables are kept in memory; SQLite never needs a second file.
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
  auto* opened = reinterpret_cast<OpenFile*>(file);
  opened->file = &system_of(vfs).file();
  opened->base.pMethods = &kFileMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}
int remove(sqlite3_vfs*, const char*, int) { return SQLITE_IOERR_DELETE_NOENT; }
int access(sqlite3_vfs*, const char*, int, int* there) {
  *there = 0;
  return SQLITE_OK;
}
int full_pathname(sqlite3_vfs*, const char* name, int size, char* out) {
  std::strncpy(out, name, static_cast<std::size_t>(size) - 1);
  out[size - 1] = '\0';
  return SQLITE_OK;
}
// What code can see of it, random() and randomblob(), is drawn elsewhere.
int randomness(sqlite3_vfs*, int count, char* bytes) {
  std::memset(bytes, 0, static_cast<std::size_t>(count));
  return count;
}
int sleep(sqlite3_vfs*, int) { return 0; }
int current_time_ms(sqlite3_vfs* vfs, sqlite3_int64* julian_ms) {
  constexpr sqlite3_int64 kEpoch = 24405875LL * 8'640'000;  // 1970-01-01 in milliseconds of the Julian calendar
  *julian_ms = kEpoch + system_of(vfs).surroundings().now_ms();
  return SQLITE_OK;
}
int current_time(sqlite3_vfs* vfs, double* julian_days) {
  sqlite3_int64 ms = 0;
  current_time_ms(vfs, &ms);
  *julian_days = static_cast<double>(ms) / 86'400'000.0;
  return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

FileSystem::FileSystem(PagedFile& file, Surroundings& surroundings, std::string name)
    : file_(file), surroundings_(surroundings), name_(std::move(name)) {
  static_assert(sizeof(sqlite3_vfs) <= sizeof(vfs_storage_));
  vfs_ = new (vfs_storage_) sqlite3_vfs{.iVersion = 2,
                                        .szOsFile = sizeof(OpenFile),
                                        .mxPathname = 64,
                                        .pNext = nullptr,
                                        .zName = name_.c_str(),
                                        .pAppData = this,
                                        .xOpen = open,
                                        .xDelete = remove,
                                        .xAccess = access,
                                        .xFullPathname = full_pathname,
                                        .xDlOpen = nullptr,
                                        .xDlError = nullptr,
                                        .xDlSym = nullptr,
                                        .xDlClose = nullptr,
                                        .xRandomness = randomness,
                                        .xSleep = sleep,
                                        .xCurrentTime = current_time,
                                        .xGetLastError = last_error,
                                        .xCurrentTimeInt64 = current_time_ms,
                                        .xSetSystemCall = nullptr,
                                        .xGetSystemCall = nullptr,
                                        .xNextSystemCall = nullptr};
  sqlite3_vfs_register(vfs_, 0);
}

FileSystem::~FileSystem() { sqlite3_vfs_unregister(vfs_); }

}  // namespace models::storage
