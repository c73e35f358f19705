#include "commands/read_trace.h"

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

}  // namespace

sim::Fingerprint read_trace(const std::filesystem::path& file, const sim::TraceReader::Visit& visit) {
  return told(file, [&] { return sim::read_trace_file(file, visit); });
}

void read_trace_blocks(const std::filesystem::path& file, const std::function<void(std::string_view)>& on_block) {
  told(file, [&] { sim::read_trace_blocks(file, on_block); });
}

}  // namespace commands
