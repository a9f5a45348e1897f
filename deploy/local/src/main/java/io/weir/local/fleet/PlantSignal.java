package io.weir.local.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

/**
 * A pump in a plant: temperature with daily swing, drift and noise, vibration that follows wear,
 * now and then a failure in which it overheats, and now and then a sensor that says nothing. The
 * same seed gives the same signal.
 */
public final class PlantSignal implements Signal {
  private static final String[] LINES = {"A", "B", "C"};
  private static final double FAILURE_CHANCE = 0.004;
  private static final double DROPOUT_CHANCE = 0.01;
  private static final int FAILURE_LENGTH = 25;

  private final String plant;
  private final String line;
  private final Random random;
  private final double base;
  private final double phase;
  private double drift;
  private double wear = 1;
  private int failing;

  /**
   * The signal of one device.
   *
   * @param plant the application property {@code plant}, by which rules know the fleet
   */
  public PlantSignal(String plant, int device, long seed) {
    this.plant = plant;
    this.line = LINES[device % LINES.length];
    this.random = new Random(seed * 1_000_003 + device);
    this.base = 52 + random.nextDouble() * 12;
    this.phase = random.nextDouble() * 2 * Math.PI;
  }

  @Override
  public Payload next(long sequence) {
    drift = 0.98 * drift + 0.3 * random.nextGaussian();
    wear = Math.min(4, wear + 0.0005);
    if (failing == 0 && random.nextDouble() < FAILURE_CHANCE * wear) {
      failing = FAILURE_LENGTH;
    }
    double heat = 0;
    if (failing > 0) {
      heat = 45 * Math.sin(Math.PI * (FAILURE_LENGTH - failing + 1) / (FAILURE_LENGTH + 1));
      failing--;
      wear = failing == 0 ? 1 : wear;
    }
    double temperature =
        base + 5 * Math.sin(phase + sequence / 200.0) + drift + heat + 0.4 * random.nextGaussian();
    double vibration = 1.2 * wear + heat / 8 + 0.2 * Math.abs(random.nextGaussian());
    String level = temperature > 90 ? "critical" : temperature > 75 ? "warning" : "normal";
    StringBuilder json = new StringBuilder(128);
    json.append("{\"seq\":").append(sequence);
    if (random.nextDouble() >= DROPOUT_CHANCE) {
      json.append(",\"temperature\":").append(rounded(temperature));
    }
    json.append(",\"vibration\":{\"rms\":").append(rounded(vibration));
    json.append("},\"pressure\":").append(rounded(4.2 - heat / 30 + 0.05 * drift));
    json.append(",\"state\":\"").append(heat > 30 ? "failing" : "running").append("\"}");
    return new Payload(
        json.toString().getBytes(StandardCharsets.UTF_8),
        Map.of("plant", plant, "line", line, "level", level));
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
