package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.RowChange;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.ConnectionPage;
import io.weir.device.store.DeviceTables;
import io.weir.device.store.RowWriter;
import io.weir.device.store.Schema;
import io.weir.device.twin.IndexTerms;
import io.weir.device.twin.IndexedPaths;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The repositories of the device tables on the hub's own Cassandra, in a keyspace of their own. */
@HubTest
class DeviceTablesTest {

  private static final String KEYSPACE = "device_tables_test";
  private static final Authentication SAS =
      new Authentication.Sas(EncryptedKey.of("c2VhbGVkIDE="), EncryptedKey.of("c2VhbGVkIDI="));

  private static CqlSession session;
  private static DeviceTables tables;
  private static RowWriter rows;

  @BeforeAll
  static void createKeyspace() {
    List<String> cassandra = List.of(Hub.shared().cassandra());
    try (CqlSession admin = CassandraSessions.open(cassandra, "datacenter1", null)) {
      drop(admin);
      Schema.create(admin, KEYSPACE, 1);
    }
    session = CassandraSessions.open(cassandra, "datacenter1", KEYSPACE);
    tables = new DeviceTables(session, KEYSPACE);
    rows = new RowWriter(session, KEYSPACE, new IndexTerms(IndexedPaths.DEFAULT));
  }

  @AfterAll
  static void dropKeyspace() {
    if (session != null) {
      drop(session);
      session.close();
    }
  }

  @Test
  @DisplayName("Creating the schema again changes nothing")
  void schemaIsIdempotent() {
    write(put(identity("kept", SAS, 10)), 10);

    Schema.create(session, KEYSPACE, 1);

    assertThat(read("kept")).isPresent();
  }

  @Test
  @DisplayName("The log's rules 1: the epoch belongs to the first who claims it")
  void firstEpochWins() {
    assertThatThrownBy(() -> Schema.epoch(session, KEYSPACE))
        .hasMessage("device-commands.epoch: missing (expected: claimed at the hub's start)");

    assertThat(Schema.claimEpoch(session, KEYSPACE, 1_700_000_000_000_001L))
        .isEqualTo(1_700_000_000_000_001L);
    assertThat(Schema.claimEpoch(session, KEYSPACE, 1_800_000_000_000_000L))
        .isEqualTo(1_700_000_000_000_001L);
    assertThat(Schema.epoch(session, KEYSPACE)).isEqualTo(1_700_000_000_000_001L);
  }

  @Test
  @DisplayName("Which paths are indexed is chosen once, and the same for whoever writes and reads")
  void indexedPathsAreClaimed() {
    IndexedPaths chosen = new IndexedPaths(List.of("tags.site", "properties.reported"), 3);
    assertThat(Schema.claimIndexedPaths(session, KEYSPACE, chosen)).isEqualTo(chosen);
    assertThat(Schema.claimIndexedPaths(session, KEYSPACE, IndexedPaths.DEFAULT)).isEqualTo(chosen);
    assertThat(Schema.indexedPaths(session, KEYSPACE)).isEqualTo(chosen);
  }

  @Test
  @DisplayName("REG-02, AUTH-14: an identity is read as it was written, whatever proves it")
  void identitiesOfEachAuthentication() {
    List<Authentication> authentications =
        List.of(
            SAS,
            new Authentication.SelfSigned("A".repeat(40), "B".repeat(64)),
            new Authentication.SelfSigned("A".repeat(40), null),
            new Authentication.CertificateAuthority(),
            new Authentication.None());
    long position = 1_000;
    for (Authentication authentication : authentications) {
      Identity identity = identity("each-kind", authentication, ++position);
      write(put(identity), position);
      assertThat(read("each-kind")).contains(identity);
    }
  }

  @Test
  @DisplayName("REG-02: a disabled device keeps why and since when; unset ones stay unset")
  void statusIsKept() {
    Identity disabled =
        new Identity(
            "st;at'us", "7", "Nw==", Status.DISABLED, "lost ü", 1_790_000_000_123L, SAS, 7);

    write(put(disabled), 7);

    assertThat(read("st;at'us")).contains(disabled);
    assertThat(read("nobody")).isEmpty();
  }

  @Test
  @DisplayName("The log's rules 1: a write that is repeated or comes late changes nothing")
  void lateWritesChangeNothing() {
    Identity old = identity("late", SAS, 20);
    Identity young = identity("late", new Authentication.None(), 21);

    write(put(young), 21);
    write(put(old), 20);
    write(put(young), 21);

    assertThat(read("late")).contains(young);
  }

