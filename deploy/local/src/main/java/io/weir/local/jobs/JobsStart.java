package io.weir.local.jobs;

import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The start of a hub's jobs. Flink may be short of breath meanwhile; the time is the judge. */
public final class JobsStart {
  private static final Logger log = LoggerFactory.getLogger(JobsStart.class);
  private static final Duration POLL = Duration.ofMillis(50);

  private final JobKeeper jobs;
  private final Duration limit;

  public JobsStart(JobKeeper jobs, Duration limit) {
    this.jobs = jobs;
    this.limit = limit;
  }

  /**
   * Returns when every job runs, or when a stop is asked for.
   *
   * @throws JobRefusedException when a job must not be started
   * @throws IOException with the last problem, when the time is over
   */
  public void await(CountDownLatch stopRequested) throws IOException {
    jobs.resumePaused();
    long deadline = System.nanoTime() + limit.toNanos();
    String problem = "`weir flink list` and the log of the jobmanager say more";
    do {
      try {
        if (jobs.tend()) {
          return;
        }
      } catch (JobRefusedException e) {
        throw e;
      } catch (IOException e) {
        String before = problem;
        problem = PrivateFiles.reason(e);
        if (!problem.equals(before)) {
          log.info("jobs: {}", problem);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("the jobs do not run after " + limit.toSeconds() + " s: " + problem);
      }
    } while (!isDown(stopRequested));
  }

  private static boolean isDown(CountDownLatch latch) throws InterruptedIOException {
    try {
      return latch.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the jobs start");
    }
  }
}
