package io.weir.jobs.endpoints;

import io.weir.device.topic.Topics;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.jobs.explain.Notebook;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outboxes that are being delivered: those of the endpoints in force. An endpoint that is gone
 * stops at once; what is in its outbox stays there, and is delivered when its name comes back.
 */
final class Outboxes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);

  private final Share share;
  private final Topics topics;
  private final OutboxKafka kafka;
  private final Senders senders;
  private final Clock clock;
  private final Notebook notebook;
  private final Map<String, Outbox> running = new ConcurrentHashMap<>();

  Outboxes(
      Share share,
      Topics topics,
      OutboxKafka kafka,
      Senders senders,
      Clock clock,
      Notebook notebook) {
    this.share = share;
    this.topics = topics;
    this.kafka = kafka;
    this.senders = senders;
    this.clock = clock;
    this.notebook = notebook;
  }

  /** Starts and stops what the rules change; an endpoint that is as it was goes on undisturbed. */
  synchronized void inForce(RuleSet rules) {
    Map<String, Endpoint> wanted = new LinkedHashMap<>();
    for (Endpoint endpoint : rules.endpoints()) {
      if (topics.hasOutbox(endpoint) && share.has(endpoint.name())) {
        wanted.put(endpoint.name().toLowerCase(Locale.ROOT), endpoint);
      }
    }
    List<Outbox> stopped =
        running.values().stream()
            .filter(outbox -> !outbox.endpoint().equals(wanted.get(outbox.name())))
            .toList();
    stop(stopped);
    wanted.forEach(
        (name, endpoint) -> {
          if (!running.containsKey(name)) {
            LOG.info("Endpoint {} is delivered", name);
            Outbox outbox = new Outbox(name, endpoint, topics, kafka, senders, clock, notebook);
            running.put(name, outbox);
            outbox.start();
          }
        });
  }

  /** At this moment. */
  Collection<Outbox> running() {
    return Set.copyOf(running.values());
  }

  private void stop(Collection<Outbox> stopped) {
    stopped.forEach(Outbox::interrupt);
    for (Outbox outbox : stopped) {
      outbox.awaitEnd();
      running.remove(outbox.name());
      LOG.info("Endpoint {} is delivered no more", outbox.name());
    }
  }

  @Override
  public synchronized void close() {
    stop(List.copyOf(running.values()));
  }
}
