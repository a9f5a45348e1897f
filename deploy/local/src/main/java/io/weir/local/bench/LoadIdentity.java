package io.weir.local.bench;

/** As whom a load client connects. */
record LoadIdentity(String clientId, String userName, String password) {
  /** Without the password, which must not reach a log. */
  @Override
  public String toString() {
    return "LoadIdentity[" + clientId + "]";
  }
}
