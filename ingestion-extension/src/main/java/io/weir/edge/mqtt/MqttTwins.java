package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.publish.Publish;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import com.hivemq.extension.sdk.api.services.publish.PublishToClientResult;
import io.weir.device.error.HubError;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.mqtt.DeviceTopic.TwinRequest;
import io.weir.edge.node.ByteBudget;
import io.weir.edge.node.HubException;
import io.weir.edge.node.Utf8;
import io.weir.edge.twin.Twins;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests about a device's own twin (MQTT-30..35). The answer leaves after the request's PUBACK: a
 * device may take an answer that comes first for somebody else's.
 */
final class MqttTwins {

  /** Requests of one connection at a time; more are throttled (MQTT-35). */
  static final int MAX_UNANSWERED = 64;

  /** Likewise, of their bodies: twice the longest patch. */
  static final int MAX_UNANSWERED_BYTES = 256 * 1024;

  /** Of all connections: a patch waits as a tree, which may take thirty times its text. */
  private static final int MAX_NODE_BYTES = 6 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(MqttTwins.class);
  private static final String ANSWER = "$iothub/twin/res/";

  private final PublishService publishes;
  private final Twins twins;
  private final ByteBudget waiting = new ByteBudget(MAX_NODE_BYTES);

  MqttTwins(PublishService publishes, Twins twins) {
    this.publishes = publishes;
    this.twins = twins;
  }

  /**
   * Answers a request; never fails.
   *
   * @param body of the request, JSON in UTF-8
   * @param acknowledged completes when the PUBACK of the request is let go
   */
  void handle(
      MqttSession session, TwinRequest request, byte[] body, CompletableFuture<Void> acknowledged) {
    String requestId = request.requestId();
    if (requestId == null) {
      // Nobody could tell whose answer it is.
      return;
    }
    if (!begin(session, body.length)) {
      HubException throttled =
          new HubException(
              HubError.THROTTLED,
              "Too many twin requests are unanswered (expected: at most "
                  + MAX_UNANSWERED
                  + ", with bodies of at most "
                  + MAX_UNANSWERED_BYTES
                  + " bytes together).");
      var unused =
          acknowledged.thenCompose(acked -> publish(session, failure(requestId, throttled)));
      return;
    }
    CompletionStage<Response> answer;
    try {
      answer = answer(session.connection(), request, body);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    var unused =
        answer
            .exceptionally(failure -> failure(requestId, failure))
            .thenCombine(acknowledged, (response, acked) -> response)
            .thenCompose(response -> publish(session, response))
            .whenComplete((published, failure) -> end(session, body.length));
  }

  private boolean begin(MqttSession session, int bytes) {
    if (!session.beginTwinRequest(bytes)) {
      return false;
    }
    if (!waiting.take(bytes)) {
      session.endTwinRequest(bytes);
      return false;
    }
    return true;
  }

  private void end(MqttSession session, int bytes) {
    waiting.giveBack(bytes);
    session.endTwinRequest(bytes);
  }

  private record Response(String topic, String body) {}

  private CompletionStage<Response> answer(
      DeviceConnection connection, TwinRequest request, byte[] body) {
    return switch (request.kind()) {
      case GET ->
          twins
              .ofDevice(connection.key())
              .thenApply(twin -> new Response(topic(200, request.requestId()), twin));
      case PATCH_REPORTED ->
          twins
              .report(
                  connection.key(), connection.id(), Utf8.decode(body), version(request.version()))
              .thenApply(
                  version ->
                      new Response(topic(204, request.requestId()) + "&$version=" + version, ""));
    };
  }

  private static Long version(String text) {
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "$version: not a number (expected: a version)", e);
    }
  }

  private static Response failure(String requestId, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    HubError error = HubError.SERVER_ERROR;
    String message = "The hub failed; its log says more.";
    if (cause instanceof HubException refusal) {
      error = refusal.error();
      message = refusal.getMessage();
    } else {
      LOG.error("A twin request failed", cause);
    }
    return new Response(topic(error.httpStatus(), requestId), MqttErrors.body(error, message));
  }

  private static String topic(int status, String requestId) {
    return ANSWER + status + "/?$rid=" + requestId;
  }

  /** Completes when the broker has it, or when it never will. */
  private CompletionStage<Void> publish(MqttSession session, Response response) {
    if (!session.accepts()) {
      return CompletableFuture.completedFuture(null);
    }
    Publish publish =
        Builders.publish()
            .topic(response.topic())
            .qos(Qos.AT_MOST_ONCE)
            .payload(ByteBuffer.wrap(response.body().getBytes(StandardCharsets.UTF_8)))
            .build();
    return publishes
        .publishToClient(publish, session.clientId())
        .thenCompose(result -> onceSubscribed(session, publish, result))
        .handle(
            (result, failure) -> {
              if (failure != null) {
                LOG.warn("An answer to '{}' could not be sent", session.clientId(), failure);
              }
              return null;
            });
  }

  /** A device that goes on with its session may ask before its subscriptions are back. */
  private CompletionStage<PublishToClientResult> onceSubscribed(
      MqttSession session, Publish publish, PublishToClientResult result) {
    return result == PublishToClientResult.NOT_SUBSCRIBED && session.keepsSession()
        ? session
            .subscribed()
            .thenCompose(ready -> publishes.publishToClient(publish, session.clientId()))
        : CompletableFuture.completedFuture(result);
  }
}
