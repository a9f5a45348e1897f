package io.weir.local.hub;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * A shared access policy of the hub (wire id AUTH-07): its name, two base64 keys of 32 bytes each,
 * and the rights that a token signed with either of them has.
 */
public record Policy(String name, String primaryKey, String secondaryKey, List<String> rights) {
  /** The policy that may do everything; what the command line uses when none is named. */
  public static final String OWNER = "iothubowner";

  private static final SecureRandom RANDOM = new SecureRandom();

  public Policy {
    rights = List.copyOf(rights);
  }

  /** The policies of a new hub with keys made now (wire id AUTH-07). */
  public static List<Policy> ofNewHub() {
    return List.of(
        generated(OWNER, "RegistryRead", "RegistryWrite", "ServiceConnect", "DeviceConnect"),
        generated("service", "ServiceConnect"),
        generated("device", "DeviceConnect"),
        generated("registryRead", "RegistryRead"),
        generated("registryReadWrite", "RegistryRead", "RegistryWrite"));
  }

  private static Policy generated(String name, String... rights) {
    return new Policy(name, newKey(), newKey(), List.of(rights));
  }

  static String newKey() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /** Without the keys, which must not reach a log. */
  @Override
  public String toString() {
    return "Policy[name=" + name + ", rights=" + rights + "]";
  }
}
