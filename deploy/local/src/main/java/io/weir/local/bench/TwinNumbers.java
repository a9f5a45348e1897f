package io.weir.local.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.TwinJson;
import io.weir.local.client.HubClient;

/** The devices of the twin benchmarks, and what is written about them. */
final class TwinNumbers {
  private static final int LINES = 100;

  private TwinNumbers() {}

  static TwinKey key(long number) {
    return TwinKey.device("twin-" + number);
  }

  /** Makes devices 0 to {@code number - 1}. */
  static void create(HubClient client, int number) {
    for (int begin = 0; begin < number; begin += LINES) {
      ArrayNode lines = TwinJson.mapper().createArrayNode();
      for (int i = begin; i < Math.min(number, begin + LINES); i++) {
        lines.addObject().put("id", key(i).deviceId()).put("importMode", "createOrUpdate");
      }
      client.sendBulk(lines).orThrow();
    }
  }

  /** A patch of reported properties: six values, one of them new each time. */
  static String reported(long number) {
    return "{\"number\":"
        + number
        + ",\"battery\":87,\"firmware\":\"4.1.7\",\"network\":{\"ssid\":\"hall-3\",\"rssi\":-61},"
        + "\"ok\":true}";
  }

  /** A patch of desired properties, as large. */
  static ObjectNode desired(long number) {
    ObjectNode patch = TwinJson.mapper().createObjectNode();
    patch.putObject("properties").set("desired", TwinJson.parse(reported(number)));
    return patch;
  }
}
