#include "sim/trace.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <system_error>

#include "sim/trace_file.h"
#include "tests/catch.h"
#include "tests/sim/memory_trace.h"

namespace {

using namespace std::chrono_literals;
using sim::BodyId;
using sim::Fingerprint;
using sim::RawRecord;
using sim::TraceFormatError;
using sim::TraceLevel;
using sim::TraceReader;
using sim::TraceWriter;
using tests::MemoryTrace;

enum class Colour : std::uint8_t { red = 1, blue = 200 };

struct Everything {
  static constexpr std::uint16_t kKind = 900;
  static constexpr std::string_view kName = "everything";
  static constexpr TraceLevel kLevel = TraceLevel::lifecycle;
  bool flag = false;
  std::uint8_t u8 = 0;
  std::int16_t i16 = 0;
  std::uint32_t u32 = 0;
  std::int64_t i64 = 0;
  std::uint64_t u64 = 0;
  Colour colour{};
  sim::Time when{};
  sim::Duration length{};
  std::string text;
  BodyId body{};
  static constexpr auto fields() {
    using sim::field;
    return std::tuple{
        field("flag", &Everything::flag),     field("u8", &Everything::u8),     field("i16", &Everything::i16),
        field("u32", &Everything::u32),       field("i64", &Everything::i64),   field("u64", &Everything::u64),
        field("colour", &Everything::colour), field("when", &Everything::when), field("length", &Everything::length),
        field("text", &Everything::text),     field("body", &Everything::body)};
  }
  friend bool operator==(const Everything&, const Everything&) = default;
};

struct Detail {
  static constexpr std::uint16_t kKind = 901;
  static constexpr std::string_view kName = "detail";
  static constexpr TraceLevel kLevel = TraceLevel::all;
  std::uint32_t n = 0;
  static constexpr auto fields() { return std::tuple{sim::field("n", &Detail::n)}; }
};

const sim::Time kAt = sim::kDefaultStart + 123ns;

Everything example() {
  return {.flag = true,
          .u8 = 255,
          .i16 = -32'768,
          .u32 = 4'000'000'000,
          .i64 = std::numeric_limits<std::int64_t>::min(),
          .u64 = std::numeric_limits<std::uint64_t>::max(),
          .colour = Colour::blue,
          .when = kAt,
          .length = -1ns,
          .text = std::string("a\0b", 3),
          .body = BodyId{7}};
}

Fingerprint write_details(MemoryTrace& sink, std::uint32_t count, std::uint32_t changed = 0xffffffff) {
  TraceWriter writer(TraceLevel::all, sink);
  for (std::uint32_t i = 0; i < count; ++i) writer.write(kAt + i * 1ns, Detail{i == changed ? i + 1 : i});
  return writer.finish();
}

void ignore(const RawRecord&) {}

std::filesystem::path temporary_file(const std::string& name) { return std::filesystem::temp_directory_path() / name; }

struct RemovedAtEnd {
  std::filesystem::path path;
  ~RemovedAtEnd() { std::filesystem::remove(path); }
};

TEST_CASE("a record of every field type comes back as it was written") {
  MemoryTrace sink;
  TraceWriter writer(TraceLevel::lifecycle, sink);
  writer.write(kAt, example());
  writer.write(kAt + 1s, Everything{});
  const Fingerprint written = writer.finish();
  REQUIRE(sink.blocks.size() == 1);
  std::vector<Everything> seen;
  std::vector<sim::Time> times;
  TraceReader reader;
  reader.read_block(sink.blocks[0], [&](const RawRecord& raw) {
    CHECK(raw.kind == Everything::kKind);
    times.push_back(raw.at);
    REQUIRE(sim::decode(raw.body, seen.emplace_back()));
  });
  CHECK(seen == std::vector{example(), Everything{}});
  CHECK(times == std::vector{kAt, kAt + 1s});
  CHECK(reader.fingerprint() == written);
  CHECK(writer.records() == 2);
}

TEST_CASE("decoding is false for bytes that are too few or too many") {
  std::string bytes;
  sim::encode(example(), bytes);
  Everything out;
  CHECK(sim::decode(bytes, out));
  CHECK_FALSE(sim::decode(bytes + "x", out));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    if (sim::decode(std::string_view(bytes).substr(0, size), out)) FAIL("decoded " << size << " bytes");
  }
}

