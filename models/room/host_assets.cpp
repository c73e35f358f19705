#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "models/room/js_host.h"

// Host functions: the files of the configuration's `assets`, under paths that begin with a slash.

namespace models::room {
namespace {

namespace fs = std::filesystem;

/// Nothing outside the folder can be named, and nothing that is hidden.
bool is_inside(const std::string& path) {
  return path.starts_with('/') && path.find("/.") == std::string::npos && path.find('\0') == std::string::npos;
}

}  // namespace

void JsHost::define_assets() {
  engine_.define("is_asset", [this](js::Call& call) {
    const std::string path = call.text(0);
    std::error_code error;
    call.returns(!assets_.empty() && is_inside(path) && fs::is_regular_file(assets_ / path.substr(1), error));
  });
  // (owner, path) -> wait: its bytes as the body
  engine_.define("asset", [this](js::Call& call) {
    call_out(call, [&platform = platform_, file = assets_ / call.text(1).substr(1)](runtime::RespondToCaller respond) {
      runtime::FetchResult result;
      std::ifstream stream(file, std::ios::binary);
      result.response.body.assign(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
      platform.cache_answers(std::move(result), std::move(respond));
    });
  });
}

}  // namespace models::room
