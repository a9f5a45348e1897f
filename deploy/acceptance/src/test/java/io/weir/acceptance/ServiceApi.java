package io.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** The hub's REST interface, spoken without an SDK. */
final class ServiceApi {
  private static final String VERSION = "api-version=2021-04-12";

  private final String address;
  private final HttpClient client;
  private final String authorization;

  /** As the policy that may do everything. */
  ServiceApi(Hub hub) {
    this(hub, ownerToken(hub));
  }

  /** With an {@code Authorization} header of one's own. */
  ServiceApi(Hub hub, String authorization) {
    this(hub.host(), authorization, Trust.inHub(hub));
  }

  private ServiceApi(String address, String authorization, SSLContext tls) {
    this.address = address;
    this.authorization = authorization;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(tls)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /** As the owner at the edge node at {@code address}, whose certificate need not name it. */
  static ServiceApi at(Hub hub, String address) {
    return new ServiceApi(address, ownerToken(hub), Trust.inHubAtAnyAddress(hub));
  }

  /** A token of the owner policy, good for an hour. */
  static String ownerToken(Hub hub) {
    Map<String, String> parts = parts(hub.connectionString("iothubowner"));
    return Sas.ofPolicy(
        hub.host(),
        parts.get("SharedAccessKeyName"),
        parts.get("SharedAccessKey"),
        Instant.now().plus(Duration.ofHours(1)));
  }

  /** {@code Name=value;Name=value} as a map. */
  static Map<String, String> parts(String connectionString) {
    Map<String, String> parts = new HashMap<>();
    for (String part : connectionString.split(";", -1)) {
      int equals = part.indexOf('=');
      parts.put(part.substring(0, equals), part.substring(equals + 1));
    }
    return parts;
  }

  boolean isHealthy() {
    return send(request("/health").GET()).statusCode() == 200;
  }

  /** Creates a device whose keys the hub makes. */
  Device createDevice(String id) {
    return createDevice(id, Json.object().put("type", "sas"));
  }

  /** Creates a device that shows this certificate. */
  void createDevice(String id, String thumbprint) {
    ObjectNode authentication = Json.object().put("type", "selfSigned");
    authentication
        .putObject("x509Thumbprint")
        .put("primaryThumbprint", thumbprint)
        .put("secondaryThumbprint", thumbprint);
    createDevice(id, authentication);
  }

  private Device createDevice(String id, ObjectNode authentication) {
    ObjectNode identity = Json.object().put("deviceId", id);
    identity.set("authentication", authentication);
    return Device.of(identity(send("PUT", path(id), identity.toString(), Map.of())));
  }

  /** Creates a module whose keys the hub makes. */
  DeviceModule createModule(String deviceId, String id) {
    ObjectNode identity = Json.object().put("deviceId", deviceId).put("moduleId", id);
    String path = path(deviceId) + "/modules/" + id;
    return DeviceModule.of(identity(send("PUT", path, identity.toString(), Map.of())));
  }

  /** Sets {@code enabled} or {@code disabled}, whatever the present version. */
  void setStatus(String id, String status) {
    JsonNode present = identity(send("GET", path(id), null, Map.of()));
    ObjectNode changed = present.deepCopy();
    changed.put("status", status);
    identity(send("PUT", path(id), changed.toString(), Map.of("If-Match", "\"*\"")));
  }

  /** Gives the device other keys. */
  void renewKeys(String id) {
    ObjectNode changed = identity(send("GET", path(id), null, Map.of())).deepCopy();
    ObjectNode keys = (ObjectNode) changed.path("authentication").path("symmetricKey");
    keys.put("primaryKey", Sas.newKey()).put("secondaryKey", Sas.newKey());
    identity(send("PUT", path(id), changed.toString(), Map.of("If-Match", "\"*\"")));
  }

  /** {@code Connected} or {@code Disconnected}. */
  String connectionState(String id) {
    return identity(send("GET", path(id), null, Map.of())).path("connectionState").asText();
  }

  void deleteDevice(String id) {
    HttpResponse<String> answer = send("DELETE", path(id), null, Map.of("If-Match", "\"*\""));
    if (answer.statusCode() != 204) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  /** Any request; {@code body} may be null. */
  HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path + (path.contains("?") ? "&" : "?") + VERSION)
            .header("Content-Type", "application/json; charset=utf-8")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  static String path(String deviceId) {
    return "/devices/" + URLEncoder.encode(deviceId, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://" + address + path))
            .timeout(Duration.ofSeconds(30));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the hub", e);
    }
  }

  private static JsonNode identity(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return Json.parse(answer.body());
  }

  /** A device and the key it signs with; empty for a device with a certificate. */
  record Device(String id, String primaryKey, String secondaryKey, String generationId) {
    static Device of(JsonNode identity) {
      JsonNode keys = identity.path("authentication").path("symmetricKey");
      return new Device(
          identity.path("deviceId").asText(),
          keys.path("primaryKey").asText(""),
          keys.path("secondaryKey").asText(""),
          identity.path("generationId").asText());
    }

    String connectionString(Hub hub) {
      return "HostName=" + hub.host() + ";DeviceId=" + id + ";SharedAccessKey=" + primaryKey;
    }

    /** A token of the primary key, good for an hour. */
    String token(Hub hub) {
      return Sas.ofDevice(hub.host(), id, primaryKey, Instant.now().plus(Duration.ofHours(1)));
    }
  }

  /** A module of a device and the key it signs with. */
  record DeviceModule(String deviceId, String id, String primaryKey) {
    static DeviceModule of(JsonNode identity) {
      return new DeviceModule(
          identity.path("deviceId").asText(),
          identity.path("moduleId").asText(),
          identity.at("/authentication/symmetricKey/primaryKey").asText());
    }

    String connectionString(Hub hub) {
      return connectionString(hub, primaryKey);
    }

    /** With whatever key. */
    String connectionString(Hub hub, String key) {
      return "HostName="
          + hub.host()
          + ";DeviceId="
          + deviceId
          + ";ModuleId="
          + id
          + ";SharedAccessKey="
          + key;
    }
  }
}
