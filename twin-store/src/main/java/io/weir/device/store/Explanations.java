package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.explain.EndpointAnswer;
import io.weir.device.explain.ExplainedMessage;
import io.weir.device.explain.Explanation;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The table {@code rule_explanations}, which the routing and the endpoints job write. Nobody
 * decides anything by it, so it is not written through the log; its rows end by themselves.
 *
 * <p>Stages complete on a thread of the driver, which must not be blocked; they fail with the
 * driver's {@code DriverException}.
 */
public final class Explanations {

  /** Rows that hold an answer alone, since the explanation itself could not be kept. */
  private static final int MAX_BARE = 100;

  /** The most explanations that bear one message id. */
  private static final int MAX_NAMESAKES = 100;

  private final CqlSession session;
  private final PreparedStatement put;
  private final PreparedStatement answer;
  private final PreparedStatement ofDevice;
  private final PreparedStatement ofMessage;

  /** Prepares the statements: the keyspace's tables must be there. */
  public Explanations(CqlSession session, String keyspace) {
    this.session = session;
    String explanations = Schema.quoted(keyspace) + ".rule_explanations";
    String key = " WHERE device_id = ? AND enqueued = ? AND source = ? AND position = ?";
    this.put = prepare("UPDATE " + explanations + " SET message_id = ?, explanation = ?" + key);
    this.answer = prepare("UPDATE " + explanations + " SET answers[?] = ?" + key);
    this.ofDevice =
        prepare(
            "SELECT enqueued, explanation, answers FROM "
                + explanations
                + " WHERE device_id = ? LIMIT ?");
    this.ofMessage =
        prepare(
            "SELECT enqueued, explanation, answers FROM "
                + explanations
                + " WHERE message_id = ? LIMIT "
                + MAX_NAMESAKES);
  }

  private PreparedStatement prepare(String statement) {
    return session.prepare(SimpleStatement.newInstance(statement).setIdempotent(true));
  }

  /**
   * Keeps an explanation; an earlier one of the same message is replaced.
   *
   * @param messageId null when the message has none
   * @param json as {@link Explanation#json}
   */
  public CompletionStage<Void> put(ExplainedMessage message, String messageId, String json) {
    return session
        .executeAsync(
            put.bind(
                messageId,
                json,
                message.deviceId(),
                Instant.ofEpochMilli(message.enqueued()),
                message.source(),
                message.offset()))
        .thenApply(done -> null);
  }

  /** Keeps what an endpoint answered, in the place of its former answer. */
  public CompletionStage<Void> answer(
      ExplainedMessage message, String endpoint, EndpointAnswer given) {
    return session
        .executeAsync(
            answer.bind(
                endpoint,
                json(given),
                message.deviceId(),
                Instant.ofEpochMilli(message.enqueued()),
                message.source(),
                message.offset()))
        .thenApply(done -> null);
  }

  private static String json(EndpointAnswer given) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("state", given.state().wireName());
    if (!given.detail().isEmpty()) {
      json.put("detail", given.detail());
    }
    json.put("time", Instant.ofEpochMilli(given.time()).toString());
    return json.toString();
  }

  /** The latest explanations of a device's messages, the last message first. */
  public CompletionStage<List<Explanation>> ofDevice(String deviceId, int last) {
    return session
        .executeAsync(ofDevice.bind(deviceId, last + MAX_BARE))
        .thenApply(page -> read(page).limit(last).toList());
  }

  /**
   * The explanations of the latest messages with that id, whoever sent them, the last one first; of
   * more than 100 of them some others.
   */
  public CompletionStage<List<Explanation>> ofMessage(String messageId, int last) {
    return session
        .executeAsync(ofMessage.bind(messageId))
        .thenApply(
            page ->
                read(page)
                    .sorted(Comparator.comparing(Explanation::enqueued).reversed())
                    .limit(last)
                    .toList());
  }

  /** A page is as long as the limit, if not longer. */
  private static Stream<Explanation> read(AsyncResultSet page) {
    return StreamSupport.stream(page.currentPage().spliterator(), false)
        .flatMap(row -> explanation(row).stream());
  }

  private static Optional<Explanation> explanation(Row row) {
    return Optional.ofNullable(row.getString("explanation"))
        .map(
            json ->
                new Explanation(
                    row.getInstant("enqueued"),
                    json,
                    row.getMap("answers", String.class, String.class)));
  }
}
