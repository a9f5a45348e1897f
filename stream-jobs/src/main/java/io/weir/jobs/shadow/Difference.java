package io.weir.jobs.shadow;

/**
 * Two rule sets do not agree about a message.
 *
 * @param route the route's name, or {@code ShadowCount.FALLBACK}
 * @param gained whether the shadow's route takes the message and the live one does not; else it is
 *     the other way round
 */
public record Difference(String route, boolean gained) {}
