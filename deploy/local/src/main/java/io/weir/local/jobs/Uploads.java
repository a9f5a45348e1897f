package io.weir.local.jobs;

import io.weir.local.flink.FlinkClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jars that a cluster holds while jobs are submitted from them; each is uploaded once. */
final class Uploads implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Uploads.class);

  private final FlinkClient cluster;
  private final Map<Path, String> names = new HashMap<>();

  Uploads(FlinkClient cluster) {
    this.cluster = cluster;
  }

  /** The name to run the jar by. */
  String of(Path jar) throws IOException {
    String name = names.get(jar);
    if (name == null) {
      name = cluster.upload(jar);
      names.put(jar, name);
    }
    return name;
  }

  /** Jobs that run from a jar are not harmed. */
  @Override
  public void close() {
    for (String name : names.values()) {
      try {
        cluster.deleteJar(name);
      } catch (IOException e) {
        log.warn("the cluster keeps the upload {}: {}", name, e.toString());
      }
    }
  }
}
