package io.weir.local.demo;

/** Shows the demo while it runs. */
public interface Screen {
  /** A step before the sending begins. */
  void step(String text);

  /** A second of it. */
  void show(LiveNumbers numbers);
}
