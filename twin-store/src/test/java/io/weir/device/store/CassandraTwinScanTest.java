package io.weir.device.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.identity.TwinKey;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CassandraTwinScanTest {

  @Test
  @DisplayName("A statement that could not be prepared is prepared anew the next time")
  void preparesAgain() {
    List<String> prepared = new ArrayList<>();
    CqlSession lost =
        (CqlSession)
            Proxy.newProxyInstance(
                CqlSession.class.getClassLoader(),
                new Class<?>[] {CqlSession.class},
                (session, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("prepareAsync");
                  prepared.add(((SimpleStatement) arguments[0]).getQuery());
                  // As the driver does when no node is there: failed before it returns.
                  return CompletableFuture.failedFuture(new IllegalStateException("no node"));
                });
    CassandraTwinScan scan = new CassandraTwinScan(lost, "hub");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> scan.read(TwinKey.device("d"), Set.of()).toCompletableFuture().join())
          .hasRootCauseMessage("no node");
    }
    assertThat(prepared).hasSize(2).containsOnly(prepared.get(0));
  }
}
