package io.weir.local.demo;

import io.weir.dsl.Router;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import io.weir.local.fleet.FleetMessage;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says before a message is sent which endpoints the rules name for it. */
final class Expectations {
  private final Router router;

  Expectations(RuleSet rules) {
    this.router = Router.of(rules);
  }

  Set<String> of(FleetMessage message) {
    return router.route(new Sent(message)).endpoints().stream()
        .map(Endpoint::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private record Sent(FleetMessage message) implements Message {
    @Override
    public MessageSource source() {
      return MessageSource.DEVICE_MESSAGES;
    }

    @Override
    public String systemProperty(SystemProperty property) {
      return switch (property) {
        case MESSAGE_ID -> message.id();
        case CONNECTION_DEVICE_ID -> message.deviceId();
        case CONTENT_TYPE -> "application/json";
        case CONTENT_ENCODING -> "utf-8";
        case CORRELATION_ID,
            USER_ID,
            TO,
            ENQUEUED_TIME,
            CONNECTION_MODULE_ID,
            CONNECTION_DEVICE_GENERATION_ID,
            CONNECTION_AUTH_METHOD,
            DT_DATASCHEMA,
            DT_SUBJECT ->
            null;
      };
    }

    @Override
    public String property(String name) {
      return message.payload().properties().entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }

    @Override
    public byte[] body() {
      return message.payload().json();
    }
  }
}
