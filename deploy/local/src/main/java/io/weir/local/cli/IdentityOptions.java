package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What {@code create} and {@code update} can set of an identity; a picocli mixin. */
public final class IdentityOptions {
  /** How a device proves who it is, in the words of the Azure command line. */
  enum AuthMethod {
    SHARED_PRIVATE_KEY("sas"),
    X509_THUMBPRINT("selfSigned");

    private final String wireName;

    AuthMethod(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum DeviceStatus {
    ENABLED,
    DISABLED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = {"--status", "--sta"},
      paramLabel = "STATUS",
      description = "enabled or disabled; a disabled device is cut off within a second")
  private DeviceStatus status;

  @Option(
      names = {"--status-reason", "--star"},
      paramLabel = "TEXT",
      description = "why, at most 128 bytes of UTF-8")
  private String statusReason;

  @Option(
      names = {"--auth-method", "--am"},
      paramLabel = "METHOD",
      description = "shared_private_key or x509_thumbprint")
  private AuthMethod authMethod;

  @Option(
      names = {"--primary-key", "--pk"},
      paramLabel = "KEY",
      description = "base64 of 16 to 64 bytes; generated on creation when neither key is given")
  private String primaryKey;

  @Option(
      names = {"--secondary-key", "--sk"},
      paramLabel = "KEY",
      description = "likewise")
  private String secondaryKey;

  @Option(
      names = {"--primary-thumbprint", "--ptp"},
      paramLabel = "HEX",
      description = "SHA-1 or SHA-256 of the device's certificate (DER), in hex")
  private String primaryThumbprint;

  @Option(
      names = {"--secondary-thumbprint", "--stp"},
      paramLabel = "HEX",
      description = "likewise")
  private String secondaryThumbprint;

  /** True when nothing is set. */
  boolean isEmpty() {
    return status == null
        && statusReason == null
        && authMethod == null
        && primaryKey == null
        && secondaryKey == null
        && primaryThumbprint == null
        && secondaryThumbprint == null;
  }

  /** What contradicts itself, in words, or null. */
  String problem() {
    boolean keys = primaryKey != null || secondaryKey != null;
    boolean thumbprints = primaryThumbprint != null || secondaryThumbprint != null;
    if (keys && thumbprints) {
      return "keys and thumbprints do not go together";
    }
    if (keys && authMethod == AuthMethod.X509_THUMBPRINT) {
      return "--primary-key and --secondary-key do not go with --auth-method x509_thumbprint";
    }
    if (thumbprints && authMethod == AuthMethod.SHARED_PRIVATE_KEY) {
      return "thumbprints do not go with --auth-method shared_private_key";
    }
    return null;
  }

  /** Sets in the identity's JSON (REG-02) what the options name, and leaves the rest. */
  void applyTo(ObjectNode identity) {
    if (status != null) {
      identity.put("status", status.toString());
    }
    if (statusReason != null) {
      identity.put("statusReason", statusReason);
    }
    ObjectNode authentication = identity.withObjectProperty("authentication");
    String before = authentication.path("type").asText("");
    String type = typeOr(before.isEmpty() ? AuthMethod.SHARED_PRIVATE_KEY.wireName : before);
    authentication.put("type", type);
    if (!before.isEmpty() && !before.equals(type)) {
      // The old kind's credentials must not travel along: the hub would refuse the mixture.
      authentication.remove("symmetricKey");
      authentication.remove("x509Thumbprint");
    }
    put(authentication, "symmetricKey", "primaryKey", primaryKey);
    put(authentication, "symmetricKey", "secondaryKey", secondaryKey);
    put(authentication, "x509Thumbprint", "primaryThumbprint", primaryThumbprint);
    put(authentication, "x509Thumbprint", "secondaryThumbprint", secondaryThumbprint);
  }

  private String typeOr(String present) {
    if (authMethod != null) {
      return authMethod.wireName;
    }
    if (primaryThumbprint != null || secondaryThumbprint != null) {
      return AuthMethod.X509_THUMBPRINT.wireName;
    }
    if (primaryKey != null || secondaryKey != null) {
      return AuthMethod.SHARED_PRIVATE_KEY.wireName;
    }
    return present;
  }

  private static void put(ObjectNode authentication, String group, String name, String value) {
    if (value != null) {
      authentication.withObjectProperty(group).put(name, value);
    }
  }
}
