package io.weir.local.components;

import io.weir.local.hub.HubConfig;
import io.weir.local.install.Installation;
import io.weir.local.process.Component;
import io.weir.local.process.Exchange;
import io.weir.local.process.HealthProbe;
import io.weir.local.process.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Apache Cassandra as one node. */
public final class CassandraComponent {
  public static final String NAME = "cassandra";

  /** The data center's name with Cassandra's simple snitch. */
  public static final String DATACENTER = "datacenter1";

  private CassandraComponent() {}

  public static Component of(HubLayout layout) {
    HubConfig hub = layout.hub();
    Path home = ConfigFiles.directory(layout.data().cassandra());
    Path yaml = ConfigFiles.write(home.resolve("cassandra.yaml"), yaml(hub, home));
    Path logback = layout.logback(NAME, home);
    HealthProbe answering = Exchange.cql().at(hub.internalHost(), hub.ports().cassandra());
    return new Component(
        NAME,
        layout.installation().version(Installation.CASSANDRA, "cassandra-all"),
        hub.internalHost() + ":" + hub.ports().cassandra(),
        List::of,
        command(layout, home, yaml, logback),
        home,
        // Fewer malloc arenas: off-heap memory is not held many times over.
        Map.of("MALLOC_ARENA_MAX", "2"),
        layout.logFile(NAME),
        answering,
        Watch.minute(answering),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30));
  }

  private static List<String> command(HubLayout layout, Path home, Path yaml, Path logback) {
    return new JavaCommand()
        .heap(64, 768)
        .classData(layout.classData(NAME))
        .option("-Xss256k")
        .property("logback.configurationFile", logback)
        .property("cassandra.config", yaml.toUri().toString().replaceFirst("^file:/+", "file:///"))
        .property("cassandra.storagedir", home)
        .property("cassandra.logdir", home)
        .property("cassandra-foreground", true)
        // One node: there is nobody to gossip with, and nobody to wait for.
        .property("cassandra.skip_wait_for_gossip_to_settle", 0)
        .property("cassandra.ring_delay_ms", 0)
        .property("cassandra.consistent.rangemovement", false)
        .property("jdk.attach.allowAttachSelf", true)
        .property("io.netty.tryReflectionSetAccessible", true)
        .property("java.net.preferIPv4Stack", true)
        .exports(
            "java.base/jdk.internal.misc",
            "java.base/java.lang.ref",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.unsupported/sun.misc",
            "jdk.attach/sun.tools.attach")
        .opens(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal")
        .main(
            layout.installation().libraries(Installation.CASSANDRA),
            "org.apache.cassandra.service.CassandraDaemon");
  }

  private static String yaml(HubConfig hub, Path home) {
    return """
        cluster_name: %1$s
        num_tokens: 1
        partitioner: org.apache.cassandra.dht.Murmur3Partitioner
        endpoint_snitch: SimpleSnitch
        seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters:
              - seeds: %2$s
        listen_address: %3$s
        storage_port: %4$d
        rpc_address: %3$s
        start_native_transport: true
        native_transport_port: %5$d
        authenticator: AllowAllAuthenticator
        authorizer: AllowAllAuthorizer
        data_file_directories:
          - %6$s
        commitlog_directory: %7$s
        saved_caches_directory: %8$s
        hints_directory: %9$s
        cdc_raw_directory: %10$s
        hinted_handoff_enabled: false
        # What was answered must survive kill -9: a write waits for its fsync.
        commitlog_sync: batch
        commitlog_segment_size: 16MiB
        commitlog_total_space: 256MiB
        # A node that cannot write ends, so that its supervisor sees it.
        disk_failure_policy: die
        commit_failure_policy: die
        concurrent_reads: 16
        concurrent_writes: 16
        concurrent_compactors: 1
        memtable_heap_space: 96MiB
        memtable_offheap_space: 64MiB
        memtable_allocation_type: offheap_buffers
        # A compaction builds index segments on the heap, two kilobytes for each term that only one
        # twin has; by default it may take a gibibyte for that.
        sai_options:
          segment_write_buffer_size: 128MiB
        file_cache_size: 64MiB
        networking_cache_size: 16MiB
        key_cache_size: 8MiB
        row_cache_size: 0MiB
        counter_cache_size: 0MiB
        prepared_statements_cache_size: 8MiB
        auto_snapshot: false
        # The unset columns of a row are tombstones, and a query reads a thousand rows at a time.
        tombstone_warn_threshold: 20000
        read_request_timeout: 5000ms
        write_request_timeout: 5000ms
        """
        .formatted(
            ConfigFiles.yaml(hub.hub()),
            ConfigFiles.yaml(hub.internalHost() + ":" + hub.ports().cassandraStorage()),
            hub.internalHost(),
            hub.ports().cassandraStorage(),
            hub.ports().cassandra(),
            ConfigFiles.yaml(home.resolve("data")),
            ConfigFiles.yaml(home.resolve("commitlog")),
            ConfigFiles.yaml(home.resolve("saved_caches")),
            ConfigFiles.yaml(home.resolve("hints")),
            ConfigFiles.yaml(home.resolve("cdc_raw")));
  }
}
