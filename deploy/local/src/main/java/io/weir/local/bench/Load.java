package io.weir.local.bench;

import io.weir.local.CommandFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;

/**
 * The load of the benchmarks: 50 connections that publish 200 bytes with QoS 1, either with 10 in
 * flight each for as long as it lasts, or at a pace. Each payload begins with the moment, {@link
 * System#nanoTime}, when it was due.
 */
final class Load implements AutoCloseable {
  static final int CONNECTIONS = 50;
  static final int IN_FLIGHT = 10;
  static final int PAYLOAD_BYTES = 200;

  private final List<LoadClient> clients;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private Load(List<LoadClient> clients) {
    this.clients = clients;
  }

  /** Connects one client after another. */
  static Load connect(SSLContext tls, String host, int port, List<LoadIdentity> identities)
      throws IOException {
    byte[] payload = new byte[PAYLOAD_BYTES];
    Arrays.fill(payload, (byte) 'x');
    List<LoadClient> clients = new ArrayList<>();
    Load load = new Load(clients);
    try {
      for (LoadIdentity identity : identities) {
        clients.add(LoadClient.connect(tls.getSocketFactory(), host, port, identity, payload));
      }
      return load;
    } catch (IOException e) {
      load.close();
      throw e;
    }
  }

  /**
   * Sends for {@code warmUp + seconds}; returns the acknowledgements a second of the latter part,
   * and how many there were in all.
   */
  Result run(double warmUp, double seconds) throws IOException, InterruptedException {
    LongAdder acknowledged = new LongAdder();
    AtomicBoolean stopped = new AtomicBoolean();
    List<Future<?>> runs = new ArrayList<>();
    for (LoadClient client : clients) {
      runs.add(
          threads.submit(
              () -> {
                client.run(IN_FLIGHT, acknowledged, stopped::get);
                return null;
              }));
    }
    sleep(warmUp);
    long before = acknowledged.sum();
    long begun = System.nanoTime();
    sleep(seconds);
    long measured = acknowledged.sum() - before;
    double took = (System.nanoTime() - begun) / 1e9;
    stopped.set(true);
    for (Future<?> run : runs) {
      await(run);
    }
    return new Result(measured / took, acknowledged.sum());
  }

  /** Publishes at a pace, connection after connection; returns how many were acknowledged. */
  long keep(Pace pace, double seconds) throws IOException, InterruptedException {
    long each = (long) (pace.perSecond() * seconds) / clients.size();
    List<Future<?>> readers = new ArrayList<>();
    for (LoadClient client : clients) {
      readers.add(
          threads.submit(
              () -> {
                client.readAcknowledgements(each);
                return null;
              }));
    }
    long number = each * clients.size();
    pace.keep(
        number / pace.perSecond(),
        (i, dueNanos) -> clients.get((int) (i % clients.size())).publish(dueNanos));
    for (Future<?> reader : readers) {
      await(reader);
    }
    return number;
  }

  private static void await(Future<?> run) throws IOException, InterruptedException {
    try {
      run.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException problem) {
        throw new IOException("a connection of the load broke: " + problem.getMessage(), problem);
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new CommandFailure("the load did not end: acknowledgements are missing", e);
    }
  }

  private static void sleep(double seconds) throws InterruptedException {
    Thread.sleep((long) (seconds * 1_000));
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (LoadClient client : clients) {
      client.close();
    }
  }

  /**
   * What a load achieved.
   *
   * @param rate acknowledgements a second, warm-up aside
   * @param acknowledged in all
   */
  record Result(double rate, long acknowledged) {}
}
