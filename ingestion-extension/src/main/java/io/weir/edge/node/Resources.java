package io.weir.edge.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened; closed in the opposite order, whatever fails on the way. */
final class Resources implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);
  private final Deque<Runnable> closing = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T add(T resource) {
    return add(
        resource,
        open -> {
          try {
            open.close();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Exception e) {
            LOG.warn("{} did not close well", open.getClass().getSimpleName(), e);
          }
        });
  }

  synchronized <T> T add(T resource, Consumer<T> close) {
    closing.push(() -> close.accept(resource));
    return resource;
  }

  @Override
  public synchronized void close() {
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException e) {
        LOG.warn("A part of the node did not close well", e);
      }
    }
  }
}
