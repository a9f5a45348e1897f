package io.weir.local.hub;

import java.util.List;
import java.util.Optional;

/**
 * How a user wants the hub that is started; what is empty stays as it is.
 *
 * @param host where it listens; at first 127.0.0.1
 * @param twinLimits see {@link TwinSettings}
 * @param indexedPaths likewise
 */
public record HubWish(
    Optional<String> host, Optional<String> twinLimits, Optional<List<String>> indexedPaths) {
  /** A hub at a place. */
  public static HubWish at(Optional<String> host) {
    return new HubWish(host, Optional.empty(), Optional.empty());
  }

  boolean isMetBy(HubConfig hub) {
    return host.map(hub.host()::equals).orElse(true)
        && twinLimits.map(hub.twins().limits()::equals).orElse(true)
        && indexedPaths.map(hub.twins().indexed()::equals).orElse(true);
  }
}
