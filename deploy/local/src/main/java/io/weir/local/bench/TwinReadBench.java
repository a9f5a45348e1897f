package io.weir.local.bench;

import io.weir.local.client.HubClient;
import io.weir.local.hub.HubState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code twin-read}: twins read a second, by devices over MQTT and over REST; the floor is the
 * SELECT of the row with the plain driver. In turns, by the same number of callers.
 */
final class TwinReadBench {
  private static final int DEVICES = 1_000;
  private static final int CALLERS = 64;
  private static final double WARM_UP_SECONDS = 20;
  private static final int TURNS = 2;

  private final double seconds;
  private final Consumer<HubState> progress;

  TwinReadBench(double seconds, Consumer<HubState> progress) {
    this.seconds = seconds;
    this.progress = progress;
  }

  BenchResult run(BenchHub hub) throws Exception {
    hub.up(progress);
    HubClient client = new HubClient(hub.address());
    TwinNumbers.create(client, DEVICES);
    for (int i = 0; i < DEVICES; i++) {
      client.patchTwin(TwinNumbers.key(i), TwinNumbers.desired(i), Optional.empty()).orThrow();
    }
    try (TwinLoad load = TwinLoad.connect(hub);
        BenchStore store = BenchStore.open(hub.config());
        Callers callers = new Callers(CALLERS)) {
      load.report(0);
      Callers.Call rest = number -> client.twin(TwinNumbers.key(number % DEVICES)).orThrow();
      Callers.Call floor = store.reads(DEVICES);
      double[] sums = new double[3];
      for (Callers.Call call : new Callers.Call[] {load::get, rest, floor}) {
        callers.rate(WARM_UP_SECONDS, call);
      }
      for (int turn = 0; turn < TURNS; turn++) {
        sums[0] += callers.rate(seconds / TURNS, load::get);
        sums[1] += callers.rate(seconds / TURNS, rest);
        sums[2] += callers.rate(seconds / TURNS, floor);
      }
      Map<String, Double> more = new LinkedHashMap<>();
      more.put("restPerSecond", sums[1] / TURNS);
      more.put("restRatio", sums[1] / sums[2]);
      more.put("callers", (double) CALLERS);
      more.put("seconds", seconds);
      return new BenchResult(
          "twin-read",
          sums[0] / TURNS,
          "device GETs/s over MQTT",
          sums[2] / TURNS,
          "the SELECT of the row with the plain driver",
          "ratio 0.6",
          more);
    }
  }
}
