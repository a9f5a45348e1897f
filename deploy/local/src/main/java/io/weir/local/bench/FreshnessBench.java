package io.weir.local.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.TwinJson;
import io.weir.local.client.HubClient;
import io.weir.local.client.QueryAnswer;
import io.weir.local.hub.HubState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * {@code freshness}: a twin is written through one edge node, and at once a query through another
 * one asks the index for what was written, and for what was there before. The floor is the query
 * alone.
 */
final class FreshnessBench {
  private static final int WRITES = 10_000;
  private static final int DEVICES = 100;
  private static final int CALLERS = 8;

  private final Consumer<HubState> progress;
  private final AtomicLong next = new AtomicLong();

  /** By device; the marks begin with 1, and 0 is nobody's. */
  private final AtomicLongArray marks = new AtomicLongArray(DEVICES);

  private final AtomicLong stale = new AtomicLong();
  private final Recorder writes = new Recorder(3);
  private final Recorder queries = new Recorder(3);

  FreshnessBench(Consumer<HubState> progress) {
    this.progress = progress;
  }

  BenchResult run(BenchHub hub) throws Exception {
    hub.up(progress);
    HubClient client = new HubClient(hub.address());
    TwinNumbers.create(client, DEVICES);
    try (SecondEdge second = SecondEdge.start(hub);
        Callers callers = new Callers(CALLERS)) {
      HubClient other = new HubClient(second.address());
      while (next.get() < WRITES) {
        // A turn for each device, so that no two callers write one at a time.
        callers.once(DEVICES, number -> writeAndQuery(client, other, number));
      }
    }
    Histogram whole = writes.getIntervalHistogram();
    Histogram queried = queries.getIntervalHistogram();
    Map<String, Double> more = new LinkedHashMap<>();
    more.put("stale", (double) stale.get());
    more.put("writes", (double) next.get());
    more.put("p99", whole.getValueAtPercentile(99) / 1e3);
    return new BenchResult(
        "freshness",
        whole.getValueAtPercentile(50) / 1e3,
        "ms at p50, a write and the query that finds it through another edge node",
        queried.getValueAtPercentile(50) / 1e3,
        "the query alone",
        "0 stale answers",
        more);
  }

  private void writeAndQuery(HubClient client, HubClient other, long device) {
    long mark = next.incrementAndGet();
    long before = marks.getAndSet((int) device, mark);
    long begun = System.nanoTime();
    ObjectNode patch = TwinJson.mapper().createObjectNode();
    patch.putObject("tags").put("mark", mark);
    client.patchTwin(TwinNumbers.key(device), patch, Optional.empty()).orThrow();
    long written = System.nanoTime();
    QueryAnswer found =
        other.query(
            "SELECT deviceId, tags.mark AS mark FROM devices WHERE tags.mark IN ["
                + mark
                + ", "
                + before
                + "]",
            10,
            Optional.empty(),
            null);
    long answered = System.nanoTime();
    if (found.items().size() != 1 || found.items().get(0).path("mark").asLong() != mark) {
      stale.incrementAndGet();
    }
    writes.recordValue((answered - begun) / 1_000);
    queries.recordValue((answered - written) / 1_000);
  }
}
