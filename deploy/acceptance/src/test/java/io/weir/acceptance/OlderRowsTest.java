package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.weir.device.state.RulesState;
import io.weir.device.state.RulesVersion;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.DeviceTables;
import io.weir.device.store.LogTopic;
import io.weir.device.store.RowWriter;
import io.weir.device.store.RulesTable;
import io.weir.device.store.Schema;
import io.weir.device.store.StoredState;
import io.weir.device.twin.IndexTerms;
import io.weir.device.twin.IndexedPaths;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tables and rows as the first release wrote them, word by word, are read by this one. */
@HubTest
class OlderRowsTest {

  private static final String KEYSPACE = "older_rows_test";

  /** What the first release created. Nobody changes these lines. */
  private static final List<String> VERSION_1 =
      List.of(
          "CREATE KEYSPACE older_rows_test WITH replication ="
              + " {'class': 'NetworkTopologyStrategy', 'replication_factor': 1}",
          "CREATE TABLE older_rows_test.devices (device_id text PRIMARY KEY, generation_id text,"
              + " etag text, status text, status_reason text, status_updated_time timestamp,"
              + " auth_type text, primary_key text, secondary_key text, primary_thumbprint text,"
              + " secondary_thumbprint text, authenticated_since bigint, applied bigint)",
          "CREATE TABLE older_rows_test.connections (device_id text PRIMARY KEY, incarnation text,"
              + " counter bigint, edge_partition int, edge_incarnation text, protocol text,"
              + " connected_at timestamp, applied bigint)",
          "CREATE TABLE older_rows_test.rules (name text, version bigint, text text,"
              + " applied_at timestamp, PRIMARY KEY (name, version))"
              + " WITH CLUSTERING ORDER BY (version DESC)",
          "CREATE TABLE older_rows_test.hub (name text PRIMARY KEY, value text)",
          "INSERT INTO older_rows_test.devices (device_id, generation_id, etag, status,"
              + " status_reason, status_updated_time, auth_type, primary_key, secondary_key,"
              + " primary_thumbprint, secondary_thumbprint, authenticated_since, applied) VALUES"
              + " ('d;1', '1790000000000001', 'MTc5MDAwMDAwMDAwMDEyMw==', 'disabled', 'lost ü',"
              + " 1790000000321, 'sas', 'c2VhbGVkIDE=', 'c2VhbGVkIDI=', null, null,"
              + " 1790000000000123, 1790000000000124) USING TIMESTAMP 1790000000000124",
          "INSERT INTO older_rows_test.devices (device_id, generation_id, etag, status,"
              + " status_reason, status_updated_time, auth_type, primary_key, secondary_key,"
              + " primary_thumbprint, secondary_thumbprint, authenticated_since, applied) VALUES"
              + " ('d2', '1790000000000002', 'Mg==', 'enabled', null, null, 'self_signed', null,"
              + " null, '0A0A', null, 1790000000000002, 1790000000000002)"
              + " USING TIMESTAMP 1790000000000002",
          "INSERT INTO older_rows_test.devices (device_id, generation_id, etag, status,"
              + " auth_type, authenticated_since, applied) VALUES ('d3', '3', 'Mw==', 'enabled',"
              + " 'certificate_authority', 3, 3) USING TIMESTAMP 3",
          "INSERT INTO older_rows_test.devices (device_id, generation_id, etag, status,"
              + " auth_type, authenticated_since, applied) VALUES ('d4', '4', 'NA==', 'enabled',"
              + " 'none', 4, 4) USING TIMESTAMP 4",
          "INSERT INTO older_rows_test.connections (device_id, incarnation, counter,"
              + " edge_partition, edge_incarnation, protocol, connected_at, applied) VALUES ('d;1',"
              + " 'edge-1.1790000000000', 42, 5, 'edge-1.1790000000000', 'Mqtt', 1790000000999,"
              + " 1790000000000125) USING TIMESTAMP 1790000000000125",
          "INSERT INTO older_rows_test.rules (name, version, text, applied_at) VALUES ('default',"
              + " 3, 'fallback on', 1790000000456) USING TIMESTAMP 1790000000000126",
          "INSERT INTO older_rows_test.hub (name, value) VALUES"
              + " ('device-commands.epoch', '1789999999999999')");

