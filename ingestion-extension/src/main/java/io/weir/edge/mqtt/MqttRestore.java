package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import com.hivemq.extension.sdk.api.services.subscription.TopicSubscription;
import io.weir.device.command.Command;
import io.weir.device.connection.Subscription;
import io.weir.device.state.Answer;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.node.CommandBus;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a device that goes on with its session its subscriptions back (MQTT-25): the broker keeps
 * none, and SDKs subscribe anew to some of them only. The one writer knows them; what it tells the
 * device waits until they are there.
 */
final class MqttRestore {

  private static final Logger LOG = LoggerFactory.getLogger(MqttRestore.class);

  /** The broker may not know a client yet that was admitted a moment ago. */
  private static final Duration AGAIN = Duration.ofMillis(100);

  /** While nobody decides: the jobs are down. */
  private static final Duration LATER = Duration.ofSeconds(5);

  private static final int ATTEMPTS = 50;

  private final SubscriptionStore subscriptions;
  private final CommandBus commands;
  private final ScheduledExecutorService timer;

  MqttRestore(
      SubscriptionStore subscriptions, CommandBus commands, ScheduledExecutorService timer) {
    this.subscriptions = subscriptions;
    this.commands = commands;
    this.timer = timer;
  }

  /** Begins; {@link MqttSession#subscribed} completes when it is done. */
  void begin(MqttSession session) {
    if (!session.keepsSession()) {
      session.subscribed().complete(null);
      return;
    }
    ask(session);
  }

  private void ask(MqttSession session) {
    DeviceConnection connection = session.connection();
    if (!session.accepts()) {
      session.subscribed().cancel(false);
      return;
    }
    var unused =
        commands
            .call(connection.key(), new Command.Subscribe(connection.id(), Set.of()))
            .whenComplete(
                (answer, failure) -> {
                  if (answer instanceof Answer.Subscribed known) {
                    add(session, known.subscriptions(), ATTEMPTS);
                  } else {
                    again(() -> ask(session), LATER);
                  }
                });
  }

  private void add(MqttSession session, Collection<Subscription> known, int attempts) {
    Set<TopicSubscription> all =
        known.stream()
            .flatMap(
                one -> DeviceFilters.filters(session.connection().key(), one).stream().limit(1))
            .map(
                filter ->
                    Builders.topicSubscription().topicFilter(filter).qos(Qos.AT_LEAST_ONCE).build())
            .collect(Collectors.toSet());
    if (all.isEmpty()) {
      session.subscribed().complete(null);
      return;
    }
    var unused =
        add(session.clientId(), all)
            .whenComplete(
                (added, failure) -> {
                  if (failure == null) {
                    session.subscribed().complete(null);
                  } else if (session.accepts() && attempts > 1) {
                    again(() -> add(session, known, attempts - 1), AGAIN);
                  } else {
                    LOG.warn("'{}' has lost its subscriptions", session.clientId(), failure);
                    session.subscribed().completeExceptionally(failure);
                  }
                });
  }

  private CompletionStage<Void> add(String clientId, Set<TopicSubscription> all) {
    try {
      return subscriptions.addSubscriptions(clientId, all);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void again(Runnable task, Duration pause) {
    try {
      var unused = timer.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Going down: subscriptions are not restored", e);
    }
  }
}
