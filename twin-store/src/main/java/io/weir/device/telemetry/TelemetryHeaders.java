package io.weir.device.telemetry;

import io.weir.dsl.message.SystemProperty;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A telemetry record: its key is the device id, its value the body byte for byte, and its headers
 * carry the properties as UTF-8 text under the names of the built-in endpoint (EH-07 to EH-10). The
 * routing job copies them unchanged to {@code messages.events} and to Kafka endpoints.
 *
 * <p>An application property {@code name} is the header {@code iothub-app-name}, so that no device
 * can forge a property of the hub; a null header value is a property without a value, an empty one
 * an empty value (MQTT-13).
 */
public final class TelemetryHeaders {

  public static final String CONNECTION_DEVICE_ID = "iothub-connection-device-id";
  public static final String CONNECTION_MODULE_ID = "iothub-connection-module-id";

  /** JSON text of EH-08. */
  public static final String CONNECTION_AUTH_METHOD = "iothub-connection-auth-method";

  public static final String CONNECTION_AUTH_GENERATION_ID = "iothub-connection-auth-generation-id";

  /** The edge's clock, ISO-8601 in UTC with milliseconds: {@code 2026-01-01T00:00:00.000Z}. */
  public static final String ENQUEUED_TIME = "iothub-enqueuedtime";

  /** EH-09. */
  public static final String MESSAGE_SOURCE = "iothub-message-source";

  public static final String SOURCE_TELEMETRY = "Telemetry";

  public static final String MESSAGE_ID = "message-id";
  public static final String CORRELATION_ID = "correlation-id";
  public static final String USER_ID = "user-id";
  public static final String TO = "to";
  public static final String CONTENT_TYPE = "content-type";
  public static final String CONTENT_ENCODING = "content-encoding";
  public static final String ABSOLUTE_EXPIRY_TIME = "absolute-expiry-time";

  public static final String MESSAGE_SCHEMA = "iothub-message-schema";
  public static final String CREATION_TIME_UTC = "iothub-creation-time-utc";
  public static final String INTERFACE_ID = "iothub-interface-id";
  public static final String DT_DATASCHEMA = "dt-dataschema";
  public static final String DT_SUBJECT = "dt-subject";
  public static final String ACK = "iothub-ack";

  /** Before the name of each application property. */
  public static final String APP_PREFIX = "iothub-app-";

  private TelemetryHeaders() {}

  /** The header that carries a system property of ROUTE-06. */
  public static String headerOf(SystemProperty property) {
    return switch (property) {
      case MESSAGE_ID -> MESSAGE_ID;
      case CORRELATION_ID -> CORRELATION_ID;
      case USER_ID -> USER_ID;
      case TO -> TO;
      case ENQUEUED_TIME -> ENQUEUED_TIME;
      case CONTENT_TYPE -> CONTENT_TYPE;
      case CONTENT_ENCODING -> CONTENT_ENCODING;
      case CONNECTION_DEVICE_ID -> CONNECTION_DEVICE_ID;
      case CONNECTION_MODULE_ID -> CONNECTION_MODULE_ID;
      case CONNECTION_DEVICE_GENERATION_ID -> CONNECTION_AUTH_GENERATION_ID;
      case CONNECTION_AUTH_METHOD -> CONNECTION_AUTH_METHOD;
      case DT_DATASCHEMA -> DT_DATASCHEMA;
      case DT_SUBJECT -> DT_SUBJECT;
    };
  }

  /** The header's text; null when there is none, or none with a value. */
  public static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : text(header);
  }

  /** A system property's value; null when the message has none. */
  public static String systemProperty(Headers headers, SystemProperty property) {
    return text(headers, headerOf(property));
  }

  /** The system properties that are set, by their names in ROUTE-06. */
  public static Map<String, String> systemProperties(Headers headers) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (SystemProperty property : SystemProperty.values()) {
      String value = systemProperty(headers, property);
      if (value != null) {
        properties.put(property.wireName(), value);
      }
    }
    return properties;
  }

  /** The application properties in the order of the headers; a null value is no value. */
  public static Map<String, String> properties(Headers headers) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (Header header : headers) {
      if (header.key().startsWith(APP_PREFIX)) {
        properties.put(header.key().substring(APP_PREFIX.length()), text(header));
      }
    }
    return properties;
  }

  /** Adds a property of the hub or the protocol, unless its value is null. */
  public static void put(Headers headers, String name, String value) {
    if (value != null) {
      headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Adds an application property; null is a property without a value. */
  public static void putProperty(Headers headers, String name, String value) {
    headers.add(APP_PREFIX + name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** The same in the place of every property of that name, in any case. */
  public static void setProperty(Headers headers, String name, String value) {
    String key = APP_PREFIX + name;
    for (Header header : headers.toArray()) {
      if (header.key().equalsIgnoreCase(key)) {
        headers.remove(header.key());
      }
    }
    putProperty(headers, name, value);
  }

  private static String text(Header header) {
    return header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
