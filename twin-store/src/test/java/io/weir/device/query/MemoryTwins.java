package io.weir.device.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.store.ConnectionPage;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinDocument;
import io.weir.device.store.TwinPart;
import io.weir.device.store.TwinScan;
import io.weir.device.twin.IndexTerms;
import io.weir.device.twin.IndexedPaths;
import io.weir.device.twin.TwinJson;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Twins of a small hub that answer like the tables do: by token, and with the index's terms. */
final class MemoryTwins implements TwinScan, PresenceReader {

  private static final Comparator<StoredTwin> ORDER =
      Comparator.comparingLong(StoredTwin::token)
          .thenComparing(twin -> twin.identity().key().path());

  private static final IndexTerms TERMS = new IndexTerms(IndexedPaths.DEFAULT);

  private final Map<TwinKey, StoredTwin> twins = new TreeMap<>(Comparator.comparing(TwinKey::path));
  private final Map<TwinKey, ObjectNode> documents = new HashMap<>();
  private final Set<String> connected = new TreeSet<>();

  /** Rows that were read by scans and look-ups. */
  final AtomicLong scanned = new AtomicLong();

  /** Presence that was read. */
  final AtomicLong presenceReads = new AtomicLong();

  void put(TwinKey key, boolean enabled, ObjectNode tags, ObjectNode desired, ObjectNode reported) {
    Identity identity =
        new Identity(
            key.deviceId(),
            "1",
            "MQ==",
            enabled ? Status.ENABLED : Status.DISABLED,
            null,
            0,
            new Authentication.None(),
            1,
            key.moduleId(),
            null,
            null);
    documents.remove(key);
    String metadata = "{\"$lastUpdated\":\"2026-01-01T00:00:00Z\"}";
    twins.put(
        key,
        new StoredTwin(
            token(key.deviceId()),
            identity,
            2,
            TwinJson.text(tags),
            TwinJson.text(desired),
            metadata,
            1,
            TwinJson.text(reported),
            metadata,
            1,
            TERMS.ofService(tags, desired),
            TERMS.ofReported(reported)));
  }

  void remove(TwinKey key) {
    twins.remove(key);
  }

  void connect(TwinKey key) {
    documents.remove(key);
    connected.add(key.path());
  }

  /** What queries are about, as the wire shows it (TWIN-01). */
  ObjectNode document(TwinKey key) {
    return documents.computeIfAbsent(key, this::read);
  }

  private ObjectNode read(TwinKey key) {
    StoredTwin twin = twins.get(key);
    TwinPresence seen = seen(key);
    return (ObjectNode)
        TwinJson.parse(TwinDocument.of(twin.row(), seen.connected(), seen.presence()));
  }

  List<TwinKey> keys(boolean modules) {
    return twins.keySet().stream().filter(key -> key.isModule() == modules).toList();
  }

  /** Anything that spreads. */
  private static long token(String deviceId) {
    return UUID.nameUUIDFromBytes(deviceId.getBytes(StandardCharsets.UTF_8))
        .getMostSignificantBits();
  }

  private Stream<StoredTwin> rows(boolean modules) {
    return twins.values().stream()
        .filter(twin -> twin.identity().key().isModule() == modules)
        .sorted(ORDER);
  }

  @Override
  public synchronized CompletionStage<Page> read(Request request) {
    List<StoredTwin> page =
        rows(request.modules())
            .filter(
                twin ->
                    twin.token() > request.from()
                        || (request.modules() && twin.token() == request.from()))
            .filter(twin -> twin.token() <= request.to())
            .filter(twin -> request.terms().stream().allMatch(twin::has))
            .limit(request.limit())
            .map(twin -> only(twin, request.parts()))
            .toList();
    scanned.addAndGet(page.size());
    return CompletableFuture.completedFuture(new Page(page, page.size() >= request.limit()));
  }

  /** What was not asked for must not be looked at. */
  private static StoredTwin only(StoredTwin twin, Set<TwinPart> parts) {
    return new StoredTwin(
        twin.token(),
        twin.identity(),
        twin.version(),
        parts.contains(TwinPart.TAGS) ? twin.tags() : null,
        parts.contains(TwinPart.DESIRED) ? twin.desired() : null,
        parts.contains(TwinPart.DESIRED_METADATA) ? twin.desiredMetadata() : null,
        twin.desiredVersion(),
        parts.contains(TwinPart.REPORTED) ? twin.reported() : null,
        parts.contains(TwinPart.REPORTED_METADATA) ? twin.reportedMetadata() : null,
        twin.reportedVersion(),
        parts.contains(TwinPart.TERMS) ? twin.serviceTerms() : null,
        parts.contains(TwinPart.TERMS) ? twin.reportedTerms() : null);
  }

  @Override
  public synchronized CompletionStage<Optional<StoredTwin>> read(TwinKey key, Set<TwinPart> parts) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(twins.get(key)).map(twin -> only(twin, parts)));
  }

  @Override
  public synchronized CompletionStage<List<StoredTwin>> modules(
      String deviceId, Set<TwinPart> parts) {
    return CompletableFuture.completedFuture(
        rows(true)
            .filter(twin -> twin.identity().deviceId().equals(deviceId))
            .map(twin -> only(twin, parts))
            .toList());
  }

  @Override
  public synchronized CompletionStage<List<ConnectionPage.Held>> held(
      boolean modules, TwinKey after, int limit) {
    long from = after == null ? Long.MIN_VALUE : token(after.deviceId());
    Connection connection =
        new Connection(new ConnectionId("node", 1), new EdgeAddress(0, "node"), "mqtt", 0, null);
    return CompletableFuture.completedFuture(
        rows(modules)
            .filter(twin -> twin.token() >= from)
            .map(twin -> twin.identity().key())
            .filter(key -> connected.contains(key.path()))
            .limit(limit)
            .map(key -> new ConnectionPage.Held(key, connection))
            .toList());
  }

  @Override
  public CompletionStage<TwinPresence> of(TwinKey key) {
    presenceReads.incrementAndGet();
    return CompletableFuture.completedFuture(seen(key));
  }

  private TwinPresence seen(TwinKey key) {
    return new TwinPresence(
        connected.contains(key.path()), new Presence(0, 1_000L * key.path().length(), Set.of()));
  }

  @Override
  public boolean isAlive(Connection connection) {
    return true;
  }
}
