package io.weir.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.auth.SasToken;
import io.weir.device.error.HubError;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.secret.KeyCipher;
import io.weir.edge.config.EdgeConfig.Policy;
import io.weir.edge.config.EdgeConfig.Right;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DeviceAuthenticatorTest {
  private static final String HOST = "hub.test";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String PRIMARY = KeyCipher.generateKey();
  private static final String SECONDARY = KeyCipher.generateKey();
  private static final String MODULE_PRIMARY = KeyCipher.generateKey();
  private static final String MODULE_SECONDARY = KeyCipher.generateKey();
  private static final String POLICY_KEY = KeyCipher.generateKey();

  private final KeyCipher cipher = new KeyCipher(new byte[32]);
  private final Map<String, Identity> registry = new HashMap<>();
  private final DeviceAuthenticator authenticator = authenticator(this::read);

  private DeviceAuthenticator authenticator(
      java.util.function.Function<TwinKey, CompletionStage<Optional<Identity>>> reads) {
    return new DeviceAuthenticator(
        List.of(HOST),
        List.of(
            new Policy("device", POLICY_KEY, SECONDARY, Set.of(Right.DEVICE_CONNECT)),
            new Policy("service", POLICY_KEY, SECONDARY, Set.of(Right.SERVICE_CONNECT))),
        reads,
        cipher::open,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private CompletionStage<Optional<Identity>> read(TwinKey key) {
    return CompletableFuture.completedStage(Optional.ofNullable(registry.get(key.path())));
  }

  private void register(String id, Status status) {
    registry.put(
        id,
        new Identity(
            id,
            "17",
            "e",
            status,
            null,
            0,
            new Authentication.Sas(cipher.seal(id, PRIMARY), cipher.seal(id, SECONDARY)),
            17));
  }

  private Verdict judge(String id, Credential credential) {
    return judge(HOST, id, credential);
  }

  private Verdict judge(String host, String id, Credential credential) {
    return authenticator
        .authenticate(host, TwinKey.ofPath(id), credential)
        .toCompletableFuture()
        .join();
  }

  private static Credential token(String resource, String key, long seconds, String policy) {
    return new Credential.Token(SasToken.create(resource, key, NOW.plusSeconds(seconds), policy));
  }

  private static Credential own(String id, String key) {
    return token(HOST + "/devices/" + id, key, 60, null);
  }

  private static void assertRefused(Verdict verdict, HubError error) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(((Verdict.Refused) verdict).error()).isEqualTo(error);
  }

  @Test
  void auth06EitherKeyOfTheDeviceAdmits() {
    register("d", Status.ENABLED);
    for (String key : List.of(PRIMARY, SECONDARY)) {
      assertThat(judge("d", own("d", key)))
          .isEqualTo(
              new Verdict.Admitted(
                  registry.get("d"),
                  NOW.plusSeconds(60).plus(DeviceAuthenticator.CLOCK_SKEW),
                  AuthMethod.DEVICE_SAS));
    }
  }

  @Test
  void auth17WrongKeyUnknownDisabledAndGarbageAreRefused() {
    register("d", Status.ENABLED);
    register("off", Status.DISABLED);
    assertRefused(judge("d", own("d", KeyCipher.generateKey())), HubError.UNAUTHORIZED);
    assertRefused(judge("nobody", own("nobody", PRIMARY)), HubError.DEVICE_NOT_FOUND);
    assertRefused(judge("off", own("off", PRIMARY)), HubError.DEVICE_DISABLED);
    assertRefused(judge("d", new Credential.Token("garbage")), HubError.UNAUTHORIZED);
    assertRefused(judge("d", new Credential.None()), HubError.UNAUTHORIZED);
    assertRefused(judge("other.host", "d", own("d", PRIMARY)), HubError.UNAUTHORIZED);
    assertRefused(judge("not/an id", own("d", PRIMARY)), HubError.UNAUTHORIZED);
  }

  @Test
  void auth05ATokenOfOneDeviceDoesNotAdmitAnother() {
    register("d", Status.ENABLED);
    register("dd", Status.ENABLED);
    assertRefused(judge("dd", own("d", PRIMARY)), HubError.UNAUTHORIZED);
    assertRefused(
        judge("d", token("other.host/devices/d", PRIMARY, 60, null)), HubError.UNAUTHORIZED);
  }

  @Test
  void auth10ExpiredTokensAreRefusedBeyondAFewSecondsOfSkew() {
    register("d", Status.ENABLED);
    long skew = DeviceAuthenticator.CLOCK_SKEW.toSeconds();
    assertThat(DeviceAuthenticator.CLOCK_SKEW).isLessThan(Duration.ofMinutes(5));
    assertThat(judge("d", token(HOST + "/devices/d", PRIMARY, 1 - skew, null)))
        .isInstanceOf(Verdict.Admitted.class);
    assertRefused(
        judge("d", token(HOST + "/devices/d", PRIMARY, -skew, null)), HubError.TOKEN_EXPIRED);
  }

  @Test
  void auth09PolicyTokensNeedDeviceConnectAndALivingIdentity() {
    register("d", Status.ENABLED);
    register("off", Status.DISABLED);
    Verdict admitted = judge("d", token(HOST + "/devices", POLICY_KEY, 60, "device"));
    assertThat(((Verdict.Admitted) admitted).method()).isEqualTo(AuthMethod.HUB_SAS);
    assertThat(judge("d", token(HOST + "/devices/d", SECONDARY, 60, "device")))
        .isInstanceOf(Verdict.Admitted.class);
    assertRefused(
        judge("d", token(HOST + "/devices", POLICY_KEY, 60, "service")), HubError.UNAUTHORIZED);
    assertRefused(
        judge("d", token(HOST + "/devices", POLICY_KEY, 60, "nope")), HubError.UNAUTHORIZED);
    assertRefused(
        judge("off", token(HOST + "/devices", POLICY_KEY, 60, "device")), HubError.DEVICE_DISABLED);
    assertRefused(
        judge("nobody", token(HOST + "/devices", POLICY_KEY, 60, "device")),
        HubError.DEVICE_NOT_FOUND);
  }

  @Test
  void rule7TroubleWithTheRegistryIsUnavailableNotUnauthorized() {
    DeviceAuthenticator broken =
        authenticator(id -> CompletableFuture.failedStage(new IllegalStateException("down")));
    DeviceAuthenticator throwing =
        authenticator(
            id -> {
              throw new IllegalStateException("down");
            });
    for (DeviceAuthenticator each : List.of(broken, throwing)) {
      assertRefused(
          each.authenticate(HOST, TwinKey.device("d"), own("d", PRIMARY))
              .toCompletableFuture()
              .join(),
          HubError.SERVICE_UNAVAILABLE);
    }
  }

  @Test
  void auth06EitherKeyOfTheModuleAdmitsIt() {
    register("d", Status.ENABLED);
    registerModule("d", "m", Status.ENABLED);
    for (String key : List.of(MODULE_PRIMARY, MODULE_SECONDARY)) {
      Verdict verdict = judge("d/m", token(HOST + "/devices/d/modules/m", key, 60, null));
      assertThat(verdict)
          .isEqualTo(
              new Verdict.Admitted(
                  registry.get("d/m"),
                  NOW.plusSeconds(60).plus(DeviceAuthenticator.CLOCK_SKEW),
                  AuthMethod.MODULE_SAS));
    }
  }

  @Test
  void auth06AModuleAndItsDeviceHaveKeysOfTheirOwn() {
    register("d", Status.ENABLED);
    registerModule("d", "m", Status.ENABLED);
    registerModule("d", "n", Status.ENABLED);
    String ofM = HOST + "/devices/d/modules/m";
    assertRefused(judge("d/m", token(ofM, PRIMARY, 60, null)), HubError.UNAUTHORIZED);
    assertRefused(
        judge("d/n", token(HOST + "/devices/d/modules/n", KeyCipher.generateKey(), 60, null)),
        HubError.UNAUTHORIZED);
    assertRefused(
        judge("d", token(HOST + "/devices/d", MODULE_PRIMARY, 60, null)), HubError.UNAUTHORIZED);
  }

  @Test
  void auth05TheScopeIsAPrefixOfWholeSegments() {
    register("d", Status.ENABLED);
    registerModule("d", "m", Status.ENABLED);
    registerModule("d", "mm", Status.ENABLED);
    for (String scope : List.of("/devices/d/modules/m", "/devices/d/modules", "/devices/d", "")) {
      assertThat(judge("d/m", token(HOST + scope, MODULE_PRIMARY, 60, null)))
          .as(scope)
          .isInstanceOf(Verdict.Admitted.class);
    }
    for (String scope :
        List.of(
            "/devices/d/modules/mm",
            "/devices/d/modules/M",
            "/devices/d/modules/m/more",
            "/devices/e",
            "/devices/d/module")) {
      assertRefused(
          judge("d/m", token(HOST + scope, MODULE_PRIMARY, 60, null)), HubError.UNAUTHORIZED);
    }
    assertRefused(
        judge("d/mm", token(HOST + "/devices/d/modules/m", MODULE_PRIMARY, 60, null)),
        HubError.UNAUTHORIZED);
    // a module's token does not speak for its device
    assertRefused(
        judge("d", token(HOST + "/devices/d/modules/m", PRIMARY, 60, null)), HubError.UNAUTHORIZED);
  }

  @Test
  void auth11AModuleComesInOnlyWhileItsDeviceMay() {
    String scope = HOST + "/devices/d/modules/m";
    Credential own = token(scope, MODULE_PRIMARY, 60, null);
    registerModule("d", "m", Status.ENABLED);
    assertRefused(judge("d/m", own), HubError.DEVICE_DISABLED);
    register("d", Status.DISABLED);
    assertRefused(judge("d/m", own), HubError.DEVICE_DISABLED);
    assertRefused(judge("d/m", token(scope, POLICY_KEY, 60, "device")), HubError.DEVICE_DISABLED);
    register("d", Status.ENABLED);
    assertThat(judge("d/m", own)).isInstanceOf(Verdict.Admitted.class);
    registerModule("d", "m", Status.DISABLED);
    assertRefused(judge("d/m", own), HubError.DEVICE_DISABLED);
  }

  @Test
  void auth17AModuleThatIsNotThereIsRefused() {
    register("d", Status.ENABLED);
    assertRefused(
        judge("d/m", token(HOST + "/devices/d/modules/m", MODULE_PRIMARY, 60, null)),
        HubError.MODULE_NOT_FOUND);
    assertRefused(
        judge("d/not/one", token(HOST + "/devices/d", MODULE_PRIMARY, 60, null)),
        HubError.UNAUTHORIZED);
    assertRefused(
        judge("d/", token(HOST + "/devices/d", MODULE_PRIMARY, 60, null)), HubError.UNAUTHORIZED);
  }

  @Test
  void auth09APolicyMayActForAModule() {
    register("d", Status.ENABLED);
    registerModule("d", "m", Status.ENABLED);
    Verdict verdict = judge("d/m", token(HOST + "/devices", POLICY_KEY, 60, "device"));
    assertThat(((Verdict.Admitted) verdict).method()).isEqualTo(AuthMethod.HUB_SAS);
    assertRefused(
        judge("d/m", token(HOST + "/devices", POLICY_KEY, 60, "service")), HubError.UNAUTHORIZED);
  }

  @Test
  void rule7TroubleWithReadingTheDeviceOfAModuleIsUnavailable() {
    registerModule("d", "m", Status.ENABLED);
    DeviceAuthenticator half =
        authenticator(
            key ->
                key.isModule()
                    ? read(key)
                    : CompletableFuture.failedStage(new IllegalStateException("down")));
    assertRefused(
        half.authenticate(
                HOST,
                new TwinKey("d", "m"),
                token(HOST + "/devices/d/modules/m", MODULE_PRIMARY, 60, null))
            .toCompletableFuture()
            .join(),
        HubError.SERVICE_UNAVAILABLE);
  }

  private void registerModule(String deviceId, String moduleId, Status status) {
    String path = deviceId + "/" + moduleId;
    registry.put(
        path,
        new Identity(
            deviceId,
            "18",
            "e",
            status,
            null,
            0,
            new Authentication.Sas(
                cipher.seal(path, MODULE_PRIMARY), cipher.seal(path, MODULE_SECONDARY)),
            18,
            moduleId,
            null,
            null));
  }

  @Test
  void auth12ThumbprintsCompareWithoutCaseAndSeparators() {
    Thumbprints shown = new Thumbprints("AB01", "CD02");
    assertThat(shown.match(new Authentication.SelfSigned("ab:01", null))).isTrue();
    assertThat(shown.match(new Authentication.SelfSigned(null, "cd 02"))).isTrue();
    assertThat(shown.match(new Authentication.SelfSigned("EE", "FF"))).isFalse();
    assertThat(shown.match(new Authentication.SelfSigned(null, null))).isFalse();
    assertThat(new Thumbprints(null, null).match(new Authentication.SelfSigned("", ""))).isFalse();
  }

  @Test
  void eh08TheAuthMethodIsJson() {
    assertThat(AuthMethod.DEVICE_X509.json())
        .isEqualTo(
            "{\"scope\":\"device\",\"type\":\"x509\",\"issuer\":\"iothub\","
                + "\"acceptingIpFilterRule\":null}");
  }
}
