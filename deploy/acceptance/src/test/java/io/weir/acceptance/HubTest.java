package io.weir.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A test class that needs the running hub: started before the first, stopped after the last. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HubTest.Lifecycle.class)
@interface HubTest {
  /** Ties the hub to the test run as a whole. */
  final class Lifecycle implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      context
          .getRoot()
          .getStore(Namespace.create(HubTest.class))
          .getOrComputeIfAbsent("hub", key -> start());
    }

    private static AutoCloseable start() {
      Trust.installForJvm(Hub.shared());
      return Hub::stopShared;
    }
  }
}