TEST_CASE("a level leaves out the records above it") {
  const auto records_at = [](TraceLevel level) {
    MemoryTrace sink;
    TraceWriter writer(level, sink);
    writer.write(kAt, Everything{});
    writer.write(kAt, Detail{});
    return writer.records();
  };
  CHECK(records_at(TraceLevel::lifecycle) == 1);
  CHECK(records_at(TraceLevel::clients) == 1);
  CHECK(records_at(TraceLevel::all) == 2);
}

TEST_CASE("a body is written once, before its first use, and the empty body never") {
  MemoryTrace sink;
  TraceWriter writer(TraceLevel::clients, sink);
  CHECK(writer.body(kAt, "") == BodyId::empty);
  const BodyId hello = writer.body(kAt, "hello");
  const BodyId other = writer.body(kAt, "other");
  CHECK(writer.body(kAt + 1s, "hello") == hello);
  CHECK(hello == BodyId{1});
  CHECK(other == BodyId{2});
  writer.finish();
  std::map<BodyId, std::string> bodies;
  TraceReader reader;
  reader.read_block(sink.blocks.at(0), [&](const RawRecord& raw) {
    sim::BodyRecord body;
    REQUIRE(raw.kind == sim::BodyRecord::kKind);
    REQUIRE(sim::decode(raw.body, body));
    CHECK(bodies.emplace(body.id, body.bytes).second);
  });
  CHECK(bodies == std::map<BodyId, std::string>{{hello, "hello"}, {other, "other"}});
}

TEST_CASE("a level without bodies names none") {
  MemoryTrace sink;
  TraceWriter writer(TraceLevel::lifecycle, sink);
  CHECK(writer.body(kAt, "hello") == BodyId::empty);
  writer.finish();
  CHECK(sink.blocks.empty());
}

