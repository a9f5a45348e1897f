package io.weir.local.tls;

import io.weir.local.CommandFailure;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The server's key and certificate as PKCS12 (wire ids NET-08, NET-10): {@code server.p12} and its
 * password in {@code server.password}. Issued anew when it does not cover the hub's names or ends
 * soon.
 *
 * @param file absolute path of the key store
 */
public record ServerKeyStore(Path file, String password) {
  private static final String ALIAS = "server";
  private static final Duration LIFE = Duration.ofDays(397);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  /** The key store of that data directory, covering {@code hostNames}. */
  public static ServerKeyStore openOrIssue(
      DataDirectory data, CertificateAuthority authority, List<String> hostNames, Clock clock) {
    Path file = data.tls().resolve("server.p12");
    Path passwordFile = data.tls().resolve("server.password");
    try {
      if (Files.exists(file) && Files.exists(passwordFile)) {
        ServerKeyStore present = new ServerKeyStore(file, Files.readString(passwordFile).strip());
        if (present.serves(authority, hostNames, clock.instant())) {
          return present;
        }
      }
      return issue(file, passwordFile, authority, hostNames, clock);
    } catch (IOException e) {
      throw new CommandFailure(
          "the server certificate in "
              + data.tls()
              + " cannot be used ("
              + PrivateFiles.reason(e)
              + ")",
          e);
    } catch (GeneralSecurityException e) {
      throw new CommandFailure(
          "the server certificate in " + data.tls() + " cannot be made (" + e.getMessage() + ")",
          e);
    }
  }

  private static ServerKeyStore issue(
      Path file,
      Path passwordFile,
      CertificateAuthority authority,
      List<String> hostNames,
      Clock clock)
      throws IOException, GeneralSecurityException {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    String password = HexFormat.of().formatHex(secret);
    KeyPair pair = Certificates.newKeyPair();
    X509Certificate certificate = authority.issueServer(pair, hostNames, clock, LIFE);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        ALIAS,
        pair.getPrivate(),
        password.toCharArray(),
        new Certificate[] {certificate, authority.certificate()});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password.toCharArray());
    PrivateFiles.writeBytes(passwordFile, password.getBytes(StandardCharsets.US_ASCII));
    PrivateFiles.writeBytes(file, bytes.toByteArray());
    return new ServerKeyStore(file, password);
  }

  /** The server's certificate. */
  X509Certificate certificate() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    return (X509Certificate) store.getCertificate(ALIAS);
  }

  private boolean serves(CertificateAuthority authority, List<String> hostNames, Instant now) {
    try {
      X509Certificate certificate = certificate();
      certificate.verify(authority.certificate().getPublicKey());
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      Set<String> covered = new HashSet<>();
      for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
        covered.add(String.valueOf(alternative.get(1)));
      }
      return covered.containsAll(hostNames)
          && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
    } catch (IOException | GeneralSecurityException unusable) {
      return false;
    }
  }

  /** Without the password, which must not reach a log. */
  @Override
  public String toString() {
    return "ServerKeyStore[" + file + "]";
  }
}
