package io.weir.edge.rest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read whole.
 *
 * @param path the segments, each percent-decoded once (REST-60), without those of a trailing slash
 *     (REST-50)
 * @param query the first value of each parameter
 * @param headers by lower-case name
 */
record RestRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {

  RestRequest {
    path = List.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** The header's value; empty also when there is only white space. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
        .filter(value -> !value.isBlank());
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  @Override
  public String toString() {
    return "RestRequest[" + method + " " + path + "]";
  }
}
