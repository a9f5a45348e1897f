package io.weir.edge.auth;

/** How a device was admitted, as every message of it says (EH-08). */
public enum AuthMethod {
  DEVICE_SAS("device", "sas"),
  HUB_SAS("hub", "sas"),
  DEVICE_X509("device", "x509");

  private final String json;

  AuthMethod(String scope, String type) {
    json =
        "{\"scope\":\""
            + scope
            + "\",\"type\":\""
            + type
            + "\",\"issuer\":\"iothub\",\"acceptingIpFilterRule\":null}";
  }

  /** The value of {@code iothub-connection-auth-method}. */
  public String json() {
    return json;
  }
}
