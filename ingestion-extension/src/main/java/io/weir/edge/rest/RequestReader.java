package io.weir.edge.rest;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.weir.device.error.HubError;
import io.weir.dsl.RuleFiles;
import io.weir.edge.node.ByteBudget;
import io.weir.edge.node.HubException;
import io.weir.edge.node.Utf8;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a request whole, within limits of size and time, and writes the answer. */
final class RequestReader implements Handler<HttpServerRequest> {

  /** Bytes of a body, unless it is of those below. */
  static final int MAX_BODY = 64 * 1024;

  /** A whole twin that is sent back has its metadata with it: up to 80 bytes for each name. */
  static final int MAX_TWIN_BODY = 3 * 1024 * 1024;

  /** A hundred devices with their twins. */
  static final int MAX_BULK_BODY = 4 * 1024 * 1024;

  /** Bytes of an answer that is large: a page of a query, or of an export. */
  private static final int COUNTED_ANSWER = 256 * 1024;

  private static final long MAX_READ_MILLIS = 30_000;

  /** Of those who are known, and of others, who must not take their place. */
  private final ByteBudget callers = new ByteBudget(64L * 1024 * 1024);

  private final ByteBudget strangers = new ByteBudget(8L * 1024 * 1024);

  /** Of large answers that their callers have not read yet. */
  private final ByteBudget answers = new ByteBudget(64L * 1024 * 1024);

  private final Vertx vertx;
  private final RestApi api;
  private final ServiceAuthorizer authorizer;

  RequestReader(Vertx vertx, RestApi api, ServiceAuthorizer authorizer) {
    this.vertx = vertx;
    this.api = api;
    this.authorizer = authorizer;
  }

  @Override
  public void handle(HttpServerRequest request) {
    new Exchange(request).begin();
  }

  /** One request and its answer; used by one event loop. */
  private final class Exchange {
    private final HttpServerRequest request;
    private final Context context = vertx.getOrCreateContext();
    private final Buffer body = Buffer.buffer();
    private boolean answered;
    private long timer;
    private ByteBudget budget;
    private int limit;
    private long held;

    Exchange(HttpServerRequest request) {
      this.request = request;
    }

    void begin() {
      timer = vertx.setTimer(MAX_READ_MILLIS, late -> request.connection().close());
      request.exceptionHandler(
          failure -> {
            vertx.cancelTimer(timer);
            release();
          });
      request.handler(this::received);
      request.endHandler(end -> complete());
    }

    private void received(Buffer part) {
      if (answered) {
        return;
      }
      if (budget == null) {
        admit();
      }
      if (body.length() + part.length() > limit) {
        refuse(
            budget == strangers
                ? ServiceAuthorizer.unauthorized()
                : new HubException(
                    HubError.MESSAGE_TOO_LARGE,
                    "body: too long (expected: at most " + limit + " bytes)"));
      } else if (!budget.take(part.length())) {
        refuse(
            new HubException(
                HubError.THROTTLED, "The node reads too many bodies; try again later."));
      } else {
        held += part.length();
        body.appendBuffer(part);
      }
    }

    /** A stranger may send what fits into a small body, and is answered why that is refused. */
    private void admit() {
      boolean known =
          authorizer.knows(Optional.ofNullable(request.getHeader("Authorization")), request.path());
      budget = known ? callers : strangers;
      limit = known ? limit(request.path()) : MAX_BODY;
    }

    private void refuse(HubException refusal) {
      request.response().putHeader("Connection", "close");
      answer(api.failure(refusal));
    }

    private void release() {
      if (budget != null) {
        budget.giveBack(held);
      }
      held = 0;
    }

    private static int limit(String path) {
      if (path == null) {
        return MAX_BODY;
      }
      if (path.equals("/weir/rules") || path.equals("/weir/rules/shadow")) {
        return RuleFiles.MAX_BYTES;
      }
      if (path.equals("/devices") || path.equals("/devices/")) {
        return MAX_BULK_BODY;
      }
      return path.startsWith("/twins/") ? MAX_TWIN_BODY : MAX_BODY;
    }

    private void complete() {
      vertx.cancelTimer(timer);
      if (answered) {
        return;
      }
      RestRequest whole;
      try {
        whole = whole();
      } catch (HubException e) {
        answer(api.failure(e));
        return;
      }
      Future.fromCompletionStage(api.handle(whole), context).onSuccess(this::answer);
    }

    private RestRequest whole() {
      Map<String, String> headers = new HashMap<>();
      request
          .headers()
          .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
      String path = request.path();
      List<String> segments = path == null ? List.of() : Target.path(path);
      return new RestRequest(
          method(headers),
          segments,
          Target.query(request.query()),
          headers,
          Utf8.decode(body.getBytes()));
    }

    /** Java's own HTTP client knows no PATCH, so its SDK says what it means in a header. */
    private String method(Map<String, String> headers) {
      String method = request.method().name();
      return method.equals("POST")
              && "PATCH".equalsIgnoreCase(headers.get("x-http-method-override"))
          ? "PATCH"
          : method;
    }

    private void answer(RestResponse answer) {
      answered = true;
      release();
      HttpServerResponse response = request.response();
      if (response.closed() || response.ended()) {
        return;
      }
      Buffer text = Buffer.buffer(answer.body());
      boolean counted = text.length() > COUNTED_ANSWER;
      if (counted && !answers.take(text.length())) {
        HubException full =
            new HubException(
                HubError.THROTTLED, "Too many answers wait to be read; try again later.");
        RestResponse instead = api.failure(full);
        var unused = write(response, instead, Buffer.buffer(instead.body()));
        return;
      }
      var unused =
          write(response, answer, text)
              .onComplete(
                  written -> {
                    if (counted) {
                      answers.giveBack(text.length());
                    }
                  });
    }

    private Future<Void> write(HttpServerResponse response, RestResponse answer, Buffer text) {
      response.setStatusCode(answer.status());
      answer.headers().forEach(response::putHeader);
      return response.end(text);
    }
  }
}
