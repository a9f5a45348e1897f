package io.weir.edge.rest;

import io.weir.device.error.HubError;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Errors as the registry shows them (ERR-01, ERR-03). */
final class ErrorBody {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Seconds; a failover takes 5 to 10. */
  private static final String RETRY_AFTER = "5";

  private final Clock clock;

  ErrorBody(Clock clock) {
    this.clock = clock;
  }

  RestResponse of(HubError error, String message) {
    String tracking = UUID.randomUUID().toString().replace("-", "");
    String body =
        Json.object(
            json -> {
              json.put("Message", "ErrorCode:" + error.wireName() + ";" + message);
              json.put(
                  "ExceptionMessage",
                  "Tracking ID:" + tracking + "-G:0-TimeStamp:" + TIME.format(clock.instant()));
            });
    Map<String, String> headers =
        new HashMap<>(RestResponse.json(error.httpStatus(), body).headers());
    headers.put("iothub-errorcode", error.wireName());
    if (error == HubError.SERVICE_UNAVAILABLE || error == HubError.THROTTLED) {
      headers.put("Retry-After", RETRY_AFTER);
    }
    return new RestResponse(error.httpStatus(), headers, body);
  }
}
