package io.weir.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A back end that patches tags and desired properties of a few twins in turn, one write after the
 * other without a pause, and goes on whatever happens.
 */
final class TwinBackEnd implements Runnable {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final ServiceApi api;
  private final List<WriteLedger> twins;
  private final BooleanSupplier stopped;

  TwinBackEnd(ServiceApi api, List<WriteLedger> twins, BooleanSupplier stopped) {
    this.api = api;
    this.twins = twins;
    this.stopped = stopped;
  }

  @Override
  public void run() {
    for (int number = 1; !stopped.getAsBoolean(); number++) {
      WriteLedger twin = twins.get(number % twins.size());
      if (!write(twin, number, number / twins.size())) {
        await().pollDelay(PAUSE).until(() -> true);
      }
    }
  }

  private boolean write(WriteLedger twin, int number, int turn) {
    WriteLedger.Write write = twin.begin(number);
    try {
      HttpResponse<String> answer =
          api.send("PATCH", "/twins/" + twin.id(), patch(number, turn), Map.of());
      if (answer.statusCode() == 200) {
        twin.promised(write, twin.part().versionIn(Json.parse(answer.body())));
        return true;
      }
      twin.refused(answer.statusCode());
    } catch (UncheckedIOException e) {
      // The edge is gone or does not answer: the outcome is not known.
    }
    return false;
  }

  /** Of tags, of desired properties, and of both, in turn. */
  private static String patch(int number, int turn) {
    String values = "{\"n\":" + number + "}";
    String desired = "\"properties\":{\"desired\":" + values + "}";
    return switch (turn % 3) {
      case 0 -> "{" + desired + "}";
      case 1 -> "{\"tags\":" + values + "}";
      default -> "{\"tags\":" + values + "," + desired + "}";
    };
  }
}
