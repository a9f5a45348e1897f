package io.weir.local.components;

import io.weir.local.hub.HubConfig;
import io.weir.local.install.Installation;
import io.weir.local.process.Component;
import io.weir.local.process.Exchange;
import io.weir.local.process.HealthProbe;
import io.weir.local.process.Watch;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Apache Kafka as one process, broker and controller (KRaft). */
public final class KafkaComponent {
  public static final String NAME = "kafka";

  private KafkaComponent() {}

  public static Component of(HubLayout layout) {
    HubConfig hub = layout.hub();
    Path home = ConfigFiles.directory(layout.data().kafka());
    Path properties = ConfigFiles.write(home.resolve("server.properties"), properties(hub, home));
    Path logback = layout.logback(NAME, home);
    List<Path> classPath = layout.installation().libraries(Installation.KAFKA);
    Path meta = home.resolve("data/meta.properties");
    List<String> format =
        new JavaCommand()
            .option("-XX:TieredStopAtLevel=1")
            .classData(path -> layout.installation().archives().existing(NAME, path))
            .property("logback.configurationFile", logback)
            .main(
                classPath,
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                clusterId(hub.epoch()),
                "--config",
                properties.toString(),
                "--ignore-formatted");
    List<String> run =
        new JavaCommand()
            .heap(64, 384)
            .classData(layout.classData(NAME))
            .property("logback.configurationFile", logback)
            .property("java.awt.headless", true)
            .main(classPath, "kafka.Kafka", properties.toString());
    HealthProbe answering = Exchange.kafka().at(hub.internalHost(), hub.ports().kafka());
    return new Component(
        NAME,
        layout.installation().version(Installation.KAFKA, "kafka_2.13"),
        hub.internalHost() + ":" + hub.ports().kafka(),
        () -> Files.exists(meta) ? List.of() : format,
        run,
        home,
        Map.of(),
        layout.logFile(NAME),
        answering,
        Watch.minute(answering),
        Duration.ofMinutes(3),
        Duration.ofSeconds(30));
  }

  /** A cluster id is 16 bytes in URL-safe base64; the hub's own epoch gives each hub its own. */
  private static String clusterId(long epoch) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(epoch).putLong(Long.MIN_VALUE >>> 1).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String properties(HubConfig hub, Path home) {
    String host = hub.internalHost();
    int port = hub.ports().kafka();
    int controller = hub.ports().kafkaController();
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@%1$s:%3$d
        listeners=PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d
        advertised.listeners=PLAINTEXT://%1$s:%2$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=PLAINTEXT
        controller.listener.names=CONTROLLER
        log.dirs=%4$s
        auto.create.topics.enable=false
        num.partitions=4
        default.replication.factor=1
        min.insync.replicas=1
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=8
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=1
        group.initial.rebalance.delay.ms=0
        # After kill -9 the broker waits until its own former session has ended.
        broker.session.timeout.ms=2000
        broker.heartbeat.interval.ms=500
        num.network.threads=2
        num.io.threads=4
        num.recovery.threads.per.data.dir=2
        log.segment.bytes=134217728
        log.retention.hours=168
        # A job that was away goes on from what it committed for longer than anything is kept.
        offsets.retention.minutes=43200
        """
        .formatted(host, port, controller, home.resolve("data"));
  }
}
