package io.weir.local.process;

import java.io.DataInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The cheapest question of a binary protocol, and how its answer begins. A process that hangs still
 * accepts connections, since its operating system does that; it does not answer.
 */
public final class Exchange {
  private static final int TIMEOUT_MILLIS = 2_000;

  /** Judges the first bytes of an answer. */
  @FunctionalInterface
  private interface Answered {
    boolean by(ByteBuffer answer);
  }

  private final byte[] question;
  private final int answerBytes;
  private final Answered answered;

  private Exchange(byte[] question, int answerBytes, Answered answered) {
    this.question = question;
    this.answerBytes = answerBytes;
    this.answered = answered;
  }

  int questionBytes() {
    return question.length;
  }

  /** Kafka's ApiVersions, version 0. */
  public static Exchange kafka() {
    int correlation = 0x77656972;
    byte[] client = "probe".getBytes(StandardCharsets.US_ASCII);
    int size = 2 + 2 + 4 + 2 + client.length;
    ByteBuffer question = ByteBuffer.allocate(4 + size);
    question.putInt(size).putShort((short) 18).putShort((short) 0).putInt(correlation);
    question.putShort((short) client.length).put(client);
    // its size, the correlation, the error code
    return new Exchange(
        question.array(), 10, answer -> answer.getInt(4) == correlation && answer.getShort(8) == 0);
  }

  /** CQL's OPTIONS, protocol version 4, answered by SUPPORTED. */
  public static Exchange cql() {
    byte[] question = {0x04, 0, 0, 1, 0x05, 0, 0, 0, 0};
    return new Exchange(question, 9, answer -> answer.get(4) == 0x06);
  }

  /** A probe that asks there. */
  public HealthProbe at(String host, int port) {
    return () -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(question);
        byte[] answer = new byte[answerBytes];
        new DataInputStream(socket.getInputStream()).readFully(answer);
        return answered.by(ByteBuffer.wrap(answer));
      }
    };
  }
}
