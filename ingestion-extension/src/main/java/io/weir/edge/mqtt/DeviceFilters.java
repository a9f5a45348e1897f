package io.weir.edge.mqtt;

import io.weir.device.connection.Subscription;
import io.weir.device.identity.TwinKey;
import java.util.List;
import java.util.Optional;

/** The topic filters that a device or module may subscribe to (MQTT-20, 30, 40, 50). */
final class DeviceFilters {

  private static final String TWIN_RESPONSES = "$iothub/twin/res/#";
  private static final String DESIRED_PROPERTIES = "$iothub/twin/PATCH/properties/desired/#";
  private static final String METHODS = "$iothub/methods/POST/#";

  private DeviceFilters() {}

  /** What the filter asks for; empty when it is not one of the device's. */
  static Optional<Subscription> meaning(TwinKey key, String filter) {
    return switch (filter) {
      case TWIN_RESPONSES -> Optional.of(Subscription.TWIN_RESPONSES);
      case DESIRED_PROPERTIES -> Optional.of(Subscription.DESIRED_PROPERTIES);
      case METHODS -> Optional.of(Subscription.METHODS);
      default ->
          List.of(Subscription.COMMANDS, Subscription.INPUTS).stream()
              .filter(subscription -> filters(key, subscription).contains(filter))
              .findFirst();
    };
  }

  /** The filters of a meaning, the usual one first; empty when the device has none. */
  static List<String> filters(TwinKey key, Subscription subscription) {
    String root = DeviceTopic.root(key);
    return switch (subscription) {
      case TWIN_RESPONSES -> List.of(TWIN_RESPONSES);
      case DESIRED_PROPERTIES -> List.of(DESIRED_PROPERTIES);
      case METHODS -> List.of(METHODS);
      // A module too: the Java SDK opens no connection of a module that may not.
      case COMMANDS -> List.of(root + "/messages/devicebound/#");
      case INPUTS -> key.isModule() ? List.of(root + "/inputs/#", root + "/#") : List.of();
    };
  }
}
