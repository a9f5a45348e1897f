package io.weir.jobs.routing;

/** Kafka refuses to make a topic, and will do so the next time, too. */
final class TopicRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TopicRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
