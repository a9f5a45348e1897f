package io.weir.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.auth.SasToken;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.hub.HubAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;

/**
 * The hub's service API over HTTPS (wire ids REST-01..04), signed with a shared access policy's
 * key. Thread-safe. Every call has a time limit; whatever goes wrong is a {@link CommandFailure} of
 * one sentence.
 */
public final class HubClient {
  private static final String API_VERSION = "2021-04-12";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  // A failover of the hub's jobs takes up to 10 s, during which writes wait.
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(40);

  /** A hundred commands wait for their turn among those of all bulk callers. */
  private static final Duration BULK_TIMEOUT = Duration.ofMinutes(2);

  /** Above the hub's own limit for a query. */
  private static final Duration QUERY_TIMEOUT = Duration.ofMinutes(3);

  private static final String JSON = "application/json; charset=utf-8";
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);

  private final HubAddress address;
  private final HttpClient http;

  public HubClient(HubAddress address) {
    this.address = address;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .sslContext(TrustedCa.context(address.ca()))
            .build();
  }

  /** The identity, 200 or 404 (REST-01). */
  public HubAnswer getDevice(String deviceId) {
    return send(devicePath(deviceId), "GET", BodyPublishers.noBody(), Optional.empty());
  }

  /** Creates the identity; 409 when it exists (REST-02, REST-52). */
  public HubAnswer createDevice(ObjectNode identity) {
    return putDevice(identity, Optional.empty());
  }

  /** Updates the identity; 412 when the etag is not the present one, {@code *} fits any. */
  public HubAnswer updateDevice(ObjectNode identity, String etag) {
    return putDevice(identity, Optional.of(quoted(etag)));
  }

  private HubAnswer putDevice(ObjectNode identity, Optional<String> ifMatch) {
    return send(
        devicePath(identity.path("deviceId").asText()),
        "PUT",
        BodyPublishers.ofString(identity.toString()),
        ifMatch,
        "application/json; charset=utf-8");
  }

  /** Deletes the identity (REST-03). */
  public HubAnswer deleteDevice(String deviceId, String etag) {
    return send(devicePath(deviceId), "DELETE", BodyPublishers.noBody(), Optional.of(quoted(etag)));
  }

  /** At most {@code top} identities (REST-04). */
  public HubAnswer listDevices(int top) {
    return send(
        "/devices?top=" + top + "&api-version=" + API_VERSION,
        "GET",
        BodyPublishers.noBody(),
        Optional.empty());
  }

  /** The twin, 200 or 404 (REST-10, REST-13). */
  public HubAnswer twin(TwinKey key) {
    return send(twinPath(key), "GET", BodyPublishers.noBody(), Optional.empty());
  }

  /** Patches tags and desired properties (REST-11, REST-14). */
  public HubAnswer patchTwin(TwinKey key, JsonNode patch, Optional<String> etag) {
    return write(twinPath(key), "PATCH", patch, etag);
  }

  /** Replaces what is given of tags and desired properties (REST-12, REST-15). */
  public HubAnswer replaceTwin(TwinKey key, JsonNode document, Optional<String> etag) {
    return write(twinPath(key), "PUT", document, etag);
  }

  /** Up to a hundred lines (REST-05); the answer may be a {@link HubAnswer#isBulkResult}. */
  public HubAnswer sendBulk(ArrayNode lines) {
    HttpRequest.Builder request =
        request("/devices?api-version=" + API_VERSION, BULK_TIMEOUT)
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofString(TwinJson.text(lines)));
    return send(request).answer();
  }

  /**
   * A page of a query's answer (REST-18, REST-59).
   *
   * @param id by which {@link #queryProgress} finds it; null for none
   */
  public QueryAnswer query(String query, int size, Optional<String> continuation, String id) {
    ObjectNode body = TwinJson.mapper().createObjectNode().put("query", query);
    HttpRequest.Builder request =
        request("/devices/query?api-version=" + API_VERSION, QUERY_TIMEOUT)
            .header("Content-Type", JSON)
            .header("x-ms-max-item-count", Integer.toString(size))
            .POST(BodyPublishers.ofString(TwinJson.text(body)));
    continuation.ifPresent(token -> request.header("x-ms-continuation", token));
    if (id != null) {
      request.header("x-weir-query-id", id);
    }
    return page(send(request));
  }

  /** How many twins a running query has read; empty when it is over. */
  public OptionalLong queryProgress(String id) {
    HubAnswer answer =
        send("/weir/queries/" + encoded(id), "GET", BodyPublishers.noBody(), Optional.empty());
    return answer.ok()
        ? OptionalLong.of(answer.json().path("scanned").asLong())
        : OptionalLong.empty();
  }

  /** A page of all devices and modules with their twins, as bulk lines (REG-05). */
  public QueryAnswer export(int size, Optional<String> continuation, boolean keys) {
    HttpRequest.Builder request =
        request("/weir/devices?keys=" + keys + "&top=" + size, QUERY_TIMEOUT).GET();
    continuation.ifPresent(token -> request.header("x-ms-continuation", token));
    return page(send(request));
  }

  /** Whether state and store agree about up to a hundred devices. */
  public JsonNode examine(Collection<String> deviceIds) {
    ObjectNode body = TwinJson.mapper().createObjectNode();
    ArrayNode ids = body.putArray("ids");
    deviceIds.forEach(ids::add);
    return write("/weir/doctor/twins", "POST", body, Optional.empty()).json();
  }

  private static QueryAnswer page(Answered answered) {
    String body = answered.answer().orThrow().body();
    return new QueryAnswer(
        answered.header("x-ms-item-type").orElse("Raw"),
        TwinJson.parse(body),
        answered.header("x-ms-continuation"));
  }

  private HubAnswer write(String path, String method, JsonNode body, Optional<String> etag) {
    return send(
        path,
        method,
        BodyPublishers.ofString(TwinJson.text(body)),
        etag.map(HubClient::quoted),
        JSON);
  }

  private static String twinPath(TwinKey key) {
    return "/twins/"
        + encoded(key.deviceId())
        + (key.isModule() ? "/modules/" + encoded(key.moduleId()) : "")
        + "?api-version="
        + API_VERSION;
  }

  /** The endpoints of the rules in force; {@code docs/endpoints.md} has the shape. */
  public JsonNode endpoints() {
    return send("/weir/endpoints", "GET", BodyPublishers.noBody(), Optional.empty()).json();
  }

  /** True when the edge node says that it is up; never throws. */
  public boolean healthy() {
    try {
      return send("/health", "GET", BodyPublishers.noBody(), Optional.empty()).status() == 200;
    } catch (CommandFailure e) {
      return false;
    }
  }

  private static String devicePath(String deviceId) {
    return "/devices/" + encoded(deviceId) + "?api-version=" + API_VERSION;
  }

  static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String quoted(String etag) {
    return etag.startsWith("\"") ? etag : '"' + etag + '"';
  }

  HubAnswer send(String pathAndQuery, String method, BodyPublisher body, Optional<String> ifMatch) {
    return send(pathAndQuery, method, body, ifMatch, null);
  }

  /** Any request; the content type is null when there is no body. */
  HubAnswer send(
      String pathAndQuery,
      String method,
      BodyPublisher body,
      Optional<String> ifMatch,
      String contentType) {
    HttpRequest.Builder request = request(pathAndQuery, ANSWER_TIMEOUT).method(method, body);
    ifMatch.ifPresent(etag -> request.header("If-Match", etag));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    return send(request).answer();
  }

  private HttpRequest.Builder request(String pathAndQuery, Duration timeout) {
    return HttpRequest.newBuilder(uri(pathAndQuery))
        .timeout(timeout)
        .header("Authorization", token())
        .header("Accept", "application/json");
  }

  /** An answer with its headers. */
  private record Answered(HubAnswer answer, HttpHeaders headers) {
    Optional<String> header(String name) {
      return headers.firstValue(name);
    }
  }

  private Answered send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answered(
          new HubAnswer(response.statusCode(), response.body()), response.headers());
    } catch (HttpTimeoutException e) {
      throw new CommandFailure(
          "the hub at " + place() + " did not answer in time; `weir status` shows what runs", e);
    } catch (ConnectException e) {
      throw new CommandFailure(
          "no hub answers at " + place() + "; `weir status` shows what runs, `weir up` starts it",
          e);
    } catch (SSLException e) {
      throw new CommandFailure(
          "the certificate of " + place() + " is not trusted (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw new CommandFailure(
          "the connection to " + place() + " broke off (" + e.getMessage() + "); try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
  }

  private URI uri(String pathAndQuery) {
    return URI.create("https://" + place() + pathAndQuery);
  }

  private String place() {
    return address.hostName() + ":" + address.httpsPort();
  }

  private String token() {
    return SasToken.create(
        address.hostName(), address.key(), Instant.now().plus(TOKEN_LIFE), address.policy());
  }
}
