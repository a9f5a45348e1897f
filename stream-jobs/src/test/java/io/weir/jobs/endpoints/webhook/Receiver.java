package io.weir.jobs.endpoints.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;

/** A webhook's receiver on the loopback address, which answers as it is told. */
public final class Receiver implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final String scheme;
  private final List<Request> requests = new ArrayList<>();
  private volatile ToIntFunction<JsonNode> answers = body -> 200;
  private volatile String retryAfter;

  /** A request that came. */
  public record Request(Headers headers, String body) {
    /** The {@code n} of each message. */
    public List<Integer> numbers() {
      List<Integer> numbers = new ArrayList<>();
      json().forEach(message -> numbers.add(message.at("/body/n").asInt()));
      return numbers;
    }

    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Receiver(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::handle);
    server.start();
  }

  public static Receiver http() throws IOException {
    return new Receiver(HttpServer.create(address(), 0), "http");
  }

  public static Receiver https(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new Receiver(server, "https");
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  /** What status a request is answered with, by its body. */
  public void answer(ToIntFunction<JsonNode> status) {
    answers = status;
  }

  public void askToWait(String header) {
    retryAfter = header;
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    Request request =
        new Request(
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    synchronized (this) {
      requests.add(request);
    }
    if (retryAfter != null) {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
    }
    exchange.sendResponseHeaders(answers.applyAsInt(request.json()), -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
