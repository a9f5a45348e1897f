package io.weir.jobs.outbox;

import io.weir.jobs.outbox.Taken.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A sender in memory, whose failures are scripted by the bodies of letters. */
final class ScriptedSender implements Sender {

  private final List<String> delivered = new ArrayList<>();
  private final List<Integer> attempts = new ArrayList<>();
  private final List<List<String>> batches = new ArrayList<>();
  private int unavailable;
  private int broken;
  private boolean durable = true;
  private int opened;

  /** The next attempts find the endpoint unavailable. */
  synchronized void beUnavailable(int times) {
    unavailable = times;
  }

  /** The next attempts break the sender. */
  synchronized void breakDown(int times) {
    broken = times;
  }

  /** Whether what is taken from now on is durable. */
  synchronized void setDurable(boolean now) {
    durable = now;
  }

  synchronized List<String> delivered() {
    return List.copyOf(delivered);
  }

  synchronized List<Integer> attempts() {
    return List.copyOf(attempts);
  }

  synchronized List<List<String>> batches() {
    return List.copyOf(batches);
  }

  synchronized int opened() {
    return opened;
  }

  synchronized Sender open() {
    opened++;
    return this;
  }

  @Override
  public int batch() {
    return 3;
  }

  @Override
  public Duration within() {
    return Duration.ofMillis(50);
  }

  @Override
  public synchronized Taken take(List<Letter> letters, int attempt)
      throws IOException, UnavailableException {
    if (letters.isEmpty()) {
      return new Taken(0, List.of(), durable);
    }
    List<String> bodies = letters.stream().map(ScriptedSender::body).toList();
    batches.add(bodies);
    attempts.add(attempt);
    if (unavailable > 0) {
      unavailable--;
      throw new UnavailableException("down", Duration.ZERO, null);
    }
    if (broken > 0) {
      broken--;
      throw new IOException("broken");
    }
    List<Refused> refused = new ArrayList<>();
    for (Letter letter : letters) {
      if (body(letter).startsWith("bad")) {
        refused.add(new Refused(letter, "it is bad", attempt + 1));
      } else {
        delivered.add(body(letter));
      }
    }
    return new Taken(letters.size(), refused, durable);
  }

  private static String body(Letter letter) {
    return new String(letter.message().value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {}
}
