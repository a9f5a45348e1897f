package io.weir.acceptance;

import java.util.List;
import java.util.Map;

/**
 * What goes on at a hub all the time: a fleet sends, a back end writes identities, others write
 * twins, and devices report.
 */
record Load(Fleet fleet, RegistryWriter identities, TwinWriter twins) implements AutoCloseable {
  private static final int DEVICES = 20;
  private static final int STEPS = 10;

  /**
   * Creates the devices and begins.
   *
   * @param name what the ids of all devices begin with
   */
  static Load start(Hub hub, String name) {
    return new Load(
        Fleet.start(hub, name + "-fleet", DEVICES),
        RegistryWriter.start(hub, name + "-identities"),
        TwinWriter.start(hub, name + "-twins"));
  }

  /** Waits until each of them has been promised more than before. */
  void awaitProgress() {
    fleet.awaitProgress(STEPS);
    identities.awaitProgress(STEPS);
    twins.awaitProgress(STEPS);
  }

  /** Ends it; what was acknowledged and promised is in each of the topics and in the hub. */
  void finish(List<String> topics) throws InterruptedException {
    Map<String, Long> sent = fleet.finish();
    for (String topic : topics) {
      fleet.assertComplete(sent, topic);
    }
    identities.finish();
    twins.finish();
  }

  @Override
  public void close() {
    twins.close();
    identities.close();
    fleet.close();
  }
}
