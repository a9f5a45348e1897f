package io.weir.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.local.CommandFailure;
import io.weir.local.hub.HubAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The hub's rule sets ({@code /weir/rules} of the service API). Thread-safe. A version that a
 * caller names is a condition: the answer is 412 when another one is in force.
 */
public final class RulesClient {
  private static final String RULES = "/weir/rules";
  private static final String SHADOW = RULES + "/shadow";
  private static final String EXPLANATIONS = RULES + "/explanations";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final HubClient hub;

  public RulesClient(HubClient hub) {
    this.hub = hub;
  }

  public static RulesClient of(HubAddress address) {
    return new RulesClient(new HubClient(address));
  }

  /** The rules in force. */
  public RulesText current() {
    return text(get(RULES).json());
  }

  /**
   * A former version.
   *
   * @throws CommandFailure when the hub has it not
   */
  public RulesText version(long number) {
    return text(get(RULES + "?version=" + number).json());
  }

  /** {@code {"versions": [...]}}, the one in force first. */
  public JsonNode history(int last) {
    return get(RULES + "/history?last=" + last).json();
  }

  /** Applies a rule file; answers {@code {"version":n}}. */
  public HubAnswer apply(String text, OptionalLong ifVersion, Optional<String> note) {
    return put(RULES, text, ifVersion, note);
  }

  /** Puts a rule file beside the rules in force; answers {@code {"shadow":id}}. */
  public HubAnswer applyShadow(String text, OptionalLong ifVersion, Optional<String> note) {
    return put(SHADOW, text, ifVersion, note);
  }

  /** The shadow, its text and where it differs; 404 when there is none. */
  public HubAnswer shadow() {
    return get(SHADOW);
  }

  /** Makes the shadow the rules in force; answers {@code {"version":n}}. */
  public HubAnswer promote(OptionalLong ifVersion, Optional<String> note) {
    return hub.send(
        SHADOW + "/promote" + query(note), "POST", BodyPublishers.noBody(), ifMatch(ifVersion));
  }

  /** Takes the shadow away. */
  public HubAnswer dropShadow(OptionalLong ifVersion) {
    return hub.send(SHADOW, "DELETE", BodyPublishers.noBody(), ifMatch(ifVersion));
  }

  /** {@code {"explanations": [...]}} of a device's messages, the last one first. */
  public JsonNode explanationsOf(String deviceId, int last) {
    return get(EXPLANATIONS + "?deviceId=" + HubClient.encoded(deviceId) + "&last=" + last).json();
  }

  /** {@code {"explanations": [...]}} of the messages with that id, the last one first. */
  public JsonNode explanationsOfMessage(String messageId, int last) {
    return get(EXPLANATIONS + "?messageId=" + HubClient.encoded(messageId) + "&last=" + last)
        .json();
  }

  /** Has a device's messages explained from now on; none of them when the period is zero. */
  public HubAnswer explain(String deviceId, Duration period) {
    String device = EXPLANATIONS + "?deviceId=" + HubClient.encoded(deviceId);
    return period.isZero()
        ? hub.send(device, "DELETE", BodyPublishers.noBody(), Optional.empty())
        : hub.send(
            device + "&seconds=" + period.toSeconds(),
            "PUT",
            BodyPublishers.noBody(),
            Optional.empty());
  }

  private HubAnswer get(String path) {
    return hub.send(path, "GET", BodyPublishers.noBody(), Optional.empty());
  }

  private HubAnswer put(String path, String text, OptionalLong ifVersion, Optional<String> note) {
    return hub.send(
        path + query(note), "PUT", BodyPublishers.ofString(text), ifMatch(ifVersion), TEXT);
  }

  private static String query(Optional<String> note) {
    return note.map(text -> "?note=" + HubClient.encoded(text)).orElse("");
  }

  private static Optional<String> ifMatch(OptionalLong version) {
    return version.isPresent()
        ? Optional.of(HubClient.quoted(Long.toString(version.getAsLong())))
        : Optional.empty();
  }

  private static RulesText text(JsonNode answer) {
    return new RulesText(answer.path("version").asLong(), answer.path("text").asText());
  }
}
