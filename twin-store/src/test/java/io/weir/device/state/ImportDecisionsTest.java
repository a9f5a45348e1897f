package io.weir.device.state;

import static io.weir.device.state.OneDevice.answer;
import static io.weir.device.state.OneDevice.eventTypes;
import static io.weir.device.state.OneDevice.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.command.IdentitySpec;
import io.weir.device.command.ImportMode;
import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import io.weir.device.twin.TwinLimits;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("REG-05: what a line of a bulk request does")
class ImportDecisionsTest {

  private static final Set<ImportMode> DELETING =
      EnumSet.of(ImportMode.DELETE, ImportMode.DELETE_IF_MATCH_ETAG);
  private static final Set<ImportMode> OF_TWIN =
      EnumSet.of(ImportMode.UPDATE_TWIN, ImportMode.UPDATE_TWIN_IF_MATCH_ETAG);
  private static final Set<ImportMode> CREATING =
      EnumSet.of(
          ImportMode.CREATE,
          ImportMode.CREATE_OR_UPDATE,
          ImportMode.CREATE_OR_UPDATE_IF_MATCH_ETAG);

  private final OneDevice device = new OneDevice();

  @ParameterizedTest
  @EnumSource(ImportMode.class)
  @DisplayName("Of a device that is not there: some create it, the others do not find it")
  void missing(ImportMode mode) {
    DeviceDecision decision = device.send(line(mode, "none", "none", "{\"a\":1}", "{\"b\":2}"));

    if (CREATING.contains(mode)) {
      assertThat(answer(decision)).isEqualTo(new Answer.Done());
      assertThat(device.tags()).isEqualTo("{\"a\":1}");
      assertThat(device.desired()).isEqualTo("{\"b\":2}");
      assertThat(device.service(null).version()).isEqualTo(3);
      assertThat(eventTypes(decision)).containsExactly(DeviceEventType.IDENTITY_CREATED);
      assertThat(decision.rows())
          .containsExactly(
              new RowChange.PutDevice(
                  OneDevice.D, device.identity(null), device.service(null), device.reported(null)));
    } else {
      assertThat(refusal(decision)).isEqualTo(HubError.DEVICE_NOT_FOUND);
      assertThat(device.memory().isForgotten()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(ImportMode.class)
  @DisplayName("Of a device that is there: updated, its twin replaced or patched, or deleted")
  void present(ImportMode mode) {
    device.create(null);
    device.patch(null, "{\"kept\":1}", null);
    Identity before = device.identity(null);
    String twinEtag = device.service(null).etag();

    DeviceDecision decision = device.send(line(mode, before.etag(), twinEtag, "{\"a\":1}", null));

    if (mode == ImportMode.CREATE) {
      assertThat(refusal(decision)).isEqualTo(HubError.DEVICE_ALREADY_EXISTS);
      assertThat(decision.rows()).isEmpty();
    } else if (DELETING.contains(mode)) {
      assertThat(answer(decision)).isEqualTo(new Answer.Done());
      assertThat(device.memory().isForgotten()).isTrue();
    } else if (OF_TWIN.contains(mode)) {
      assertThat(answer(decision)).isEqualTo(new Answer.Done());
      assertThat(device.tags()).isEqualTo("{\"kept\":1,\"a\":1}");
      assertThat(device.identity(null)).isEqualTo(before);
      assertThat(eventTypes(decision)).containsExactly(DeviceEventType.TWIN_UPDATED);
    } else {
      assertThat(answer(decision)).isEqualTo(new Answer.Done());
      assertThat(device.tags()).isEqualTo("{\"a\":1}");
      assertThat(device.identity(null).status()).isEqualTo(Status.DISABLED);
      assertThat(device.identity(null).etag()).isNotEqualTo(before.etag());
      assertThat(eventTypes(decision))
          .containsExactly(DeviceEventType.TWIN_REPLACED, DeviceEventType.IDENTITY_UPDATED);
      assertThat(decision.rows()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(ImportMode.class)
  @DisplayName("REG-05: etags count with the modes that ask for them, and only with those")
  void etags(ImportMode mode) {
    device.create(null);
    Identity before = device.identity(null);
    ServiceTwin twin = device.service(null);

    DeviceDecision decision = device.send(line(mode, "other", "other", "{\"a\":1}", null));

    if (mode == ImportMode.CREATE) {
      assertThat(refusal(decision)).isEqualTo(HubError.DEVICE_ALREADY_EXISTS);
    } else if (mode.isConditional()) {
      assertThat(refusal(decision)).isEqualTo(HubError.PRECONDITION_FAILED);
      assertThat(decision.rows()).isEmpty();
      assertThat(device.identity(null)).isEqualTo(before);
      assertThat(device.service(null)).isEqualTo(twin);
    } else {
      assertThat(answer(decision)).isEqualTo(new Answer.Done());
    }
  }

  @ParameterizedTest
  @EnumSource(ImportMode.class)
  @DisplayName("REG-05: a mode that asks for an etag writes nothing without one")
  void noEtag(ImportMode mode) {
    device.create(null);
    ServiceTwin twin = device.service(null);

    DeviceDecision decision = device.send(line(mode, null, null, "{\"a\":1}", null));

    if (mode.isConditional()) {
      assertThat(refusal(decision)).isEqualTo(HubError.PRECONDITION_FAILED);
      assertThat(device.service(null)).isEqualTo(twin);
    } else if (mode != ImportMode.CREATE) {
      assertThat(answer(decision)).isEqualTo(new Answer.Done());
    }
  }

  @Test
  @DisplayName("REG-05: the twin's etag counts besides the identity's")
  void twinEtags() {
    device.create(null);
    String etag = device.identity(null).etag();
    DeviceDecision refused =
        device.send(line(ImportMode.UPDATE_IF_MATCH_ETAG, etag, "other", "{\"a\":1}", "{\"a\":1}"));
    assertThat(refusal(refused)).isEqualTo(HubError.PRECONDITION_FAILED);
    assertThat(device.identity(null).etag()).isEqualTo(etag);
    DeviceDecision unasked =
        device.send(line(ImportMode.UPDATE_IF_MATCH_ETAG, etag, null, "{\"a\":1}", null));
    assertThat(answer(unasked)).isEqualTo(new Answer.Done());
  }

  @Test
  @DisplayName("The log's rules 3: a line is done whole or not at all")
  void whole() {
    TwinLimits narrow = new TwinLimits(4, 4, 4, 10, true);
    for (ImportMode mode : CREATING) {
      assertThat(refusal(device.send(line(mode, OneDevice.spec(null), "{\"a\":1}", narrow))))
          .isEqualTo(HubError.ARGUMENT_INVALID);
    }
    assertThat(device.memory().isForgotten()).isTrue();

    device.create(null);
    Identity before = device.identity(null);
    for (ImportMode mode : EnumSet.of(ImportMode.UPDATE, ImportMode.CREATE_OR_UPDATE)) {
      DeviceDecision tooLarge =
          device.send(line(mode, OneDevice.spec(Status.DISABLED), "{\"a\":1}", narrow));
      assertThat(refusal(tooLarge)).isEqualTo(HubError.ARGUMENT_INVALID);
      DeviceDecision noKeys = device.send(line(mode, null, "{\"a\":1}", TwinLimits.CURRENT));
      assertThat(refusal(noKeys)).isEqualTo(HubError.ARGUMENT_INVALID);
      assertThat(noKeys.rows()).isEmpty();
    }
    assertThat(device.identity(null)).isEqualTo(before);
    assertThat(device.service(null)).isEqualTo(ServiceTwin.initial());
  }

  @Test
  @DisplayName("REG-05: a line may be about a module")
  void modules() {
    assertThat(refusal(device.send("m", line(ImportMode.CREATE, null, null, "{}", null))))
        .isEqualTo(HubError.DEVICE_NOT_FOUND);
    device.create(null);
    device.send("m", line(ImportMode.CREATE, null, null, "{\"a\":1}", null));
    assertThat(TwinJson.text(device.service("m").tags())).isEqualTo("{\"a\":1}");
    device.send("m", line(ImportMode.DELETE, null, null, null, null));
    assertThat(device.identity("m")).isNull();
    assertThat(device.identity(null)).isNotNull();
  }

  private static Command line(
      ImportMode mode, String etag, String twinEtag, String tags, String desired) {
    return new Command.ImportIdentity(
        mode,
        OneDevice.spec(Status.DISABLED),
        etag,
        twinEtag,
        tags == null ? null : TwinJson.parse(tags),
        desired == null ? null : TwinJson.parse(desired),
        TwinLimits.CURRENT);
  }

  private static Command line(ImportMode mode, IdentitySpec spec, String tags, TwinLimits limits) {
    return new Command.ImportIdentity(mode, spec, null, null, TwinJson.parse(tags), null, limits);
  }
}
