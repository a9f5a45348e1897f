package io.weir.dsl.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes inputs of seeds: one of them, changed in a few places. */
final class Mutator {

  private static final int MAX_LENGTH = 1 << 16;
  private static final int MAX_CHANGES = 6;
  private static final byte[] TELLING = {
    0, 1, 9, '\n', '"', '\'', '-', '/', '[', '{', 0x7F, -128, -1
  };

  private final Random random;
  private final List<byte[]> seeds;

  Mutator(Random random, List<byte[]> seeds) {
    this.random = random;
    this.seeds = seeds;
  }

  byte[] next() {
    byte[] input = seed().clone();
    int changes = 1 + random.nextInt(MAX_CHANGES);
    for (int i = 0; i < changes; i++) {
      input = changed(input);
    }
    return input.length > MAX_LENGTH ? Arrays.copyOf(input, MAX_LENGTH) : input;
  }

  private byte[] changed(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int length = Math.min(input.length - from, 1 + random.nextInt(16));
    byte[] part = Arrays.copyOfRange(input, from, from + length);
    return switch (random.nextInt(7)) {
      case 0 -> replaced(input, from, length, new byte[0]);
      case 1 -> replaced(input, from, 0, random(1 + random.nextInt(4)));
      case 2 -> replaced(input, from, Math.min(1, length), random(1));
      case 3 -> replaced(input, from, Math.min(1, length), telling());
      case 4 -> replaced(input, from, length, piece(seed()));
      case 5 -> replaced(input, from, 0, repeated(part, 1 << random.nextInt(14)));
      default -> Arrays.copyOf(input, from);
    };
  }

  private static byte[] replaced(byte[] input, int from, int length, byte[] by) {
    byte[] result = Arrays.copyOf(input, input.length - length + by.length);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(input, from + length, result, from + by.length, input.length - from - length);
    return result;
  }

  /** Depth and length come of repetition. */
  private static byte[] repeated(byte[] part, int times) {
    byte[] result = new byte[Math.min(part.length * times, MAX_LENGTH)];
    for (int i = 0; i < result.length; i++) {
      result[i] = part[i % part.length];
    }
    return result;
  }

  private byte[] piece(byte[] of) {
    int from = random.nextInt(of.length + 1);
    return Arrays.copyOfRange(of, from, Math.min(of.length, from + 1 + random.nextInt(32)));
  }

  private byte[] telling() {
    return new byte[] {TELLING[random.nextInt(TELLING.length)]};
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] seed() {
    return seeds.get(random.nextInt(seeds.size()));
  }
}
