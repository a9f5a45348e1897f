package io.weir.local.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.hub.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyStoreTest {
  private static final List<String> NAMES = List.of("127.0.0.5", "localhost", "127.0.0.1");
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path directory;

  @Test
  @DisplayName("NET-10: the server's certificate covers the hub's names and chains to ca.pem")
  void chain() throws Exception {
    DataDirectory data = new DataDirectory(directory);
    CertificateAuthority authority = CertificateAuthority.openOrCreate(data, NOW);

    X509Certificate server = ServerKeyStore.openOrIssue(data, authority, NAMES, NOW).certificate();

    X509Certificate ca = CertificateAuthority.readCertificate(data.caFile());
    PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
    trust.setRevocationEnabled(false);
    trust.setDate(Date.from(NOW.instant()));
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(server)), trust);
    assertThat(server.getSubjectAlternativeNames().stream().map(name -> (Object) name.get(1)))
        .containsExactlyElementsOf(List.<Object>copyOf(NAMES));
    assertThat(server.getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(ca.getBasicConstraints()).isZero();
  }

  @Test
  @DisplayName("keys are for their owner alone; the CA certificate is for everybody")
  void permissions() throws Exception {
    DataDirectory data = new DataDirectory(directory);
    ServerKeyStore.openOrIssue(data, CertificateAuthority.openOrCreate(data, NOW), NAMES, NOW);

    for (String secret : List.of("ca.key", "server.p12", "server.password")) {
      assertThat(mode(data.tls().resolve(secret))).isEqualTo("rw-------");
    }
    assertThat(mode(data.caFile())).isEqualTo("rw-r--r--");
  }

  @Test
  @DisplayName("a second start keeps the certificate; another host or its last month renews it")
  void renewal() throws Exception {
    DataDirectory data = new DataDirectory(directory);
    CertificateAuthority authority = CertificateAuthority.openOrCreate(data, NOW);
    X509Certificate first = ServerKeyStore.openOrIssue(data, authority, NAMES, NOW).certificate();

    CertificateAuthority again = CertificateAuthority.openOrCreate(data, NOW);
    assertThat(again.certificate()).isEqualTo(authority.certificate());
    assertThat(ServerKeyStore.openOrIssue(data, again, NAMES, NOW).certificate()).isEqualTo(first);
    Clock late = Clock.offset(NOW, Duration.ofDays(380));
    X509Certificate renewed = ServerKeyStore.openOrIssue(data, again, NAMES, late).certificate();
    assertThat(renewed).isNotEqualTo(first);
    X509Certificate moved =
        ServerKeyStore.openOrIssue(data, again, List.of("hub.example"), late).certificate();
    assertThat(moved.getSubjectAlternativeNames().stream().map(name -> (Object) name.get(1)))
        .containsExactly("hub.example");
  }

  private static String mode(Path file) throws java.io.IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
