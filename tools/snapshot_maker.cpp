// node snapshot_maker.node BUNDLE OUTPUT: runs the bundle and writes V8's startup snapshot of what it left behind.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

#include "models/js/addon.h"
#include "models/js/snapshot.h"

namespace {

int make(std::span<const std::string> arguments) {
  if (arguments.size() != 2) {
    std::fputs("usage: node snapshot_maker.node BUNDLE OUTPUT\n", stderr);
    return 2;
  }
  std::ifstream bundle(arguments[0], std::ios::binary);
  if (!bundle) {
    std::fprintf(stderr, "cannot read %s\n", arguments[0].c_str());
    return 2;
  }
  const std::string source((std::istreambuf_iterator<char>(bundle)), std::istreambuf_iterator<char>());
  const std::string blob = models::js::make_snapshot(source);
  std::ofstream output(arguments[1], std::ios::binary);
  output.write(blob.data(), static_cast<std::streamsize>(blob.size()));
  output.close();
  return output ? 0 : 1;
}

DORMOUSE_ADDON_MAIN(make);

}  // namespace