  private static CqlSession session;

  @BeforeAll
  static void createAsTheFirstReleaseDid() {
    List<String> cassandra = List.of(Hub.shared().cassandra());
    session = CassandraSessions.open(cassandra, "datacenter1", null);
    session.execute("DROP KEYSPACE IF EXISTS " + KEYSPACE);
    VERSION_1.forEach(session::execute);
    Schema.create(session, KEYSPACE, 1);
  }

  @AfterAll
  static void dropKeyspace() {
    if (session != null) {
      session.execute("DROP KEYSPACE IF EXISTS " + KEYSPACE);
      session.close();
    }
  }

  @Test
  @DisplayName("Rows of version 1 of each table and authentication are read")
  void rowsOfVersion1AreRead() {
    DeviceTables tables = new DeviceTables(session, KEYSPACE);
    assertThat(await(tables.identity(TwinKey.device("d;1"))))
        .contains(
            new Identity(
                "d;1",
                "1790000000000001",
                "MTc5MDAwMDAwMDAwMDEyMw==",
                Status.DISABLED,
                "lost ü",
                1_790_000_000_321L,
                new Authentication.Sas(
                    EncryptedKey.of("c2VhbGVkIDE="), EncryptedKey.of("c2VhbGVkIDI=")),
                1_790_000_000_000_123L));
    assertThat(await(tables.identity(TwinKey.device("d2"))).orElseThrow().authentication())
        .isEqualTo(new Authentication.SelfSigned("0A0A", null));
    assertThat(await(tables.identity(TwinKey.device("d3"))).orElseThrow().authentication())
        .isEqualTo(new Authentication.CertificateAuthority());
    assertThat(await(tables.identity(TwinKey.device("d4"))).orElseThrow().authentication())
        .isEqualTo(new Authentication.None());
    assertThat(await(new RulesTable(session, KEYSPACE).latest()))
        .contains(new RulesVersion(3, "fallback on", 1_790_000_000_456L));
    RulesState rules = new StoredState(session, KEYSPACE).rules().orElseThrow().value();
    assertThat(rules.applied()).isEqualTo(1_790_000_000_000_126L);
    assertThat(rules.shadow()).isNull();
    assertThat(Schema.epoch(session, KEYSPACE)).isEqualTo(1_789_999_999_999_999L);

    Connection old =
        new Connection(
            new ConnectionId("edge-1.1790000000000", 42),
            new EdgeAddress(5, "edge-1.1790000000000"),
            "Mqtt",
            1_790_000_000_999L,
            null);
    assertThat(await(tables.connection(TwinKey.device("d;1")))).contains(old);
    Connection expiring =
        new Connection(old.id(), old.edge(), old.protocol(), old.connectedAt(), 1_790_000_001_000L);
    await(
        new RowWriter(session, KEYSPACE, new IndexTerms(IndexedPaths.DEFAULT))
            .write(
                "d;1",
                new RowChange.PutConnection(TwinKey.device("d;1"), expiring),
                1_790_000_000_000_127L));
    assertThat(await(tables.connection(TwinKey.device("d;1")))).contains(expiring);
  }

  @Test
  @DisplayName("The log's rules 1: the topic belongs to the first who claims it")
  void theFirstTopicWins() {
    LogTopic first = new LogTopic("u2BxS9CvQ0q2lHbVEUK7xA", 8);
    assertThat(Schema.claimTopic(session, KEYSPACE, first)).isEqualTo(first);
    assertThat(Schema.claimTopic(session, KEYSPACE, new LogTopic("another", 9))).isEqualTo(first);
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
