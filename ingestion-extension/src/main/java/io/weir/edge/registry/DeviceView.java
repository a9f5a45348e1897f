package io.weir.edge.registry;

import io.weir.device.connection.Connection;
import io.weir.device.identity.Identity;
import java.util.Optional;

/** A registered device, and who holds it now. */
public record DeviceView(Identity identity, Optional<Connection> connection) {}
