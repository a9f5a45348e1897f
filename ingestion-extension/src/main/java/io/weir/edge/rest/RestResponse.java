package io.weir.edge.rest;

import java.util.Map;

/** One answer; an empty body is none. */
record RestResponse(int status, Map<String, String> headers, String body) {

  private static final String JSON = "application/json; charset=utf-8";

  RestResponse {
    headers = Map.copyOf(headers);
  }

  static RestResponse json(int status, String body) {
    return new RestResponse(status, Map.of("Content-Type", JSON), body);
  }

  /** With the etag's header, which is quoted (REST-57). */
  static RestResponse json(String body, String etag) {
    return new RestResponse(200, Map.of("Content-Type", JSON, "ETag", "\"" + etag + "\""), body);
  }

  static RestResponse noContent() {
    return new RestResponse(204, Map.of(), "");
  }
}
