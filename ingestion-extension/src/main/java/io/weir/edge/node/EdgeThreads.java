package io.weir.edge.node;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads of this node. Inside a broker the extension has a class loader of its own; libraries find
 * their parts only through the context class loader, so each thread carries it.
 */
public final class EdgeThreads {

  private EdgeThreads() {}

  /** Daemon threads named {@code weir-NAME-N}. */
  public static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "weir-" + name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      thread.setContextClassLoader(EdgeThreads.class.getClassLoader());
      return thread;
    };
  }

  /** Runs with this extension's class loader in place; for starting libraries. */
  static <T> T withOwnClassLoader(Supplier<T> start) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(EdgeThreads.class.getClassLoader());
    try {
      return start.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
