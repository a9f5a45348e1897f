package io.weir.local.flink;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** One file as {@code multipart/form-data}, streamed from disk with a known length. */
final class Multipart {
  private final String boundary = "weir-" + UUID.randomUUID();
  private final Path file;

  Multipart(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such jar");
    }
    this.file = file;
  }

  HttpRequest.Builder applyTo(HttpRequest.Builder request) throws IOException {
    return request.header("Content-Type", "multipart/form-data; boundary=" + boundary).POST(body());
  }

  private BodyPublisher body() throws IOException {
    String name = file.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "_");
    String head =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
            + name
            + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
    String tail = "\r\n--" + boundary + "--\r\n";
    BodyPublisher content =
        BodyPublishers.concat(
            BodyPublishers.ofString(head, StandardCharsets.US_ASCII),
            BodyPublishers.ofFile(file),
            BodyPublishers.ofString(tail, StandardCharsets.US_ASCII));
    return BodyPublishers.fromPublisher(content, head.length() + Files.size(file) + tail.length());
  }
}
