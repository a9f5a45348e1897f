package io.weir.local.tls;

import io.weir.local.CommandFailure;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * The hub's own certificate authority, made on first use: ECDSA P-256, {@code ca.pem} for clients
 * to trust and {@code ca.key}, mode 0600, to sign the server's certificate with.
 */
public final class CertificateAuthority {
  private static final Duration LIFE = Duration.ofDays(3650);

  private final X509Certificate certificate;
  private final PrivateKey key;

  private CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** The authority of that data directory; made now if there is none. */
  public static CertificateAuthority openOrCreate(DataDirectory data, Clock clock) {
    Path keyFile = data.tls().resolve("ca.key");
    try {
      if (Files.exists(data.caFile()) && Files.exists(keyFile)) {
        return new CertificateAuthority(readCertificate(data.caFile()), readKey(keyFile));
      }
      KeyPair pair = Certificates.newKeyPair();
      String name = "CN=Weir local CA " + Long.toHexString(clock.millis());
      X509Certificate certificate = Certificates.selfSignedAuthority(name, pair, clock, LIFE);
      PrivateFiles.writeBytes(keyFile, pemKey(pair.getPrivate()));
      PrivateFiles.writeBytes(data.caFile(), pem(certificate));
      // The certificate is public: devices of other users read it too.
      Files.setPosixFilePermissions(data.caFile(), PosixFilePermissions.fromString("rw-r--r--"));
      return new CertificateAuthority(certificate, pair.getPrivate());
    } catch (IOException e) {
      throw new CommandFailure(
          "the CA in " + data.tls() + " cannot be used (" + PrivateFiles.reason(e) + ")", e);
    } catch (GeneralSecurityException e) {
      throw new CommandFailure(
          "the CA in " + data.tls() + " cannot be used (" + e.getMessage() + ")", e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** A server certificate for these names, signed by this authority. */
  X509Certificate issueServer(KeyPair pair, List<String> hostNames, Clock clock, Duration life)
      throws GeneralSecurityException {
    return Certificates.server(certificate, key, pair.getPublic(), hostNames, clock, life);
  }

  static byte[] pem(X509Certificate certificate) throws IOException {
    return pemText(certificate);
  }

  private static byte[] pemKey(PrivateKey key) throws IOException {
    return pemText(new JcaPKCS8Generator(key, null));
  }

  private static byte[] pemText(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey readKey(Path file) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
      if (parser.readObject() instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
      throw new IOException(file + " holds no private key");
    }
  }
}
