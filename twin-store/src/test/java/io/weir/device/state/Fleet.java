package io.weir.device.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.command.IdentitySpec;
import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.command.ImportMode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Subscription;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import io.weir.device.twin.TwinLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Callers, edge nodes and devices at work on a few devices and their modules: turns abstract steps
 * into the log that they would have written, with conditions taken from what the store showed at
 * some time.
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
    IMPORT,
    PATCH_TWIN,
    REPLACE_TWIN,
    CONNECT,
    CONNECT_AGAIN,
    DISCONNECT,
    SUBSCRIBE,
    UNSUBSCRIBE,
    REPORT,
    REPORT_ACTIVITY,
    INSPECT,
    TICK
  }

  /**
   * @param owner 0: the device itself; 1, 2..: a module of it
   * @param seen 0: what the store shows now; 1, 2..: what it showed that many changes ago
   * @param clock milliseconds that the broker's clock goes on, or back
   * @param patch of a section
   */
  record Step(
      Wish wish,
      int device,
      int owner,
      int node,
      int seen,
      int clock,
      boolean answered,
      JsonNode patch) {}

  /** One record of {@code device-commands}; the position after each one is free. */
  record Entry(String deviceId, CommandEnvelope envelope, long position, long logTime) {
    TwinKey key() {
      return new TwinKey(deviceId, envelope.moduleId());
    }
  }

  /** What the store shows of a device or module. */
  private record Shown(Identity identity, ServiceTwin service, Section reported) {}

  private static final int DEVICES = 2;
  private static final int MODULES = 2;
  private static final int NODES = 3;

  /** Where some patches do not fit any more. */
  private static final TwinLimits NARROW = new TwinLimits(24, 24, 24, 10, true);

  private static final List<JsonNode> PATCHES =
      List.of(
          TwinJson.parse("{}"),
          TwinJson.parse("null"),
          TwinJson.parse("{\"a\":1}"),
          TwinJson.parse("{\"a\":null,\"b\":1.10}"),
          TwinJson.parse("{\"a\":{\"b\":true,\"c\":\"2026-01-01T00:00:00Z\"}}"),
          TwinJson.parse("{\"a\":{\"b\":null,\"d\":{\"e\":5}}}"),
          TwinJson.parse("{\"b\":[1,{\"c\":\"x\"}],\"ü\":\"long enough\"}"));

  private final boolean faithful;
  private final Map<TwinKey, List<Shown>> shown = new HashMap<>();
  private final Map<TwinKey, List<Command.Connect>> connects = new HashMap<>();
  private final Map<String, InMemoryDevice> devices = new HashMap<>();
  private long position = 1_790_000_000_000_000L;
  private long clock = 1_790_000_000_000L;

  private Fleet(boolean faithful) {
    this.faithful = faithful;
  }

  /** Logs that hold whatever may be written, by a clock that steps back now and then. */
  static Arbitrary<List<Entry>> logs() {
    return logs(false, -5_000);
  }

  /**
   * Logs that hold what edge nodes write: a connection is told of once, and only of an identity
   * that was enabled. The clock goes on. Deletions have no condition: when the rows of a device are
   * gone, a repeated wish to create it makes another generation until its deletion is repeated,
   * too, which an etag of the former generation would prevent.
   */
  static Arbitrary<List<Entry>> faithfulLogs() {
    return logs(true, 0);
  }

  private static Arbitrary<List<Entry>> logs(boolean faithful, int slowest) {
    return Combinators.combine(
            Arbitraries.of(weighted()),
            Arbitraries.integers().between(0, DEVICES - 1),
            Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(2, 1), Tuple.of(2, MODULES)),
            Arbitraries.integers().between(0, NODES - 1),
            Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(2, 1), Tuple.of(1, 2)),
            Arbitraries.integers().between(slowest, 5_000),
            Arbitraries.of(true, false),
            Arbitraries.of(PATCHES))
        .as(Step::new)
        .list()
        .ofMaxSize(80)
        .withSizeDistribution(RandomDistribution.uniform())
        .map(steps -> new Fleet(faithful).write(steps))
        .withoutEdgeCases();
  }

  /** Without a device, and a connection, most wishes come to nothing. */
  private static List<Wish> weighted() {
    List<Wish> weighted = new ArrayList<>();
    for (Wish wish : Wish.values()) {
      int weight =
          switch (wish) {
            case CREATE -> 8;
            case CONNECT -> 8;
            case PATCH_TWIN, REPORT, SUBSCRIBE -> 4;
            case INSPECT, RETYPE -> 1;
            default -> 2;
          };
      weighted.addAll(Collections.nCopies(weight, wish));
    }
    return weighted;
  }

  private List<Entry> write(List<Step> steps) {
    List<Entry> log = new ArrayList<>();
    for (Step step : steps) {
      position += 2;
      clock += step.clock;
      EdgeAddress node = new EdgeAddress(step.node, "node-" + step.node);
      boolean answered = step.answered && step.wish != Wish.TICK;
      String id = "d" + step.device;
      boolean ofDevice = step.owner == 0 || step.wish == Wish.TICK || step.wish == Wish.INSPECT;
      TwinKey key = new TwinKey(id, ofDevice ? null : "m" + step.owner);
      CommandEnvelope envelope =
          new CommandEnvelope(
              answered ? node : null, position, key.moduleId(), command(step, key, node));
      log.add(new Entry(id, envelope, position, clock));
      InMemoryDevice device = devices.computeIfAbsent(id, name -> new InMemoryDevice());
      device.decide(id, envelope, position, clock);
      Identity identity = device.head(key.moduleId()).identity();
      if (identity != null) {
        shown
            .computeIfAbsent(key, name -> new ArrayList<>())
            .add(
                new Shown(
                    identity, device.service(key.moduleId()), device.reported(key.moduleId())));
      }
    }
    return log;
  }

  private Command command(Step step, TwinKey key, EdgeAddress node) {
    Shown seen = latest(shown.get(key), step.seen);
    Identity identity = seen == null ? null : seen.identity;
    String etag = identity == null ? "none" : identity.etag();
    String ifMatch = step.clock % 4 == 0 ? "*" : etag;
    return switch (step.wish) {
      case CREATE -> new Command.CreateIdentity(spec(null, null, false));
      case RENAME -> new Command.UpdateIdentity(spec(null, "reason " + position, false), ifMatch);
      case REKEY -> new Command.UpdateIdentity(spec(null, null, true), ifMatch);
      case DISABLE -> new Command.UpdateIdentity(spec(Status.DISABLED, null, false), ifMatch);
      case ENABLE -> new Command.UpdateIdentity(spec(Status.ENABLED, null, false), ifMatch);
      case RETYPE -> new Command.UpdateIdentity(spec(type(step)), ifMatch);
      case DELETE -> new Command.DeleteIdentity(step.clock % 4 == 0 || faithful ? null : etag);
      case IMPORT -> line(step, seen, ifMatch);
      case PATCH_TWIN, REPLACE_TWIN -> twin(step, seen);
      case CONNECT -> connect(step, key, node, identity);
      case CONNECT_AGAIN -> {
        Command.Connect same = latest(connects.get(key), step.seen);
        yield same == null || faithful ? connect(step, key, node, identity) : same;
      }
      case DISCONNECT -> new Command.Disconnect(connection(step, key));
      case SUBSCRIBE -> new Command.Subscribe(connection(step, key), subscriptions(step));
      case UNSUBSCRIBE -> new Command.Unsubscribe(connection(step, key), subscriptions(step));
      case REPORT ->
          new Command.UpdateReported(
              connection(step, key),
              step.patch,
              step.clock % 3 == 0 && seen != null ? seen.reported.version() : null,
              limits(step));
      case REPORT_ACTIVITY -> new Command.ReportActivity(connection(step, key));
      case INSPECT -> new Command.Inspect();
      case TICK -> new Command.Tick();
    };
  }

  private static Command twin(Step step, Shown seen) {
    String etag = seen == null ? "none" : seen.service.etag();
    return new Command.UpdateTwin(
        step.clock % 3 == 0 ? null : step.patch,
        step.clock % 3 == 1 ? null : step.patch,
        step.wish == Wish.REPLACE_TWIN,
        step.clock % 4 == 0 ? null : etag,
        limits(step));
  }

  private Command line(Step step, Shown seen, String ifMatch) {
    ImportMode[] modes = ImportMode.values();
    ImportMode mode = modes[Math.floorMod(step.clock, modes.length)];
    boolean deletes = faithful && mode == ImportMode.DELETE_IF_MATCH_ETAG;
    String twinEtag = seen == null ? null : seen.service.etag();
    return new Command.ImportIdentity(
        mode,
        spec(null, "imported " + position, step.clock % 5 == 0),
        deletes ? "*" : ifMatch,
        step.clock % 2 == 0 ? null : twinEtag,
        step.clock % 3 == 0 ? null : step.patch,
        step.patch,
        limits(step));
  }

  private static TwinLimits limits(Step step) {
    return step.clock % 5 == 0 ? NARROW : TwinLimits.CURRENT;
  }

  private static Set<Subscription> subscriptions(Step step) {
    return step.clock % 4 == 0
        ? Set.of(Subscription.METHODS)
        : Set.of(Subscription.DESIRED_PROPERTIES, Subscription.TWIN_RESPONSES);
  }

  private ConnectionId connection(Step step, TwinKey key) {
    Command.Connect connect = latest(connects.get(key), step.seen);
    return connect == null ? new ConnectionId("nobody", 0) : connect.connection();
  }

  /** Some credentials never end, some have ended already by the log's time. */
  private Command.Connect connect(Step step, TwinKey key, EdgeAddress node, Identity identity) {
    ConnectionId id = new ConnectionId(node.incarnation(), position);
    boolean admitted = identity != null && (!faithful || isAdmitted(key, identity));
    long since = admitted ? identity.authenticatedSince() : 0;
    long lasts = faithful ? 1 + 3L * step.clock : 3L * step.clock;
    Long expires = step.clock % 3 == 0 ? null : clock + lasts;
    Command.Connect connect =
        new Command.Connect(
            id,
            node,
            "mqtt",
            since,
            expires,
            step.clock % 2 == 0,
            step.clock % 7 == 0 ? "dtmi:example:Model;" + step.node : null);
    connects.computeIfAbsent(key, name -> new ArrayList<>()).add(connect);
    return connect;
  }

  /** An edge node reads the device of a module, too. */
  private boolean isAdmitted(TwinKey key, Identity identity) {
    InMemoryDevice device = devices.get(key.deviceId());
    Identity owner = device == null ? null : device.head(null).identity();
    return identity.enabled() && (!key.isModule() || (owner != null && owner.enabled()));
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
    return history == null ? null : history.get(Math.max(0, history.size() - 1 - back));
  }
}
