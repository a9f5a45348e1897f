package io.weir.local.jobs;

import io.weir.local.flink.FlinkClient;
import io.weir.local.flink.JobSubmission;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.jar.JarFile;

/** Submits jobs of the hub's fat jar to a Flink cluster, whoever started that. */
public final class JobRunner {
  private final FlinkClient cluster;
  private final Path jar;

  public JobRunner(FlinkClient cluster, Path jar) {
    this.cluster = cluster;
    this.jar = jar;
  }

  /** A new job id: 32 hexadecimal digits. */
  public static String newJobId() {
    return UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** True when the jar holds that program. */
  public static boolean holds(Path jar, HubJob job) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(job.mainClass().replace('.', '/') + ".class") != null;
    }
  }

  /** Uploads the jar, runs the jobs from it, forgets the upload. */
  public void submit(List<JobSubmission> jobs) throws IOException {
    try (Uploads uploads = new Uploads(cluster)) {
      String uploaded = uploads.of(jar);
      for (JobSubmission job : jobs) {
        cluster.run(uploaded, job);
      }
    }
  }

  /** Uploads the jar and runs one job from it. */
  public void submit(
      String jobId, String mainClass, List<String> arguments, Optional<String> savepoint)
      throws IOException {
    submit(List.of(new JobSubmission(jobId, mainClass, arguments, savepoint)));
  }
}
