package io.weir.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private static final InetAddress HOST = InetAddress.getLoopbackAddress();

  @Test
  @DisplayName("Kafka: ApiVersions is asked; its correlation without an error is an answer")
  void kafka() throws Exception {
    byte[] answer =
        ByteBuffer.allocate(10).putInt(6).putInt(0x77656972).putShort((short) 0).array();
    assertThat(asked(Exchange.kafka(), answer, true))
        .isEqualTo("0000000f" + "0012" + "0000" + "77656972" + "0005" + "70726f6265");
    asked(Exchange.kafka(), new byte[10], false);
  }

  @Test
  @DisplayName("Cassandra: OPTIONS is asked; SUPPORTED is an answer, ERROR is none")
  void cql() throws Exception {
    assertThat(asked(Exchange.cql(), new byte[] {(byte) 0x84, 0, 0, 1, 6, 0, 0, 0, 0}, true))
        .isEqualTo("0400000105" + "00000000");
    asked(Exchange.cql(), new byte[] {(byte) 0x84, 0, 0, 1, 0, 0, 0, 0, 0}, false);
  }

  @Test
  @DisplayName("who accepts a connection and says nothing is not well")
  void silence() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, HOST)) {
      HealthProbe probe = Exchange.cql().at(HOST.getHostAddress(), silent.getLocalPort());
      assertThatThrownBy(probe::healthy).isInstanceOf(IOException.class);
    }
  }

  private static String asked(Exchange exchange, byte[] answer, boolean healthy) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, HOST)) {
      CompletableFuture<String> question =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket socket = server.accept()) {
                  byte[] read = socket.getInputStream().readNBytes(exchange.questionBytes());
                  socket.getOutputStream().write(answer);
                  return HexFormat.of().formatHex(read);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      HealthProbe probe = exchange.at(HOST.getHostAddress(), server.getLocalPort());
      assertThat(probe.healthy()).isEqualTo(healthy);
      return question.get(10, TimeUnit.SECONDS);
    }
  }
}
