#include "commands/read_trace.h"

#include <cstdint>
#include <optional>
#include <system_error>

#include "scenarios/input_error.h"

namespace commands {
namespace {

constexpr const char* kRemedy = "name a file that dormouse run --trace has written with this version";

template <class Read>
auto told(const std::filesystem::path& file, const Read& read) {
  try {
    return read();
  } catch (const sim::TraceFormatError& error) {
    std::string_view message = error.what();  // begins with the file's name
    if (const std::string name = file.string() + ": "; message.starts_with(name)) message.remove_prefix(name.size());
    throw scenarios::InputError({{file.string(), 0, 0, std::string(message), kRemedy}});
  } catch (const std::system_error& error) {
    throw scenarios::InputError({{file.string(), 0, 0, "cannot be read: " + error.code().message(), kRemedy}});
  }
}

/// A run's time goes forward, and not further than nanoseconds can tell: so readers may say how long ago anything was.
class TimeOfRecords {
 public:
  void check(sim::Time at) {
    if (!first_) first_ = last_ = at;
    if (at < last_) throw sim::TraceFormatError("trace is corrupt: its time goes back");
    std::int64_t span = 0;
    if (__builtin_sub_overflow(at.time_since_epoch().count(), first_->time_since_epoch().count(), &span))
      throw sim::TraceFormatError("trace is corrupt: its times are too far apart");
    last_ = at;
  }

 private:
  std::optional<sim::Time> first_;
  sim::Time last_{};
};

}  // namespace

sim::Fingerprint read_trace(const std::filesystem::path& file, const sim::TraceReader::Visit& visit,
                            const std::function<void(std::string_view)>& on_block) {
  return told(file, [&] {
    sim::TraceReader reader;
    TimeOfRecords time;
    sim::read_trace_blocks(file, [&](std::string_view block) {
      reader.read_block(block, [&](const sim::RawRecord& record) {
        time.check(record.at);
        visit(record);
      });
      if (on_block) on_block(block);
    });
    return reader.fingerprint();
  });
}

}  // namespace commands
