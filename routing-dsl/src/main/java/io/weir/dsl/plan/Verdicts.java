package io.weir.dsl.plan;

import io.weir.dsl.value.Truth;
import java.util.BitSet;

/** What a set of conditions says of one message: of each condition by its place in the set. */
public final class Verdicts {

  private final BitSet matched = new BitSet();
  private final BitSet undefined = new BitSet();

  Verdicts() {}

  /** The conditions that are true; to be read only, until the next message. */
  public BitSet matched() {
    return matched;
  }

  /** The conditions that are undefined; likewise. */
  public BitSet undefined() {
    return undefined;
  }

  void add(int condition, Truth truth) {
    switch (truth) {
      case TRUE -> matched.set(condition);
      case UNDEFINED -> undefined.set(condition);
      case FALSE -> {}
    }
  }

  void clear() {
    matched.clear();
    undefined.clear();
  }
}
