package io.weir.local.fleet;

/**
 * Hears what becomes of the fleet's messages, on the threads of the MQTT clients; must be quick.
 */
public interface FleetListener {
  /** Wants to hear nothing. */
  FleetListener NONE =
      new FleetListener() {
        @Override
        public void sending(FleetMessage message) {}

        @Override
        public void acknowledged(FleetMessage message) {}

        @Override
        public void failed(FleetMessage message) {}
      };

  /** Called before the message leaves. */
  void sending(FleetMessage message);

  /** The hub has acknowledged it. */
  void acknowledged(FleetMessage message);

  /** It was given up without an acknowledgement; it may have arrived all the same. */
  void failed(FleetMessage message);
}