  @Test
  @DisplayName("The log's rules 1: a late write does not bring a deleted device back")
  void lateWritesDoNotResurrect() {
    Identity first = identity("gone", SAS, 30);
    write(put(first), 30);
    write(new RowChange.DropDevice(TwinKey.device("gone")), 31);
    assertThat(read("gone")).isEmpty();

    write(put(first), 30);
    assertThat(read("gone")).isEmpty();

    Identity second = identity("gone", SAS, 32);
    write(put(second), 32);
    write(new RowChange.DropDevice(TwinKey.device("gone")), 31);
    assertThat(read("gone")).contains(second);
  }

  @Test
  @DisplayName("The log's rules 10: a row knows the last position that changed it")
  void rowsKnowTheirPosition() {
    write(put(identity("applied", SAS, 40)), 40);
    write(put(identity("applied", SAS, 44)), 44);

    var row =
        session
            .execute("SELECT applied, writetime(etag) FROM devices WHERE device_id = 'applied'")
            .one();

    assertThat(row).isNotNull();
    assertThat(row.getLong(0)).isEqualTo(44);
    assertThat(row.getLong(1)).isEqualTo(44);
  }

  @Test
  @DisplayName("The log's rules 6: the holder is read as it was written, the last one wins")
  void connections() {
    Connection first = connection("node-1", 1);
    Connection second = connection("node-2", 1);

    write(new RowChange.PutConnection(TwinKey.device("held"), second), 51);
    write(new RowChange.PutConnection(TwinKey.device("held"), first), 50);
    assertThat(await(tables.connection(TwinKey.device("held")))).contains(second);

    write(new RowChange.DropConnection(TwinKey.device("held")), 52);
    assertThat(await(tables.connection(TwinKey.device("held")))).isEmpty();
  }

  @Test
  @DisplayName("The log's rules 7: all holders are read, page by page")
  void pagesOfConnections() {
    IntStream.range(0, 25)
        .forEach(
            i ->
                write(
                    new RowChange.PutConnection(
                        TwinKey.device("paged-" + i), connection("paging", i)),
                    100 + i));

    List<ConnectionPage.Held> found = new ArrayList<>();
    ByteBuffer next = null;
    do {
      ConnectionPage page = await(tables.connections(next, 10));
      assertThat(page.held()).hasSizeLessThanOrEqualTo(10);
      found.addAll(page.held());
      next = page.next();
    } while (next != null);

    assertThat(found)
        .contains(new ConnectionPage.Held(TwinKey.device("paged-7"), connection("paging", 7)))
        .filteredOn(held -> held.key().deviceId().startsWith("paged-"))
        .hasSize(25)
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("REST-04: a list ends at its limit")
  void listing() {
    IntStream.range(0, 30).forEach(i -> write(put(identity("listed-" + i, SAS, 60)), 60));

    assertThat(await(tables.identities(25))).hasSize(25).doesNotHaveDuplicates();
    assertThat(await(tables.identities(1000)))
        .extracting(Identity::deviceId)
        .contains("listed-0", "listed-29");
  }

  @Test
  @DisplayName("A keyspace whose name is no plain name is refused")
  void keyspaceNames() {
    assertThatThrownBy(() -> Schema.create(session, "a\"; DROP KEYSPACE b; --", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("keyspace: ");
  }

  /** A device with a new twin. */
  private static RowChange put(Identity identity) {
    return new RowChange.PutDevice(
        identity.key(), identity, ServiceTwin.initial(), Section.initial());
  }

  private static Identity identity(String id, Authentication authentication, long position) {
    return new Identity(
        id,
        Long.toString(position),
        "etag-" + position,
        Status.ENABLED,
        null,
        0,
        authentication,
        position);
  }

  private static Connection connection(String incarnation, long counter) {
    return new Connection(
        new ConnectionId(incarnation, counter),
        new EdgeAddress(3, incarnation),
        "mqtt",
        1_790_000_000_000L,
        1_790_000_060_000L);
  }

  private static void write(RowChange change, long position) {
    await(rows.write("the key of the command", change, position));
  }

  private static Optional<Identity> read(String deviceId) {
    return await(tables.identity(TwinKey.device(deviceId)));
  }

  private static void drop(CqlSession session) {
    session.execute("DROP KEYSPACE IF EXISTS " + KEYSPACE);
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
