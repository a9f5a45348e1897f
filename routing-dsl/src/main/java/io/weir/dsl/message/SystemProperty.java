package io.weir.dsl.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A property that the protocol or the hub gives a message, by the names of {@code ROUTE-06}. */
public enum SystemProperty {
  MESSAGE_ID("messageId"),
  CORRELATION_ID("correlationId"),
  USER_ID("userId"),
  TO("to"),
  ENQUEUED_TIME("enqueuedTime"),
  CONTENT_TYPE("contentType"),
  CONTENT_ENCODING("contentEncoding"),
  CONNECTION_DEVICE_ID("connectionDeviceId"),
  CONNECTION_MODULE_ID("connectionModuleId"),
  CONNECTION_DEVICE_GENERATION_ID("connectionDeviceGenerationId"),
  CONNECTION_AUTH_METHOD("connectionAuthMethod"),
  DT_DATASCHEMA("dt-dataschema"),
  DT_SUBJECT("dt-subject");

  private static final Map<String, SystemProperty> BY_NAME =
      Arrays.stream(values())
          .collect(
              Collectors.toUnmodifiableMap(
                  property -> property.wireName.toLowerCase(Locale.ROOT), Function.identity()));

  private final String wireName;

  SystemProperty(String wireName) {
    this.wireName = wireName;
  }

  /** The name as rules and JSON write it, without {@code $}. */
  public String wireName() {
    return wireName;
  }

  /** The property of that name, case-insensitively; empty when there is none. */
  public static Optional<SystemProperty> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }
}
