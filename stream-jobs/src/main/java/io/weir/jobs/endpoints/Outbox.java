package io.weir.jobs.endpoints;

import io.weir.device.explain.EndpointAnswer;
import io.weir.device.explain.ExplainedMessage;
import io.weir.device.topic.Topics;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.jobs.explain.Notebook;
import io.weir.jobs.outbox.DeadLetters;
import io.weir.jobs.outbox.Lane;
import io.weir.jobs.outbox.LaneLog;
import io.weir.jobs.outbox.OutboxPartition;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One endpoint's outbox: a lane for each of its partitions, each with a thread. */
final class Outbox {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final long AGAIN_MILLIS = 1_000;
  private static final long STOP_MILLIS = 5_000;
  private static final int MAX_DETAIL = 500;

  private final String name;
  private final Endpoint endpoint;
  private final Topics topics;
  private final OutboxKafka kafka;
  private final Senders senders;
  private final Clock clock;
  private final Notebook notebook;
  private final List<LaneLog> logs = new CopyOnWriteArrayList<>();
  private final Thread thread;

  /**
   * @param name the endpoint's, in lower case
   */
  Outbox(
      String name,
      Endpoint endpoint,
      Topics topics,
      OutboxKafka kafka,
      Senders senders,
      Clock clock,
      Notebook notebook) {
    this.name = name;
    this.endpoint = endpoint;
    this.topics = topics;
    this.kafka = kafka;
    this.senders = senders;
    this.clock = clock;
    this.notebook = notebook;
    this.thread = daemon(this::deliver, "outbox-" + name);
  }

  String name() {
    return name;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Of all lanes. */
  LaneLog.Counts counts() {
    return logs.stream().map(LaneLog::counts).reduce(LaneLog.Counts.NONE, LaneLog.Counts::and);
  }

  void start() {
    thread.start();
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Waits a bounded time: who hangs may come to its end later. */
  void awaitEnd() {
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver() {
    List<OutboxPartition> partitions = partitions();
    if (partitions.isEmpty()) {
      return;
    }
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      DeadLetters letters = new DeadLetters(producer, topics.deadLetters(name), endpoint.name());
      List<Thread> lanes = partitions.stream().map(partition -> lane(partition, letters)).toList();
      lanes.forEach(Thread::start);
      awaitInterrupt(lanes);
      lanes.forEach(Thread::interrupt);
      awaitLanes(lanes);
    }
  }

  /** Waits for the topic, which the routing job makes; empty when interrupted meanwhile. */
  private List<OutboxPartition> partitions() {
    LaneLog log = new LaneLog(clock);
    logs.add(log);
    while (true) {
      try {
        List<OutboxPartition> found = kafka.partitions(topics.outbox(name));
        logs.remove(log);
        return found;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      } catch (Exception e) {
        LOG.info("The outbox of {} is not there yet: {}", name, e.toString());
        log.failed("outbox: not there (expected: made by the routing job)");
        if (!paused()) {
          return List.of();
        }
      }
    }
  }

  private Thread lane(OutboxPartition partition, DeadLetters deadLetters) {
    LaneLog log = new LaneLog(clock);
    logs.add(log);
    Lane lane =
        new Lane(
            partition,
            () -> kafka.consumer(partition),
            senders.of(endpoint),
            deadLetters,
            log,
            this::answered);
    return daemon(lane, partition.toString());
  }

  private void answered(
      List<ExplainedMessage> messages, EndpointAnswer.State state, String detail) {
    EndpointAnswer answer =
        new EndpointAnswer(
            state, detail.substring(0, Math.min(detail.length(), MAX_DETAIL)), clock.millis());
    notebook.write(0, store -> store.answer(messages, endpoint.name(), answer));
  }

  private static boolean paused() {
    try {
      Thread.sleep(AGAIN_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void awaitInterrupt(List<Thread> lanes) {
    try {
      for (Thread lane : lanes) {
        lane.join();
      }
    } catch (InterruptedException e) {
      LOG.debug("The lanes are to end");
    }
  }

  private static void awaitLanes(List<Thread> lanes) {
    try {
      for (Thread lane : lanes) {
        lane.join(STOP_MILLIS / 2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
