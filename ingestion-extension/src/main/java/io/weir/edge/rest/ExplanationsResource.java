package io.weir.edge.rest;

import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.device.error.HubError;
import io.weir.device.explain.Explanation;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.HubException;
import io.weir.edge.rules.RoutingExplanations;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * {@code /weir/rules/explanations}: why messages went where they went, {@code ?deviceId=ID&last=N}
 * or {@code ?messageId=ID&last=N}, the last one first. A {@code PUT} with {@code
 * ?deviceId=ID&seconds=N} has the messages of a device explained from now on, and a {@code DELETE}
 * with {@code ?deviceId=ID} ends that.
 */
final class ExplanationsResource implements Resource {

  private static final long MAX_SECONDS = RoutingExplanations.MAX_RECORDING.toSeconds();

  private final Access access;
  private final RoutingExplanations explanations;
  private final Executor writing;

  ExplanationsResource(Access access, RoutingExplanations explanations, Executor writing) {
    this.access = access;
    this.explanations = explanations;
    this.writing = writing;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    return switch (request.method()) {
      case "GET" -> {
        access.requireRight(request, Right.SERVICE_CONNECT);
        yield found(request).thenApplyAsync(found -> RestResponse.json(200, body(found)), writing);
      }
      case "PUT" -> {
        access.requireRight(request, Right.SERVICE_CONNECT);
        yield record(
            request,
            RulesRequest.number(request, "seconds", MAX_SECONDS)
                .orElseThrow(() -> missing("seconds")));
      }
      case "DELETE" -> {
        access.requireRight(request, Right.SERVICE_CONNECT);
        yield record(request, 0);
      }
      default -> throw Resource.notAllowed();
    };
  }

  private CompletionStage<List<Explanation>> found(RestRequest request) {
    Optional<String> messageId = request.parameter("messageId");
    int last =
        RulesRequest.number(request, "last", RoutingExplanations.MAX_LAST).orElse(1L).intValue();
    if (messageId.isEmpty()) {
      return explanations.ofDevice(deviceId(request), last);
    }
    if (request.parameter("deviceId").isPresent()) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "deviceId and messageId: both (expected: one of them)");
    }
    return explanations.ofMessage(messageId.get(), last);
  }

  private CompletionStage<RestResponse> record(RestRequest request, long seconds) {
    return explanations
        .record(deviceId(request), seconds)
        .thenApply(done -> RestResponse.noContent());
  }

  private static String deviceId(RestRequest request) {
    return request.parameter("deviceId").orElseThrow(() -> missing("deviceId"));
  }

  private static HubException missing(String parameter) {
    return new HubException(
        HubError.ARGUMENT_NULL, parameter + ": missing (expected: a parameter of the query)");
  }

  /** {@code {"explanations": [{..., "answers": {"alerts": {"state", "detail", "time"}}}]}}. */
  private static String body(List<Explanation> found) {
    return found.stream()
        .map(ExplanationsResource::json)
        .collect(Collectors.joining(",", "{\"explanations\":[", "]}"));
  }

  /** Both are objects that the jobs have written; they are long, and need not be read here. */
  private static String json(Explanation explanation) {
    String object = explanation.json();
    return explanation.answers().entrySet().stream()
        .map(answer -> TextNode.valueOf(answer.getKey()) + ":" + answer.getValue())
        .collect(
            Collectors.joining(
                ",", object.substring(0, object.length() - 1) + ",\"answers\":{", "}}"));
  }
}
