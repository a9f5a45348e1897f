package io.weir.jobs.outbox;

import java.util.List;

/**
 * What became of letters that were given to a sender.
 *
 * @param count how many of them, from their head, are not to be given again
 * @param refused those among these that the endpoint does not take
 * @param durable whether everything that was taken so far may be committed
 */
public record Taken(int count, List<Refused> refused, boolean durable) {

  public Taken {
    refused = List.copyOf(refused);
  }

  /** Delivered all. */
  public static Taken all(List<Letter> letters) {
    return new Taken(letters.size(), List.of(), true);
  }

  /**
   * One that the endpoint does not take.
   *
   * @param reason one sentence
   * @param attempts how often it was tried
   */
  public record Refused(Letter letter, String reason, int attempts) {}
}
