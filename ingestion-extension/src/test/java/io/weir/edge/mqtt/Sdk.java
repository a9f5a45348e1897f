package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionAttributeStore;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Stand-ins for what the broker hands to an extension. */
final class Sdk {

  private Sdk() {}

  /** Answers the named methods; any other call is an error, as it would be a surprise. */
  static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Function<Object[], Object> answer = methods.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.toString());
              }
              return answer.apply(arguments);
            }));
  }

  /** A socket with attributes of its own. */
  static ConnectionInformation socket() {
    Map<String, String> attributes = new ConcurrentHashMap<>();
    ConnectionAttributeStore store =
        fake(
            ConnectionAttributeStore.class,
            Map.of(
                "putAsString",
                    arguments -> attributes.put((String) arguments[0], (String) arguments[1]),
                "getAsString",
                    arguments -> Optional.ofNullable(attributes.get((String) arguments[0]))));
    return fake(
        ConnectionInformation.class, Map.of("getConnectionAttributeStore", arguments -> store));
  }

  /** A step of the broker that waits. */
  static final class Held<T> implements Async<T> {
    private int resumed;

    boolean isHeld() {
      return resumed == 0;
    }

    @Override
    public void resume() {
      resumed++;
    }

    @Override
    public T getOutput() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Status getStatus() {
      return isHeld() ? Status.RUNNING : Status.DONE;
    }
  }
}
