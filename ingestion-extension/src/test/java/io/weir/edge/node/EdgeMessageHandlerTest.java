package io.weir.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import io.weir.device.topic.Duplicates;
import io.weir.device.topic.EdgeMessage;
import io.weir.device.twin.TwinJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log's rules 4, 5, 8: what a node makes of its mail")
class EdgeMessageHandlerTest {

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final PendingCalls calls =
      new PendingCalls(2, Duration.ofMillis(300), timer, Runnable::run);
  private final Recording connections = new Recording();
  private final EdgeMessageHandler handler =
      new EdgeMessageHandler("mine", new Duplicates(10), calls, connections);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void replyCompletesItsCall() {
    PendingCalls.Call call = calls.open();
    handler.accept("d1", reply("mine", 7, call.correlationId(), new Answer.Done()));
    assertThat(call.answer()).isCompletedWithValue(new Answer.Done());
  }

  @Test
  void refusalIsAFailureOfItsCode() {
    PendingCalls.Call call = calls.open();
    Answer refused = new Answer.Refused(HubError.PRECONDITION_FAILED, "no");
    handler.accept("d1", reply("mine", 7, call.correlationId(), refused));
    assertFailed(call.answer(), HubError.PRECONDITION_FAILED);
  }

  @Test
  void mailForAnotherIncarnationIsIgnored() {
    PendingCalls.Call call = calls.open();
    handler.accept("d1", reply("other", 7, call.correlationId(), new Answer.Done()));
    assertThat(call.answer()).isNotDone();
  }

  @Test
  void repeatsAreDropped() {
    ConnectionId connection = new ConnectionId("mine", 1);
    EdgeMessage.CloseConnection close =
        new EdgeMessage.CloseConnection(
            "mine", 7, 0, "d1", connection, HubError.CONNECTION_TAKEN_OVER, null);
    handler.accept("d1", close);
    handler.accept("d1", close);
    handler.accept(
        "d1",
        new EdgeMessage.CloseConnection(
            "mine", 6, 0, "d1", connection, HubError.CONNECTION_TAKEN_OVER, null));
    assertThat(connections.closed).containsExactly("d1 1 CONNECTION_TAKEN_OVER");
  }

  @Test
  @DisplayName("The log's rules 6: a connection whose identity has moved on is closed")
  void connectionThatTheWriterRefusesIsClosed() {
    handler.accept(
        "d1",
        new EdgeMessage.CloseConnection(
            "mine", 7, 0, "d1", new ConnectionId("mine", 4), HubError.UNAUTHORIZED, null));
    assertThat(connections.closed).containsExactly("d1 4 UNAUTHORIZED");
  }

  @Test
  @DisplayName("MQTT-36, MQTT-50: a change of desired properties goes to the connection it names")
  void desiredChangesGoToTheirConnection() {
    handler.accept("d1", desired("mine", 7, 0, null, 3));
    handler.accept("d1", desired("mine", 7, 1, "m", 4));
    assertThat(connections.closed)
        .containsExactly("d1 9 desired 3 {\"a\":null}", "d1/m 9 desired 4 {\"a\":null}");
  }

  @Test
  @DisplayName("The log's rules 4, 8: repeats and mail for another life tell a device nothing")
  void desiredChangesAreToldOnce() {
    handler.accept("d1", desired("other", 7, 0, null, 3));
    handler.accept("d1", desired("mine", 8, 0, null, 4));
    handler.accept("d1", desired("mine", 8, 0, null, 4));
    handler.accept("d1", desired("mine", 7, 5, null, 3));
    assertThat(connections.closed).containsExactly("d1 9 desired 4 {\"a\":null}");
  }

  private static EdgeMessage desired(
      String incarnation, long position, int index, String moduleId, long version) {
    return new EdgeMessage.DesiredChanged(
        incarnation,
        position,
        index,
        "d1",
        moduleId,
        new ConnectionId("mine", 9),
        version,
        (ObjectNode) TwinJson.parse("{\"a\":null}"));
  }

  @Test
  @DisplayName("A module's connection is closed, and not its device's")
  void closesModules() {
    handler.accept(
        "d1",
        new EdgeMessage.CloseConnection(
            "mine", 7, 0, "d1", new ConnectionId("mine", 4), HubError.UNAUTHORIZED, "m"));
    assertThat(connections.closed).containsExactly("d1/m 4 UNAUTHORIZED");
  }

  @Test
  void callWithoutAnAnswerIs503AfterItsDeadline() {
    PendingCalls.Call call = calls.open();
    assertThatThrownBy(() -> call.answer().get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.error()).isEqualTo(HubError.SERVICE_UNAVAILABLE));
    assertThat(calls.isWaiting(call.correlationId())).isFalse();
  }

  @Test
  void tooManyCallsAre503AtOnce() {
    PendingCalls.Call first = calls.open();
    PendingCalls.Call second = calls.open();
    assertThat(second.correlationId()).isNotEqualTo(first.correlationId());
    assertThatThrownBy(calls::open).isInstanceOf(HubException.class);
    calls.complete(first.correlationId(), new Answer.Done());
    assertThat(calls.open().answer()).isNotDone();
  }

  @Test
  void lostLeaseFailsEveryCall() {
    PendingCalls.Call call = calls.open();
    calls.failAll(LeaseKeeper.noLease());
    assertFailed(call.answer(), HubError.SERVICE_UNAVAILABLE);
  }

  private static void assertFailed(CompletableFuture<Answer> answer, HubError error) {
    assertThat(answer)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(HubException.class)
        .satisfies(e -> assertThat(((HubException) e.getCause()).error()).isEqualTo(error));
  }

  private static EdgeMessage reply(String incarnation, long position, long id, Answer answer) {
    return new EdgeMessage.Reply(incarnation, position, 0, id, answer);
  }

  private static final class Recording implements Connections {
    private final List<String> closed = new ArrayList<>();

    @Override
    public void revoke(TwinKey key, long authenticatedSince) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void close(TwinKey key, ConnectionId connection, HubError reason) {
      closed.add(key.path() + " " + connection.counter() + " " + reason);
    }

    @Override
    public void desiredChanged(
        TwinKey key, ConnectionId connection, long version, ObjectNode properties) {
      closed.add(
          key.path()
              + " "
              + connection.counter()
              + " desired "
              + version
              + " "
              + TwinJson.text(properties));
    }

    @Override
    public void closeAll(HubError reason) {
      throw new AssertionError("not asked for");
    }
  }
}
