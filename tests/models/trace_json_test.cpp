// Records as lines of JSON, and lines as records again.
#include "models/trace_json.h"

#include <type_traits>

#include "models/records.h"
#include "sim/record_json.h"
#include "tests/catch.h"
#include "tests/sim/memory_trace.h"

using namespace std::chrono_literals;

namespace {

/// A value that is not the one a field begins with, and that text could garble.
template <class T>
void fill(T& value, std::uint64_t n) {
  if constexpr (std::is_same_v<T, bool>) {
    value = !value;
  } else if constexpr (sim::NamedEnum<T>) {
    value = static_cast<T>(0);
  } else if constexpr (std::is_enum_v<T>) {
    value = static_cast<T>(n);
  } else if constexpr (std::is_integral_v<T>) {
    value = static_cast<T>(~std::uint64_t{0} - n);
  } else if constexpr (std::is_same_v<T, sim::Time>) {
    value = sim::kDefaultStart + std::chrono::nanoseconds(n);
  } else if constexpr (std::is_same_v<T, sim::Duration>) {
    value = -std::chrono::nanoseconds(n);
  } else {
    value = "a \"b\"\n\\ \xc3\xa9 \xf0\x9f\x90\xad" + std::to_string(n);
  }
}

template <class R>
std::string block_of() {
  tests::MemoryTrace sink;
  sim::TraceWriter writer(sim::TraceLevel::all, sink);
  R record;
  std::uint64_t n = 1;
  std::apply([&](const auto&... f) { (fill(record.*(f.member), n++), ...); }, R::fields());
  writer.write(sim::kDefaultStart + 1ns, record);
  writer.finish();
  return sink.blocks.at(0);
}

std::string lines_of(const std::string& block) {
  std::string lines;
  sim::TraceReader reader;
  reader.read_block(block, [&](const sim::RawRecord& record) { models::append_json_line(record, lines); });
  return lines;
}

std::string block_again(const std::string& line) {
  tests::MemoryTrace sink;
  sim::TraceWriter writer(sim::TraceLevel::all, sink);
  models::write_json_line(line, writer);
  writer.finish();
  return sink.blocks.at(0);
}

}  // namespace

TEST_CASE("every kind of record becomes a line of JSON and the same record again") {
  std::size_t kinds = 0;
  models::for_each_record_type([&]<class R>() {
    const std::string block = block_of<R>();
    const std::string line = lines_of(block);
    INFO(line);
    CHECK(block_again(line) == block);
    ++kinds;
  });
  CHECK(models::record_kinds().size() == kinds + 1);  // and bodies
}

TEST_CASE("a body that is no UTF-8 comes back byte for byte") {
  tests::MemoryTrace sink;
  sim::TraceWriter writer(sim::TraceLevel::all, sink);
  writer.write(sim::kDefaultStart, sim::BodyRecord{.id = sim::BodyId{1}, .bytes = std::string("\xff\x00 a", 4)});
  writer.finish();
  const std::string line = lines_of(sink.blocks.at(0));
  CHECK(line.find(R"("hex":"ff002061")") != std::string::npos);
  CHECK(block_again(line) == sink.blocks.at(0));
}

TEST_CASE("a line that is no record is refused with what is wrong") {
  tests::MemoryTrace sink;
  sim::TraceWriter writer(sim::TraceLevel::all, sink);
  const auto refused = [&](const std::string& line, const std::string& why) {
    try {
      models::write_json_line(line, writer);
    } catch (const sim::TraceFormatError& error) {
      CHECK(std::string(error.what()).find(why) != std::string::npos);
      return;
    }
    FAIL("taken: " + line);
  };
  refused("[]", "not a JSON object");
  refused(R"({"record":"hibernated"})", "\"at\" is missing");
  refused(R"({"at":1,"record":"hibernates"})", "there is no record \"hibernates\"");
  refused(R"({"at":1,"record":"hibernated","room":"lobby","sockets":1})", "\"room\" cannot be \"lobby\"");
  refused(R"({"at":1,"record":"hibernated","room":1})", "\"sockets\" is missing");
  refused(R"({"at":1,"record":"body","id":1,"bytes":"","hex":"zz"})", "\"hex\" cannot be \"zz\"");
}
