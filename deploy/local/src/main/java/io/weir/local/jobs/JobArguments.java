package io.weir.local.jobs;

import io.weir.local.components.CassandraComponent;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the hub's jobs are told: whose hub it is, and where its stores are.
 *
 * @param data the hub's directory; empty when it is none of this machine's
 */
public record JobArguments(
    String hub,
    String kafka,
    String cassandra,
    String datacenter,
    int parallelism,
    Optional<DataDirectory> data) {
  /** A hub of the usual name at the usual addresses. */
  public static final JobArguments DEFAULT =
      new JobArguments(
          "weir",
          "127.0.0.1:9092",
          "127.0.0.1:9042",
          CassandraComponent.DATACENTER,
          1,
          Optional.empty());

  /** For a local hub. */
  public static JobArguments of(HubConfig hub, DataDirectory data, int parallelism) {
    return new JobArguments(
        hub.hub(),
        hub.kafkaAddress(),
        hub.cassandraAddress(),
        CassandraComponent.DATACENTER,
        parallelism,
        Optional.of(data));
  }

  /** The same with whatever is not null put in its place. */
  public JobArguments with(
      String newHub,
      String newKafka,
      String newCassandra,
      String newDatacenter,
      Integer newParallelism) {
    return new JobArguments(
        Optional.ofNullable(newHub).orElse(hub),
        Optional.ofNullable(newKafka).orElse(kafka),
        Optional.ofNullable(newCassandra).orElse(cassandra),
        Optional.ofNullable(newDatacenter).orElse(datacenter),
        Optional.ofNullable(newParallelism).orElse(parallelism),
        data);
  }

  /** What every program is told. */
  public List<String> toList() {
    return named();
  }

  /**
   * A job's arguments. Only one that knows of the directories is told of them: the job of a former
   * build, which ends with a savepoint, refuses what it does not know.
   *
   * @param rebuild whether the state is made anew of Cassandra
   */
  public List<String> toList(HubJob job, boolean rebuild) {
    List<String> arguments = new ArrayList<>(named());
    if (job == HubJob.ENDPOINTS) {
      data.ifPresent(
          directory ->
              arguments.addAll(
                  List.of(
                      "--files",
                      directory.files().toString(),
                      "--secrets",
                      directory.secrets().toString())));
    }
    if (rebuild) {
      arguments.addAll(List.of("--rebuild", "yes"));
    }
    return List.copyOf(arguments);
  }

  private List<String> named() {
    return List.of(
        "--hub",
        hub,
        "--kafka",
        kafka,
        "--cassandra",
        cassandra,
        "--datacenter",
        datacenter,
        "--parallelism",
        Integer.toString(parallelism));
  }
}
