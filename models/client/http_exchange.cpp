#include "models/client/http_exchange.h"

#include <memory>
#include <utility>

namespace models::client {
namespace {

void record_answer(sim::Simulation& simulation, ClientId client, std::uint32_t number,
                   const std::optional<network::HttpResponse>& response) {
  HttpAnswered answered{.client = client, .request = number, .status = 0, .headers = {}, .body = {}};
  if (response) {
    answered.status = response->status;
    answered.body = simulation.trace().body(simulation.now(), response->body);
    for (const auto& [name, value] : response->headers) answered.headers += name + ": " + value + "\n";
  }
  simulation.record(answered);
}

}  // namespace

std::function<void()> ask(World& world, network::Access& access, std::uint32_t number, HttpQuestion question,
                          OnResponse on_response) {
  sim::Simulation& simulation = world.simulation;
  simulation.record(
      HttpRequested{.client = access.client, .request = number, .method = question.method, .path = question.path});
  network::HttpRequest request{.method = std::move(question.method),
                               .url = question.scheme + "://" + question.host + question.path,
                               .headers = {{"host", question.host}},
                               .body = std::move(question.body),
                               .cf = std::move(question.cf)};
  request.headers.insert(request.headers.end(), question.headers.begin(), question.headers.end());
  struct Exchange {
    sim::Simulation& simulation;
    ClientId client;
    std::uint32_t number;
    OnResponse on_response;
    network::HttpResponse coming;  // whose body is not whole yet

    void answered(const std::optional<network::HttpResponse>& response) const {
      record_answer(simulation, client, number, response);
      on_response(response);
    }
  };
  auto exchange = std::make_shared<Exchange>(simulation, access.client, number, std::move(on_response));
  const auto answered = [exchange](std::optional<network::Answer> answer) {
    if (!answer) return exchange->answered(std::nullopt);
    if (!answer->streamed) return exchange->answered(std::move(answer->response));
    exchange->coming = std::move(answer->response);
  };
  const auto heard = [exchange](network::BodyPiece piece) {
    using Kind = network::BodyPiece::Kind;
    if (piece.kind == Kind::chunk)
      exchange->coming.body += piece.bytes;
    else
      exchange->answered(piece.kind == Kind::end ? std::optional(std::move(exchange->coming)) : std::nullopt);
  };
  return [connection = world.network.request(access, world.edge, std::move(request), answered, heard)] {
    connection->abandon();
  };
}

}  // namespace models::client
