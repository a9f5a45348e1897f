package io.weir.edge.registry;

import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Identity;
import java.util.Optional;

/** A registered device or module, who holds it now, and when it was here. */
public record DeviceView(Identity identity, Optional<Connection> connection, Presence presence) {}
