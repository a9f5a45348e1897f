package io.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks on this machine, which is not always well. */
final class Webhook implements AutoCloseable {
  /** What it does with a request. */
  enum Mood {
    /** Answers 200. */
    TAKES,
    /** Answers 503. */
    REFUSES,
    /** Answers nothing as long as the mood lasts. */
    HANGS,
    /** Closes the connection. */
    BREAKS_OFF
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final List<Long> taken = new ArrayList<>();
  private Mood mood = Mood.TAKES;

  Webhook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  synchronized void set(Mood now) {
    mood = now;
    notifyAll();
  }

  /** The sequence numbers of what was taken, each once, in their order. */
  synchronized List<Long> taken() {
    return taken.stream().distinct().toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (moodAfterHanging()) {
        case TAKES -> {
          take(Json.parse(new String(body, StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(200, -1);
        }
        case REFUSES -> exchange.sendResponseHeaders(503, -1);
        case HANGS, BREAKS_OFF -> {
          // The sender learns nothing.
        }
      }
    }
  }

  /** A request that hung is not taken afterwards. */
  private synchronized Mood moodAfterHanging() {
    Mood met = mood;
    while (mood == Mood.HANGS) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Mood.BREAKS_OFF;
      }
    }
    return met;
  }

  private synchronized void take(JsonNode messages) {
    messages.forEach(message -> taken.add(message.at("/body/sequence").asLong()));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
