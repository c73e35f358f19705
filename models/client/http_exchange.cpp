#include "models/client/http_exchange.h"

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

void ask(World& world, network::Access& access, std::uint32_t number, HttpQuestion question, OnResponse on_response) {
  sim::Simulation& simulation = world.simulation;
  simulation.record(
      HttpRequested{.client = access.client, .request = number, .method = question.method, .path = question.path});
  network::HttpRequest request{.method = std::move(question.method),
                               .url = "https://" + question.host + question.path,
                               .headers = {{"host", question.host}},
                               .body = std::move(question.body)};
  request.headers.insert(request.headers.end(), question.headers.begin(), question.headers.end());
  world.network.request(access, world.edge, std::move(request),
                        [&simulation, client = access.client, number,
                         on_response = std::move(on_response)](std::optional<network::Answer> answer) {
                          std::optional<network::HttpResponse> response;
                          if (answer) response = std::move(answer->response);
                          record_answer(simulation, client, number, response);
                          on_response(response);
                        });
}

}  // namespace models::client
