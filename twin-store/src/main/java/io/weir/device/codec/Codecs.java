package io.weir.device.codec;

import io.weir.device.command.CommandCaller;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.state.DeviceState;
import io.weir.device.state.Recordings;
import io.weir.device.state.RulesState;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import io.weir.device.topic.EdgeMessage;
import io.weir.device.topic.IdentityChange;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;

/** The codec of each type that is stored or sent; each has golden files from version 1. */
public final class Codecs {

  /** Values of {@code device-commands}. */
  public static final JsonCodec<CommandEnvelope> COMMAND =
      new JsonCodec<>(CommandEnvelope.class, 1);

  /** The same values, of which only the caller is read. */
  public static final JsonCodec<CommandCaller> COMMAND_CALLER =
      new JsonCodec<>(CommandCaller.class, 1);

  /** Values of {@code edge}. */
  public static final JsonCodec<EdgeMessage> EDGE = new JsonCodec<>(EdgeMessage.class, 1);

  /** Values of {@code identity-changes}. */
  public static final JsonCodec<IdentityChange> IDENTITY_CHANGE =
      new JsonCodec<>(IdentityChange.class, 1);

  /** Values of {@code rules}. */
  public static final JsonCodec<RulesVersion> RULES = new JsonCodec<>(RulesVersion.class, 1);

  /** Values of {@code rules} under the shadow's key. */
  public static final JsonCodec<ShadowRules> SHADOW_RULES = new JsonCodec<>(ShadowRules.class, 1);

  /** Values of {@code rules} under the recordings' key. */
  public static final JsonCodec<Recordings> RECORDINGS = new JsonCodec<>(Recordings.class, 1);

  /** Keyed state of a device in the devices job. */
  public static final JsonCodec<DeviceState> DEVICE_STATE = new JsonCodec<>(DeviceState.class, 1);

  /** Keyed state: what back ends write of a twin. */
  public static final JsonCodec<ServiceTwin> SERVICE_TWIN = new JsonCodec<>(ServiceTwin.class, 1);

  /** Keyed state: what a device reported. */
  public static final JsonCodec<Section> REPORTED = new JsonCodec<>(Section.class, 1);

  /** Keyed state of the rule set in the devices job. */
  public static final JsonCodec<RulesState> RULES_STATE = new JsonCodec<>(RulesState.class, 1);

  private Codecs() {}
}
