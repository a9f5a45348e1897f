package io.weir.local.demo;

import io.weir.device.topic.Topics;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.local.CommandFailure;
import io.weir.local.client.HubClient;
import io.weir.local.client.RulesClient;
import io.weir.local.fleet.DeviceCredentials;
import io.weir.local.fleet.Fleet;
import io.weir.local.fleet.FleetListener;
import io.weir.local.fleet.FleetMessage;
import io.weir.local.fleet.MqttTarget;
import io.weir.local.fleet.PlantSignal;
import io.weir.local.fleet.Provisioner;
import io.weir.local.hub.HubAddress;
import io.weir.local.hub.HubConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * The hub's main job, live: a fleet of plant-like devices, rules, endpoints, and an account of
 * every message. Whatever it makes on the hub it takes away again.
 */
public final class Demo {
  /** The endpoint of the demo's rules whose messages are alerts. */
  private static final String ALERTS = "demo_alerts";

  // A rule set is in force two seconds after it was applied.
  private static final Duration RULES_IN_FORCE = Duration.ofMillis(2_500);
  private static final long LAST_ACKNOWLEDGEMENTS_SECONDS = 30;
  // A failover of the routing job takes up to 10 s, in which nothing comes.
  private static final Duration DRAIN_SILENCE = Duration.ofSeconds(20);
  private static final Duration REPEATS = Duration.ofMillis(500);

  private final HubConfig config;
  private final HubAddress address;
  private final HubClient hub;
  private final Screen screen;
  private final BooleanSupplier stop;
  private final Consumer<String> warnings;

  /**
   * A demo on a hub that runs.
   *
   * @param stop whether it was told to end early
   * @param warnings told what could not be put back
   */
  public Demo(
      HubConfig config,
      HubAddress address,
      Screen screen,
      BooleanSupplier stop,
      Consumer<String> warnings) {
    this.config = config;
    this.address = address;
    this.hub = new HubClient(address);
    this.screen = screen;
    this.stop = stop;
    this.warnings = warnings;
  }

  /** Runs it and cleans up. */
  public DemoResult run(DemoPlan plan) throws InterruptedException {
    Provisioner provisioner = new Provisioner(hub);
    try {
      screen.step("Provisioning " + plan.devices() + " devices " + plan.prefix() + "-...");
      List<DeviceCredentials> devices = provisioner.provision(plan.prefix(), plan.devices());
      screen.step("Applying the demo's rules");
      TemporaryRules rules = TemporaryRules.add(new RulesClient(hub), plan.rules());
      try {
        return run(plan, devices, rules.rules());
      } finally {
        restore(rules);
      }
    } finally {
      int left = provisioner.deleteMade();
      if (left > 0) {
        warnings.accept(left + " identities " + plan.prefix() + "-... could not be deleted");
      }
    }
  }

  private void restore(TemporaryRules rules) {
    try {
      if (rules.restore()) {
        warnings.accept("other rules were applied during the demo; they are left as they are");
      }
    } catch (CommandFailure e) {
      warnings.accept("the former rules could not be put back: " + e.getMessage());
    }
  }

  private DemoResult run(DemoPlan plan, List<DeviceCredentials> devices, RuleSet rules)
      throws InterruptedException {
    Map<String, String> topics = topics(rules);
    Ledger ledger = new Ledger(Set.copyOf(topics.values()));
    Expectations expectations = new Expectations(rules);
    long applied = System.nanoTime();
    try (EndpointWatch watch = new EndpointWatch(config.kafkaAddress(), topics, ALERTS, ledger);
        Fleet fleet =
            new Fleet(
                MqttTarget.of(address, config.ports().mqtt()),
                devices,
                number -> new PlantSignal("demo", number, plan.prefix().hashCode()),
                entering(ledger, expectations))) {
      screen.step("Connecting over MQTT and TLS");
      fleet.connect();
      long wait = RULES_IN_FORCE.toNanos() - (System.nanoTime() - applied);
      Thread.sleep(Math.max(0, wait / 1_000_000));
      LiveReport report = new LiveReport(plan, fleet, watch, screen);
      long begun = System.nanoTime();
      report.start();
      fleet.send(plan.rate(), plan.seconds(), stop);
      double took = (System.nanoTime() - begun) / 1e9;
      fleet.awaitAcknowledgements(LAST_ACKNOWLEDGEMENTS_SECONDS);
      drain(ledger, watch);
      Histogram latencies = report.stop();
      watch.check();
      boolean any = latencies.getTotalCount() > 0;
      return new DemoResult(
          ledger.summary(),
          took,
          any ? latencies.getValueAtPercentile(50) / 1e3 : Double.NaN,
          any ? latencies.getValueAtPercentile(99) / 1e3 : Double.NaN,
          fleet.reconnects(),
          fleet.heldBack());
    }
  }

  private Map<String, String> topics(RuleSet rules) {
    Map<String, String> topics = new HashMap<>();
    topics.put(new Topics(config.hub()).messagesEvents(), EventsEndpoint.NAME);
    for (Endpoint endpoint : rules.endpoints()) {
      if (endpoint instanceof KafkaEndpoint kafka) {
        topics.put(kafka.topic(), endpoint.name());
      }
    }
    return topics;
  }

  /** Waits until every acknowledged message has come, or nothing has come for long. */
  private static void drain(Ledger ledger, EndpointWatch watch) throws InterruptedException {
    long begun = System.nanoTime();
    while (ledger.summary().lost() > 0) {
      boolean quiet =
          watch.silence().compareTo(DRAIN_SILENCE) > 0
              && System.nanoTime() - begun > DRAIN_SILENCE.toNanos();
      if (quiet) {
        return;
      }
      Thread.sleep(100);
    }
    Thread.sleep(REPEATS.toMillis());
  }

  private static FleetListener entering(Ledger ledger, Expectations expectations) {
    return new FleetListener() {
      @Override
      public void sending(FleetMessage message) {
        ledger.sending(message.id(), expectations.of(message), System.nanoTime());
      }

      @Override
      public void acknowledged(FleetMessage message) {
        ledger.acknowledged(message.id());
      }

      @Override
      public void failed(FleetMessage message) {
        // The ledger counts as unacknowledged whatever is not acknowledged.
      }
    };
  }
}