TEST_CASE("blocks are about 64 KiB, a larger record has its own, and all come back in order") {
  MemoryTrace sink;
  {
    TraceWriter writer(TraceLevel::all, sink);
    for (std::uint32_t i = 0; i < 10'000; ++i) writer.write(kAt, Detail{i});
    writer.write(kAt, Everything{.text = std::string(200'000, 'x')});
    writer.write(kAt, Detail{10'000});
  }
  REQUIRE(sink.blocks.size() == 5);
  CHECK(sink.blocks[0].size() > 65'000);
  CHECK(sink.blocks[0].size() <= 65'552);
  CHECK(sink.blocks[3].size() > 200'000);
  std::uint32_t next = 0;
  TraceReader reader;
  for (const std::string& block : sink.blocks) {
    CHECK(TraceReader::block_size(block) == block.size());
    reader.read_block(block, [&](const RawRecord& raw) {
      Detail detail;
      if (raw.kind == Detail::kKind && sim::decode(raw.body, detail) && detail.n == next) ++next;
    });
  }
  CHECK(next == 10'001);
}

TEST_CASE("equal traces have equal fingerprints, and any difference shows") {
  MemoryTrace sink;
  const Fingerprint base = write_details(sink, 10'000);
  CHECK(write_details(sink, 10'000) == base);
  CHECK(write_details(sink, 9'999) != base);
  CHECK(write_details(sink, 10'000, 0) != base);
  CHECK(write_details(sink, 10'000, 9'999) != base);
  CHECK(base.to_string().size() == 32);
  CHECK(Fingerprint{1, 0xab}.to_string() == "000000000000000100000000000000ab");
  CHECK(write_details(sink, 0) == Fingerprint{});
}

// A golden value: it changes only together with kTraceVersion.
TEST_CASE("a trace has the same fingerprint on every machine") {
  MemoryTrace sink;
  CHECK(write_details(sink, 10'000).to_string() == "f719eff2b0681814107d5d6f5466bc19");
}

TEST_CASE("finishing twice hands the last block over once") {
  MemoryTrace sink;
  TraceWriter writer(TraceLevel::all, sink);
  writer.write(kAt, Detail{1});
  const Fingerprint first = writer.finish();
  CHECK(writer.finish() == first);
  CHECK(sink.blocks.size() == 1);
}

TEST_CASE("blocks in another order have another fingerprint") {
  MemoryTrace sink;
  const Fingerprint written = write_details(sink, 10'000);
  REQUIRE(sink.blocks.size() == 3);
  TraceReader reader;
  for (const int i : {1, 0, 2}) reader.read_block(sink.blocks[static_cast<std::size_t>(i)], ignore);
  CHECK(reader.fingerprint() != written);
}

TEST_CASE("every prefix of a block is rejected") {
  MemoryTrace sink;
  write_details(sink, 3);
  const std::string_view block = sink.blocks.at(0);
  for (std::size_t size = 0; size < block.size(); ++size) {
    TraceReader reader;
    CHECK_THROWS_AS(reader.read_block(block.substr(0, size), ignore), TraceFormatError);
  }
  TraceReader reader;
  CHECK_THROWS_AS(reader.read_block(std::string(block) + '\0', ignore), TraceFormatError);
}

TEST_CASE("a block with any byte changed is rejected or has another fingerprint") {
  MemoryTrace sink;
  TraceWriter writer(TraceLevel::all, sink);
  writer.body(kAt, "hello");
  writer.write(kAt, example());
  const Fingerprint written = writer.finish();
  const std::string block = sink.blocks.at(0);
  int rejected = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    for (int change = 1; change < 256; ++change) {
      std::string mutated = block;
      mutated[i] = static_cast<char>(mutated[i] ^ change);
      TraceReader reader;
      try {
        reader.read_block(mutated, [](const RawRecord& raw) {
          Everything record;
          sim::BodyRecord body;
          static_cast<void>(sim::decode(raw.body, record));
          static_cast<void>(sim::decode(raw.body, body));
        });
        if (reader.fingerprint() == written) FAIL("byte " << i << " does not count");
      } catch (const TraceFormatError&) {
        ++rejected;
      }
    }
  }
  CHECK(rejected >= 16 * 255);
}

TEST_CASE("the size of a block is known from its header, and nonsense has none") {
  MemoryTrace sink;
  write_details(sink, 3);
  const std::string_view block = sink.blocks.at(0);
  CHECK(TraceReader::block_size(block.substr(0, 15)) == 0);
  CHECK(TraceReader::block_size(block.substr(0, 16)) == block.size());
  CHECK_THROWS_AS(TraceReader::block_size("this is not a trace at all"), TraceFormatError);
}

TEST_CASE("a trace file gives back the records and the fingerprint of its writer") {
  const RemovedAtEnd file{temporary_file("dormouse_trace_file_test.dmt")};
  Fingerprint written;
  {
    sim::TraceFile sink(file.path);
    TraceWriter writer(TraceLevel::all, sink);
    for (std::uint32_t i = 0; i < 20'000; ++i) writer.write(kAt, Detail{i});
    written = writer.finish();
    sink.close();
  }
  std::uint32_t next = 0;
  const Fingerprint read = sim::read_trace_file(file.path, [&](const RawRecord& raw) {
    Detail detail;
    if (sim::decode(raw.body, detail) && detail.n == next) ++next;
  });
  CHECK(next == 20'000);
  CHECK(read == written);
}

TEST_CASE("a cut or foreign trace file is refused with its name and the place") {
  const RemovedAtEnd file{temporary_file("dormouse_bad_trace_test.dmt")};
  MemoryTrace sink;
  write_details(sink, 6'000);
  REQUIRE(sink.blocks.size() == 2);
  const auto put = [&](std::string_view bytes) { std::ofstream(file.path, std::ios::binary) << bytes; };
  put(sink.blocks[0] + sink.blocks[1].substr(0, sink.blocks[1].size() - 1));
  std::string message;
  try {
    sim::read_trace_file(file.path, ignore);
  } catch (const TraceFormatError& error) {
    message = error.what();
  }
  CHECK(message ==
        file.path.string() + ": byte " + std::to_string(sink.blocks[0].size()) + ": the file ends within a block");
  put(sink.blocks[0] + "DMTB");
  CHECK_THROWS_AS(sim::read_trace_file(file.path, ignore), TraceFormatError);
  put("{\"json\": true, \"not\": \"a trace\"}");
  CHECK_THROWS_AS(sim::read_trace_file(file.path, ignore), TraceFormatError);
  put("");
  CHECK(sim::read_trace_file(file.path, ignore) == Fingerprint{});
  CHECK_THROWS_AS(sim::read_trace_file(file.path.string() + ".missing", ignore), std::system_error);
}

TEST_CASE("a trace file is compressed, and damage to it is found") {
  const RemovedAtEnd file{temporary_file("dormouse_damaged_trace_test.dmt")};
  MemoryTrace blocks;
  write_details(blocks, 6'000);
  std::size_t plain = 0;
  {
    sim::TraceFile sink(file.path);
    for (const std::string& block : blocks.blocks) {
      sink.write_block(block);
      plain += block.size();
    }
    sink.close();
  }
  std::ifstream in(file.path, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  CHECK(whole.starts_with("\x28\xB5\x2F\xFD"));
  CHECK(whole.size() * 2 < plain);
  const auto put = [&](std::string_view bytes) { std::ofstream(file.path, std::ios::binary) << bytes; };
  for (const std::size_t cut : {whole.size() - 1, whole.size() / 2, std::size_t{5}}) {
    put(std::string_view(whole).substr(0, cut));
    CHECK_THROWS_AS(sim::read_trace_file(file.path, ignore), TraceFormatError);
  }
  for (std::size_t at = 0; at < whole.size(); at += whole.size() / 97 + 1) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    put(damaged);
    CHECK_THROWS_AS(sim::read_trace_file(file.path, ignore), TraceFormatError);
  }
}

TEST_CASE("shared bytes are one body, whoever asks, and end with their last share") {
  MemoryTrace sink;
  TraceWriter trace(TraceLevel::all, sink);
  const sim::SharedBytes first(std::string("hello"));
  sim::SharedBytes share = first;
  CHECK(&*share == &*first);
  const BodyId id = trace.body(sim::Time{}, first);
  CHECK(id != BodyId::empty);
  CHECK(trace.body(sim::Time{}, share) == id);
  CHECK(trace.body(sim::Time{}, std::string_view("hello")) == id);
  CHECK(trace.body(sim::Time{}, sim::SharedBytes(std::string("hello"))) == id);
  CHECK(trace.body(sim::Time{}, sim::SharedBytes(std::string("other"))) != id);
  CHECK(trace.body(sim::Time{}, sim::SharedBytes(std::string())) == BodyId::empty);
  CHECK(trace.records() == 2);
  share = sim::SharedBytes();
  CHECK_FALSE(share);
  CHECK(*first == "hello");
}

TEST_CASE("a hundred thousand bodies keep their numbers while their table grows") {
  MemoryTrace sink;
  TraceWriter trace(TraceLevel::all, sink);
  constexpr std::uint32_t kBodies = 100'000;
  for (const bool again : {false, true}) {
    for (std::uint32_t i = 1; i <= kBodies; ++i) {
      const BodyId id = trace.body(sim::Time{}, std::string_view("body " + std::to_string(i)));
      if (id != BodyId{i}) FAIL("body " << i << (again ? " asked for again" : "") << " is " << static_cast<int>(id));
    }
  }
  CHECK(trace.records() == kBodies);
}

}  // namespace
