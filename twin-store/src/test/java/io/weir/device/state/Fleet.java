package io.weir.device.state;

import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.command.IdentitySpec;
import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Callers and edge nodes at work on a few devices: turns abstract steps into the log that they
 * would have written, with conditions taken from what the store showed at some time.
 */
final class Fleet {

  /** What somebody wishes. */
  enum Wish {
    CREATE,
    RENAME,
    REKEY,
    DISABLE,
    ENABLE,
    RETYPE,
    DELETE,
    CONNECT,
    CONNECT_AGAIN,
    DISCONNECT,
    TICK
  }

  /**
   * @param seen 0: what the store shows now; 1, 2..: what it showed that many changes ago
   * @param clock milliseconds that the broker's clock goes on, or back
   */
  record Step(Wish wish, int device, int node, int seen, int clock, boolean answered) {}

  /** One record of {@code device-commands}; the position after each one is free. */
  record Entry(String deviceId, CommandEnvelope envelope, long position, long logTime) {}

  private static final int DEVICES = 2;
  private static final int NODES = 3;

  private final List<List<Identity>> shown = new ArrayList<>();
  private final List<List<Command.Connect>> connects = new ArrayList<>();
  private final DeviceState[] states = new DeviceState[DEVICES];
  private long position = 1_790_000_000_000_000L;
  private long clock = 1_790_000_000_000L;

  private Fleet() {
    for (int device = 0; device < DEVICES; device++) {
      shown.add(new ArrayList<>());
      connects.add(new ArrayList<>());
    }
  }

  static Arbitrary<List<Entry>> logs() {
    return Combinators.combine(
            Arbitraries.of(Wish.class),
            Arbitraries.integers().between(0, DEVICES - 1),
            Arbitraries.integers().between(0, NODES - 1),
            Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(2, 1), Tuple.of(1, 2)),
            Arbitraries.integers().between(-5_000, 5_000),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMaxSize(60)
        .map(steps -> new Fleet().write(steps))
        .withoutEdgeCases();
  }

  private List<Entry> write(List<Step> steps) {
    List<Entry> log = new ArrayList<>();
    for (Step step : steps) {
      position += 2;
      clock += step.clock;
      EdgeAddress node = new EdgeAddress(step.node, "node-" + step.node);
      boolean answered = step.answered && step.wish != Wish.TICK;
      CommandEnvelope envelope =
          new CommandEnvelope(answered ? node : null, position, command(step, node));
      String id = "d" + step.device;
      log.add(new Entry(id, envelope, position, clock));
      DeviceState next =
          Registration.decide(id, states[step.device], envelope, position, clock).next();
      states[step.device] = next;
      if (next != null && next.identity() != null) {
        shown.get(step.device).add(next.identity());
      }
    }
    return log;
  }

  private Command command(Step step, EdgeAddress node) {
    Identity identity = latest(shown.get(step.device), step.seen);
    String etag = identity == null ? "none" : identity.etag();
    String ifMatch = step.clock % 4 == 0 ? "*" : etag;
    return switch (step.wish) {
      case CREATE -> new Command.CreateIdentity(spec(null, null, false));
      case RENAME -> new Command.UpdateIdentity(spec(null, "reason " + position, false), ifMatch);
      case REKEY -> new Command.UpdateIdentity(spec(null, null, true), ifMatch);
      case DISABLE -> new Command.UpdateIdentity(spec(Status.DISABLED, null, false), ifMatch);
      case ENABLE -> new Command.UpdateIdentity(spec(Status.ENABLED, null, false), ifMatch);
      case RETYPE -> new Command.UpdateIdentity(spec(type(step)), ifMatch);
      case DELETE -> new Command.DeleteIdentity(step.clock % 4 == 0 ? null : etag);
      case CONNECT -> connect(step, node, identity);
      case CONNECT_AGAIN -> {
        Command.Connect same = latest(connects.get(step.device), step.seen);
        yield same == null ? connect(step, node, identity) : same;
      }
      case DISCONNECT -> {
        Command.Connect connect = latest(connects.get(step.device), step.seen);
        yield new Command.Disconnect(
            connect == null ? new ConnectionId("nobody", 0) : connect.connection());
      }
      case TICK -> new Command.Tick();
    };
  }

  /** Some credentials never end, some have ended already by the log's time. */
  private Command.Connect connect(Step step, EdgeAddress node, Identity identity) {
    ConnectionId id = new ConnectionId(node.incarnation(), position);
    long since = identity == null ? 0 : identity.authenticatedSince();
    Long expires = step.clock % 3 == 0 ? null : clock + 3L * step.clock;
    Command.Connect connect = new Command.Connect(id, node, "mqtt", since, expires);
    connects.get(step.device).add(connect);
    return connect;
  }

  private static AuthenticationType type(Step step) {
    AuthenticationType[] types = AuthenticationType.values();
    return types[Math.floorMod(step.clock, types.length)];
  }

  private IdentitySpec spec(AuthenticationType type) {
    EncryptedKey spare = EncryptedKey.of("spare " + position);
    String thumbprint = type == AuthenticationType.SELF_SIGNED ? "0A".repeat(20) : null;
    return new IdentitySpec(null, null, type, null, null, spare, spare, thumbprint, null);
  }

  private IdentitySpec spec(Status status, String reason, boolean newKey) {
    EncryptedKey spare = EncryptedKey.of("spare " + position);
    return new IdentitySpec(
        status,
        reason,
        null,
        newKey ? EncryptedKey.of("key " + position) : null,
        null,
        spare,
        spare,
        null,
        null);
  }

  private static <T> T latest(List<T> history, int back) {
    return history.isEmpty() ? null : history.get(Math.max(0, history.size() - 1 - back));
  }
}
