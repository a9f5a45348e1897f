package io.weir.local.components;

import io.weir.local.CommandFailure;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.PrivateFiles;
import io.weir.local.install.Installation;
import io.weir.local.process.Component;
import io.weir.local.process.HealthProbe;
import io.weir.local.process.Watch;
import io.weir.local.tls.CertificateAuthority;
import io.weir.local.tls.ServerKeyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An edge node: HiveMQ Community Edition as an ordinary broker, with the packaged extension. */
public final class EdgeComponent {
  public static final String NAME = "edge";

  /** The node that a local hub has. */
  public static final String NODE = "edge-1";

  /** A message of 256 KB (wire ids MQTT-05 and following) and its topic with properties. */
  private static final int MAX_PACKET_BYTES = (256 + 64) * 1024;

  /**
   * The broker closes at 1.5 times the keep-alive; 1,767 s is the cap (wire id NET-11). It applies
   * this to MQTT 5 only; for MQTT 3.1.1 the extension asks for the same.
   */
  private static final int MAX_KEEP_ALIVE_SECONDS = 1178;

  private EdgeComponent() {}

  /**
   * @param node unique among the hub's edge nodes
   * @param launcher the launcher's jar as it runs, which holds {@code EdgeMain}
   * @param extension the packaged extension
   */
  public static Component of(HubLayout layout, String node, Path launcher, Path extension) {
    HubConfig hub = layout.hub();
    Path edge = ConfigFiles.directory(layout.data().edge());
    Path home = edge.resolve("hivemq");
    CertificateAuthority authority =
        CertificateAuthority.openOrCreate(layout.data(), Clock.systemUTC());
    ServerKeyStore keyStore =
        ServerKeyStore.openOrIssue(layout.data(), authority, hub.hostNames(), Clock.systemUTC());
    Path config = edge.resolve("edge.json");
    try {
      PrivateFiles.write(config, EdgeConfig.of(hub, node, keyStore));
      install(home, extension);
    } catch (IOException e) {
      throw new CommandFailure("cannot write " + edge + " (" + PrivateFiles.reason(e) + ")", e);
    }
    ConfigFiles.write(home.resolve("conf/config.xml"), brokerConfig(hub, keyStore));
    ConfigFiles.write(
        home.resolve("conf/logback.xml"), ConfigFiles.logback(layout.logFile(NAME), "INFO"));
    HealthProbe mqtt = HealthProbe.tcp(hub.host(), hub.ports().mqtt());
    EdgeHealth https = new EdgeHealth(hub.host(), hub.ports().https(), layout.data().caFile());
    List<Path> classPath = new ArrayList<>(layout.installation().libraries(Installation.HIVEMQ));
    classPath.add(launcher);
    return new Component(
        NAME,
        layout.installation().version(Installation.HIVEMQ, "hivemq-community-edition-embedded"),
        hub.host() + ":" + hub.ports().mqtt(),
        List::of,
        command(home, config)
            .classData(layout.classData(NAME))
            .main(classPath, "io.weir.local.edge.EdgeMain"),
        edge,
        Map.of("MALLOC_ARENA_MAX", "2"),
        layout.logFile(NAME),
        () -> mqtt.healthy() && https.healthy(),
        Watch.minute(https::answers),
        // From before Kafka and Cassandra are there.
        Duration.ofMinutes(5),
        Duration.ofSeconds(30));
  }

  private static JavaCommand command(Path home, Path config) {
    return new JavaCommand()
        .heap(96, 640)
        .property("hivemq.home", home)
        .property("weir.edge.config", config)
        .property("java.net.preferIPv4Stack", true)
        .property("io.netty.tryReflectionSetAccessible", true)
        .opens(
            "java.base/java.lang",
            "java.base/java.nio",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal")
        .exports("java.base/jdk.internal.misc");
  }

  private static void install(Path home, Path extension) throws IOException {
    for (String directory : List.of("conf", "data", "log", "extensions/weir")) {
      Files.createDirectories(home.resolve(directory));
    }
    Path installed = home.resolve("extensions/weir");
    place(extension, installed.resolve("weir-edge.jar"));
    ConfigFiles.write(
        installed.resolve("hivemq-extension.xml"),
        """
        <hivemq-extension>
          <id>weir</id>
          <name>Weir ingestion</name>
          <version>1</version>
          <priority>1000</priority>
          <author>Weir</author>
        </hivemq-extension>
        """);
  }

  /** A link where the file system has them: the jar is large, and never changes in place. */
  private static void place(Path extension, Path installed) throws IOException {
    Files.deleteIfExists(installed);
    try {
      Files.createLink(installed, extension);
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.copy(extension, installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String brokerConfig(HubConfig hub, ServerKeyStore keyStore) {
    return """
        <?xml version="1.0"?>
        <hivemq>
          <listeners>
            <tls-tcp-listener>
              <port>%1$d</port>
              <bind-address>%2$s</bind-address>
              <name>mqtt-tls</name>
              <tls>
                <protocols>
                  <protocol>TLSv1.3</protocol>
                  <protocol>TLSv1.2</protocol>
                </protocols>
                <keystore>
                  <path>%3$s</path>
                  <password>%4$s</password>
                  <private-key-password>%4$s</private-key-password>
                </keystore>
                <truststore>
                  <path>%3$s</path>
                  <password>%4$s</password>
                </truststore>
                <client-authentication-mode>OPTIONAL</client-authentication-mode>
              </tls>
            </tls-tcp-listener>
          </listeners>
          <mqtt>
            <packets>
              <max-packet-size>%5$d</max-packet-size>
            </packets>
            <keep-alive>
              <max-keep-alive>%6$d</max-keep-alive>
              <allow-unlimited>false</allow-unlimited>
            </keep-alive>
            <retained-messages>
              <enabled>true</enabled>
            </retained-messages>
            <quality-of-service>
              <max-qos>2</max-qos>
            </quality-of-service>
            <queued-messages>
              <max-queue-size>1000</max-queue-size>
              <strategy>discard-oldest</strategy>
            </queued-messages>
          </mqtt>
          <persistence>
            <mode>in-memory</mode>
          </persistence>
          <anonymous-usage-statistics>
            <enabled>false</enabled>
          </anonymous-usage-statistics>
        </hivemq>
        """
        .formatted(
            hub.ports().mqtt(),
            ConfigFiles.xml(hub.host()),
            ConfigFiles.xml(keyStore.file().toString()),
            ConfigFiles.xml(keyStore.password()),
            MAX_PACKET_BYTES,
            MAX_KEEP_ALIVE_SECONDS);
  }
}
