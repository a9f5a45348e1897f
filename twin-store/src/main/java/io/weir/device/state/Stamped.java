package io.weir.device.state;

/**
 * An effect with its place in the log, by which readers drop repeats.
 *
 * @param position microseconds: the topic's creation time plus the command's offset
 * @param index the effect's place in its decision
 */
public record Stamped(String key, long position, int index, Effect effect) {}
