package io.weir.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The machines of a factory, of five kinds, and a hundred rules about them, twenty for each kind.
 * The same for each run.
 *
 * <p>Each kind has an endpoint of its own, and what no rule takes goes to the built-in one: so each
 * message goes to exactly one endpoint, however many routes take it.
 */
final class Machines {
  static final List<String> KINDS = List.of("press", "oven", "robot", "pump", "mixer");
  private static final int OF_EACH_KIND = 400;
  private static final List<String> SITES = List.of("north", "south", "east");
  private static final List<String> FIRMWARE = List.of("3.9.1", "4.0.0", "4.1.2", "4.2.0");

  /** Those of one kind, with digits to fill in. */
  private static final List<String> CONDITIONS =
      List.of(
          "kind = 'KIND' and $body.temperature > 1HIGH",
          "kind = 'KIND' and $body.temperature between 4DIGIT and 7DIGIT",
          "kind = 'KIND' and level = 'critical'",
          "kind = 'KIND' and level in ['warning', 'critical'] and $body.pressure < 4.DIGIT",
          "kind = 'KIND' and ($body.vibration > 9.DIGIT or $body.power > 9DIGIT)",
          "kind = 'KIND' and length($body.alarms) > 1",
          "kind = 'KIND' and ($body.humidity ?? 0) > 7DIGIT",
          "kind = 'KIND' and site like 'n%' and $body.temperature > 1HIGH",
          "$body.machine.kind = 'KIND' and $body.machine.line = DIGIT",
          "$body.machine.kind = 'KIND' and $body.state = 'stopped' and $body.power > 2DIGIT",
          "$body.machine.kind = 'KIND' and not ($body.state = 'running')",
          "$body.machine.kind = 'KIND' and $body.power >= 3DIGIT and $body.power < 5DIGIT",
          "$body.machine.kind = 'KIND' and $body.temperature / $body.pressure > 8DIGIT",
          "$body.machine.kind = 'KIND' and site = 'south'"
              + " and (level = 'critical' or $body.vibration > 8.DIGIT)",
          "$body.machine.kind = 'KIND' and $body.machine.firmware matches '^3[.]'"
              + " and $body.power > 5DIGIT",
          "starts_with($connectionDeviceId, 'KIND-') and as_number(batch) > 8DIGIT0",
          "starts_with($connectionDeviceId, 'KIND-') and contains($body.alarms, 'door')",
          "starts_with($connectionDeviceId, 'KIND-') and hour($body.at) in [22, 23, 0]",
          "lower($body.machine.kind) = 'KIND' and abs($body.temperature - 1DIGIT0) < 3",
          "kind = 'KIND' and is_defined($body.error.code)");

  private Machines() {}

  /** A rule file of a hundred routes. */
  static String rules() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (String kind : KINDS) {
      text.append("endpoint %1$s kafka { topic = '%1$s' }\n".formatted(topic(kind)));
      for (int i = 0; i < CONDITIONS.size(); i++) {
        String condition =
            CONDITIONS
                .get(i)
                .replace("KIND", kind)
                .replace("HIGH", Integer.toString(60 + random.nextInt(20)))
                .replace("DIGIT", Integer.toString(1 + random.nextInt(9)));
        text.append(
            "route %s-%d from DeviceMessages where %s to %s\n"
                .formatted(kind, i, condition, topic(kind)));
      }
    }
    return text.append("fallback on\n").toString();
  }

  /** The topics of the rules' endpoints. */
  static List<String> topics() {
    return KINDS.stream().map(Machines::topic).toList();
  }

  /** Messages of many machines. */
  static List<MachineMessage> messages(int count) {
    Random random = new Random(2);
    List<MachineMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int machine = random.nextInt(KINDS.size() * OF_EACH_KIND);
      String kind = KINDS.get(machine % KINDS.size());
      Map<String, String> properties =
          Map.of(
              "kind",
              kind,
              "site",
              SITES.get(machine % SITES.size()),
              "level",
              rarely(random, 10) ? "critical" : rarely(random, 5) ? "warning" : "info",
              "batch",
              Integer.toString(random.nextInt(1_000)));
      String deviceId = "%s-%04d".formatted(kind, machine);
      messages.add(new MachineMessage(deviceId, properties, body(kind, machine, i, random)));
    }
    return messages;
  }

  private static String topic(String kind) {
    return "bench-" + kind;
  }

  private static String body(String kind, int machine, int sequence, Random random) {
    String body =
        String.format(
            Locale.ROOT,
            "{\"machine\":{\"kind\":\"%s\",\"line\":%d,\"firmware\":\"%s\"},\"sequence\":%d,"
                + "\"at\":\"2026-05-01T%02d:%02d:07.250Z\",\"state\":\"%s\",\"temperature\":%.2f,"
                + "\"pressure\":%.2f,\"vibration\":%.2f,\"power\":%.1f,\"hours\":%d,"
                + "\"unit\":\"metric\",\"alarms\":%s",
            kind,
            machine % 9 + 1,
            FIRMWARE.get(machine % FIRMWARE.size()),
            sequence,
            random.nextInt(24),
            random.nextInt(60),
            rarely(random, 5) ? "stopped" : "running",
            20 + random.nextDouble() * 180,
            1 + random.nextDouble() * 9,
            random.nextDouble() * 10,
            random.nextDouble() * 100,
            1_000 + random.nextInt(9_000),
            rarely(random, 8) ? "[\"door\"]" : rarely(random, 10) ? "[\"door\",\"oil\"]" : "[]");
    String humidity =
        rarely(random, 3)
            ? String.format(Locale.ROOT, ",\"humidity\":%.1f", random.nextDouble() * 100)
            : "";
    String error = rarely(random, 10) ? ",\"error\":{\"code\":17}" : "";
    return body + humidity + error + "}";
  }

  /** Once in so many times. */
  private static boolean rarely(Random random, int times) {
    return random.nextInt(times) == 0;
  }
}
