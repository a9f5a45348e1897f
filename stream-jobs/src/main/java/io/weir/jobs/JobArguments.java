package io.weir.jobs;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The arguments of every job: {@code --hub NAME --kafka HOST:PORT[,...] --cassandra HOST:PORT[,...]
 * --datacenter NAME [--parallelism N] [--force yes] [--rebuild yes] [--files DIR] [--secrets DIR]}.
 *
 * @param hub the hub's name: the prefix of its topics, its keyspace and the jobs' names
 * @param kafka Kafka's bootstrap servers
 * @param cassandra Cassandra's contact points
 * @param datacenter Cassandra's local data centre
 * @param parallelism of every operator of the job
 * @param force to start where the job would refuse to, since messages are lost already or a replay
 *     shows the past
 * @param rebuild to make the devices job's state anew of the store, where it has no checkpoint
 * @param files the directory, or its URI, of files whose endpoint has a relative path; empty for
 *     none
 * @param secrets the directory of the hub's secrets, a file for each; empty for none
 */
public record JobArguments(
    String hub,
    String kafka,
    List<String> cassandra,
    String datacenter,
    int parallelism,
    boolean force,
    boolean rebuild,
    String files,
    String secrets)
    implements Serializable {

  /** State is spread over this many key groups for ever: it cannot change with a savepoint kept. */
  public static final int MAX_PARALLELISM = 128;

  private static final String USAGE =
      "--hub NAME --kafka HOST:PORT --cassandra HOST:PORT --datacenter NAME [--parallelism N]"
          + " [--force yes] [--rebuild yes] [--files DIR] [--secrets DIR]";

  private static final List<String> NAMES =
      List.of(
          "--hub",
          "--kafka",
          "--cassandra",
          "--datacenter",
          "--parallelism",
          "--force",
          "--rebuild",
          "--files",
          "--secrets");

  private static final Pattern HUB = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,47}");

  public JobArguments {
    if (!HUB.matcher(hub).matches()) {
      throw new IllegalArgumentException(
          "--hub: " + hub + " (expected: a letter, then up to 47 letters, digits and '_')");
    }
    if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
      throw new IllegalArgumentException(
          "--parallelism: " + parallelism + " (expected: 1.." + MAX_PARALLELISM + ")");
    }
    cassandra = List.copyOf(cassandra);
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException saying which argument is wrong and what was expected
   */
  public static JobArguments parse(String... args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!NAMES.contains(args[i])) {
        throw new IllegalArgumentException("argument: " + args[i] + " (expected: " + USAGE + ")");
      }
      if (i + 1 == args.length || args[i + 1].isBlank()) {
        throw new IllegalArgumentException(args[i] + ": no value (expected: " + USAGE + ")");
      }
      if (values.put(args[i], args[i + 1]) != null) {
        throw new IllegalArgumentException(args[i] + ": given twice (expected: once)");
      }
    }
    return new JobArguments(
        required(values, "--hub"),
        required(values, "--kafka"),
        Arrays.asList(required(values, "--cassandra").split(",", -1)),
        required(values, "--datacenter"),
        number(values.getOrDefault("--parallelism", "1")),
        yes("--force", values.get("--force")),
        yes("--rebuild", values.get("--rebuild")),
        values.getOrDefault("--files", ""),
        values.getOrDefault("--secrets", ""));
  }

  private static String required(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + ": missing (expected: " + USAGE + ")");
    }
    return value;
  }

  private static boolean yes(String name, String value) {
    if (value != null && !value.equals("yes")) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: yes)");
    }
    return value != null;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--parallelism: " + text + " (expected: 1.." + MAX_PARALLELISM + ")", e);
    }
  }
}
