package io.weir.dsl;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A message made by a test; counts how often its parts are asked for. */
final class TestMessage implements Message {

  private final MessageSource source;
  private final Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<SystemProperty, String> system = new EnumMap<>(SystemProperty.class);
  private byte[] body = new byte[0];
  private JsonNode twin;
  private final List<String> propertyReads = new ArrayList<>();
  private int bodyReads;

  TestMessage(MessageSource source) {
    this.source = source;
  }

  static TestMessage telemetry() {
    return new TestMessage(MessageSource.DEVICE_MESSAGES);
  }

  static TestMessage of(ConditionRow row) {
    TestMessage message = new TestMessage(row.source()).body(row.payload());
    message.properties.putAll(row.applicationProperties());
    message.system.putAll(row.systemProperties());
    message.twin = row.twin().orElse(null);
    return message;
  }

  TestMessage with(String name, String value) {
    properties.put(name, value);
    return this;
  }

  TestMessage with(SystemProperty property, String value) {
    system.put(property, value);
    return this;
  }

  TestMessage json(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8))
        .with(SystemProperty.CONTENT_TYPE, "application/json")
        .with(SystemProperty.CONTENT_ENCODING, "utf-8");
  }

  TestMessage body(byte[] bytes) {
    body = bytes;
    return this;
  }

  TestMessage twin(JsonNode document) {
    twin = document;
    return this;
  }

  int bodyReads() {
    return bodyReads;
  }

  long propertyReads(String name) {
    return propertyReads.stream().filter(name::equals).count();
  }

  @Override
  public MessageSource source() {
    return source;
  }

  @Override
  public String systemProperty(SystemProperty property) {
    return system.get(property);
  }

  @Override
  public String property(String name) {
    propertyReads.add(name);
    return properties.get(name);
  }

  @Override
  public byte[] body() {
    bodyReads++;
    return body;
  }

  @Override
  public JsonNode twin() {
    return twin;
  }
}
