package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.SubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundInput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.unsubscribe.UnsubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.unsubscribe.parameter.UnsubscribeInboundInput;
import com.hivemq.extension.sdk.api.interceptor.unsubscribe.parameter.UnsubscribeInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.subscribe.ModifiableSubscription;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import io.weir.device.command.Command;
import io.weir.device.connection.Subscription;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.node.CommandBus;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device may subscribe to (MQTT-42: the five kinds that there are), and that the one writer
 * knows of it. SUBACK answers 0x80 to anything else, and grants at most QoS 1.
 *
 * <p>The SUBACK for desired properties waits for the one writer: from then on each change is told,
 * so that none falls between the subscription and the first GET (design, "The log's rules" 6).
 * Others wait for nothing, so that a device comes in while the jobs are down.
 */
final class MqttSubscriptions
    implements SubscriptionAuthorizer, SubscribeInboundInterceptor, UnsubscribeInboundInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(MqttSubscriptions.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  private final MqttSessions sessions;
  private final CommandBus commands;

  MqttSubscriptions(MqttSessions sessions, CommandBus commands) {
    this.sessions = sessions;
    this.commands = commands;
  }

  @Override
  public void authorizeSubscribe(
      SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
    MqttSession session = sessions.of(input.getConnectionInformation()).orElse(null);
    DeviceConnection connection = session == null ? null : session.connection();
    Optional<Subscription> meaning =
        connection == null
            ? Optional.empty()
            : DeviceFilters.meaning(connection.key(), input.getSubscription().getTopicFilter());
    if (meaning.isEmpty()) {
      output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
      return;
    }
    Command.Subscribe command = new Command.Subscribe(connection.id(), Set.of(meaning.get()));
    if (meaning.get() == Subscription.DESIRED_PROPERTIES) {
      authorizeWhenKnown(session, command, output);
      return;
    }
    output.authorizeSuccessfully();
    if (session.keepsSession()) {
      var unused = session.subscribe(meaning.get(), () -> tell(connection, command));
    }
  }

  private void authorizeWhenKnown(
      MqttSession session, Command.Subscribe command, SubscriptionAuthorizerOutput output) {
    Async<SubscriptionAuthorizerOutput> async =
        output.async(ANSWER_WITHIN, TimeoutFallback.FAILURE);
    DeviceConnection connection = session.connection();
    var unused =
        session
            .subscribe(
                Subscription.DESIRED_PROPERTIES, () -> commands.call(connection.key(), command))
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null) {
                    output.authorizeSuccessfully();
                  } else {
                    session.unsubscribe(Subscription.DESIRED_PROPERTIES);
                    LOG.debug("'{}' is not subscribed", connection.key().path(), failure);
                    output.failAuthorization(SubackReasonCode.UNSPECIFIED_ERROR);
                  }
                  async.resume();
                });
  }

  @Override
  public void onInboundSubscribe(SubscribeInboundInput input, SubscribeInboundOutput output) {
    for (ModifiableSubscription subscription : output.getSubscribePacket().getSubscriptions()) {
      if (subscription.getQos() == Qos.EXACTLY_ONCE) {
        subscription.setQos(Qos.AT_LEAST_ONCE);
      }
    }
  }

  /** MQTT-43. */
  @Override
  public void onInboundUnsubscribe(UnsubscribeInboundInput input, UnsubscribeInboundOutput output) {
    MqttSession session = sessions.of(input.getConnectionInformation()).orElse(null);
    DeviceConnection connection = session == null ? null : session.connection();
    if (connection == null) {
      return;
    }
    Set<Subscription> gone = EnumSet.noneOf(Subscription.class);
    for (String filter : input.getUnsubscribePacket().getTopicFilters()) {
      DeviceFilters.meaning(connection.key(), filter)
          .filter(meaning -> session.unsubscribe(meaning) || session.keepsSession())
          .ifPresent(gone::add);
    }
    if (!gone.isEmpty()) {
      var unused = tell(connection, new Command.Unsubscribe(connection.id(), gone));
    }
  }

  /** What gets lost costs a repeated subscription, or a notification that nobody hears. */
  private CompletionStage<?> tell(DeviceConnection connection, Command command) {
    return commands
        .send(connection.key(), command)
        .exceptionally(
            failure -> {
              LOG.warn("A subscription of '{}' is not kept", connection.key().path(), failure);
              return null;
            });
  }
}
