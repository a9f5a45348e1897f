package io.weir.bench;

import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A device message as the routing job hands it to the rules. */
final class BenchMessage implements Message {

  private final String deviceId;
  private final Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;

  BenchMessage(String deviceId, Map<String, String> properties, String json) {
    this.deviceId = deviceId;
    this.properties.putAll(properties);
    this.body = json.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public MessageSource source() {
    return MessageSource.DEVICE_MESSAGES;
  }

  @Override
  public String systemProperty(SystemProperty property) {
    return switch (property) {
      case CONTENT_TYPE -> "application/json";
      case CONTENT_ENCODING -> "utf-8";
      case CONNECTION_DEVICE_ID -> deviceId;
      default -> null;
    };
  }

  @Override
  public String property(String name) {
    return properties.get(name);
  }

  @Override
  public byte[] body() {
    return body;
  }
}
