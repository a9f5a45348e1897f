package io.weir.edge.auth;

import java.security.cert.X509Certificate;
import java.util.Objects;

/** What a device shows to prove who it is. */
public sealed interface Credential {

  /** A shared access signature, as it came. */
  record Token(String text) implements Credential {
    public Token {
      Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
      return "Token[...]";
    }
  }

  /** The certificate of the TLS session, whose private key the handshake has proven (AUTH-12). */
  record Certificate(X509Certificate certificate) implements Credential {
    public Certificate {
      Objects.requireNonNull(certificate, "certificate");
    }

    @Override
    public String toString() {
      return "Certificate[...]";
    }
  }

  /** Nothing. */
  record None() implements Credential {}
}
