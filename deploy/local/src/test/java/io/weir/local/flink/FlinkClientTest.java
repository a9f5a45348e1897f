package io.weir.local.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes on the wire, at an HTTP server of the JDK's; the cluster itself is met elsewhere. */
class FlinkClientTest {
  @TempDir private Path directory;
  private final AtomicReference<String> received = new AtomicReference<>("");
  private final AtomicReference<String> contentType = new AtomicReference<>("");
  private final AtomicInteger looks = new AtomicInteger();
  private HttpServer server;
  private FlinkClient client;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.5"), 0), 0);
    server.createContext("/jars/upload", this::upload);
    server.createContext(
        "/jobs/job/savepoints",
        exchange -> {
          boolean trigger = exchange.getRequestMethod().equals("POST");
          int status = trigger || looks.incrementAndGet() % 2 == 0 ? 200 : 503;
          answer(exchange, status, "{\"request-id\":\"t\",\"status\":{\"id\":\"IN_PROGRESS\"}}");
        });
    server.createContext("/jobs/job/exceptions", exchange -> answer(exchange, 200, FAILURES));
    server.createContext("/jobs/overview", exchange -> answer(exchange, 500, ERRORS));
    server.start();
    client = new FlinkClient(URI.create("http://127.0.0.5:" + server.getAddress().getPort()));
  }

  private static final String ERRORS =
      "{\"errors\":[\"Internal server error.\",\"<Exception on server side:\\njava.lang.A: x\\n"
          + "\\tat a.b(C.java:1)\\nCaused by: java.lang.B: the root\\n\\t... 3 more\\n\"]}";

  private static final String FAILURES =
      "{\"exceptionHistory\":{\"entries\":["
          + "{\"timestamp\":1,\"stacktrace\":\"java.Old: x\"},"
          + "{\"timestamp\":2,\"stacktrace\":\"java.New: y\\nCaused by: java.New: root\"}]}}";

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  @DisplayName("a jar travels as multipart/form-data, byte for byte, between its boundaries")
  void upload() throws IOException {
    Path jar = Files.writeString(directory.resolve("a \"jar\".jar"), "PK\r\n--content");

    String name = client.upload(jar);

    assertThat(name).isEqualTo("4711_jobs.jar");
    String boundary = contentType.get().replace("multipart/form-data; boundary=", "");
    assertThat(received.get())
        .startsWith("--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"")
        .contains("filename=\"a__jar_.jar\"")
        .endsWith("\r\n\r\nPK\r\n--content\r\n--" + boundary + "--\r\n");
  }

  @Test
  @DisplayName("a refusal is told by its innermost cause, without the stack trace")
  void refusal() {
    assertThatThrownBy(() -> client.jobs())
        .isInstanceOf(FlinkException.class)
        .hasMessage("Flink answered 500: java.lang.B: the root");
  }

  @Test
  @DisplayName("a cluster that does not answer is named, and is not taken for the local hub")
  void unreachable() {
    server.stop(0);
    assertThatThrownBy(() -> client.jobs())
        .hasMessageStartingWith("the Flink cluster at http://127.0.0.5:")
        .hasMessageEndingWith("/ does not answer");
  }

  @Test
  @DisplayName("a savepoint that does not come in time is told so; a missed look is not its end")
  void noSavepointInTime() {
    assertThatThrownBy(
            () -> client.savepoint("job", Optional.empty(), java.time.Duration.ofMillis(1100)))
        .hasMessage("no savepoint of job job within 1 s");
    assertThat(looks.get()).isGreaterThan(1);
  }

  @Test
  @DisplayName("why a job failed is the root cause of its newest failure")
  void failure() throws IOException {
    assertThat(client.failure("job")).contains("java.New: root");
  }

  @Test
  @DisplayName("the newest retained checkpoint is the highest complete one")
  void checkpoints() throws IOException {
    CheckpointFiles files = new CheckpointFiles(directory);
    Path job = directory.resolve("checkpoints/job");
    assertThat(files.checkpoints("job")).isEmpty();
    for (String name : new String[] {"chk-9", "chk-10", "chk-11", "shared", "chk-x"}) {
      Files.createDirectories(job.resolve(name));
    }
    Files.writeString(job.resolve("chk-9/_metadata"), "m");
    Files.writeString(job.resolve("chk-10/_metadata"), "m");

    assertThat(files.checkpoints("job"))
        .containsExactly(job.resolve("chk-10"), job.resolve("chk-9"));
    assertThat(files.olderThan(job.resolve("chk-10").toUri().toString()))
        .containsExactly(job.resolve("chk-9"));
  }

  private void upload(HttpExchange exchange) throws IOException {
    contentType.set(exchange.getRequestHeaders().getFirst("Content-Type"));
    received.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    answer(exchange, 200, "{\"filename\":\"/tmp/upload/4711_jobs.jar\",\"status\":\"success\"}");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
