package io.weir.device.connection;

/** What a device has subscribed to (MQTT-20, 30, 40, 50). */
public enum Subscription {
  /** Answers to its twin requests. */
  TWIN_RESPONSES,
  /** Changes of its desired properties. */
  DESIRED_PROPERTIES,
  /** Direct methods. */
  METHODS,
  /** Cloud-to-device messages. */
  COMMANDS,
  /** A module's inputs. */
  INPUTS
}
