package io.weir.edge.auth;

import io.weir.device.auth.MalformedTokenException;
import io.weir.device.auth.SasToken;
import java.util.Optional;

/** How a device was admitted, as every message of it says (EH-08). */
public enum AuthMethod {
  DEVICE_SAS("device", "sas"),
  HUB_SAS("hub", "sas"),
  DEVICE_X509("device", "x509"),
  MODULE_SAS("module", "sas"),
  MODULE_X509("module", "x509");

  private final String json;

  AuthMethod(String scope, String type) {
    json =
        "{\"scope\":\""
            + scope
            + "\",\"type\":\""
            + type
            + "\",\"issuer\":\"iothub\",\"acceptingIpFilterRule\":null}";
  }

  /** What was tried with the credential; empty when there was none. */
  public static Optional<AuthMethod> tried(Credential credential) {
    if (credential instanceof Credential.Certificate) {
      return Optional.of(DEVICE_X509);
    }
    if (credential instanceof Credential.Token token) {
      return Optional.of(isOfPolicy(token.text()) ? HUB_SAS : DEVICE_SAS);
    }
    return Optional.empty();
  }

  private static boolean isOfPolicy(String token) {
    try {
      return SasToken.parse(token).policyName() != null;
    } catch (MalformedTokenException e) {
      return false;
    }
  }

  /** The value of {@code iothub-connection-auth-method}. */
  public String json() {
    return json;
  }
}
