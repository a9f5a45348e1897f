package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.publish.ModifiableConnectPacket;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import io.weir.edge.connection.CommandList;
import io.weir.edge.connection.ConnectionRegistry;
import io.weir.edge.connection.SettableLease;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttConnectTest {

  @ParameterizedTest(name = "keep-alive {0} becomes {1}")
  @CsvSource({"0,1178", "1179,1178", "65535,1178", "1178,", "60,"})
  @DisplayName(
      "NET-11: the keep-alive is capped; design: the broker keeps neither will nor session")
  void leavesTheBrokerLittle(int asked, Integer set) {
    Map<String, Object> changes = new HashMap<>();
    ConnectPacket packet =
        Sdk.fake(
            ConnectPacket.class,
            Map.of(
                "getClientId", arguments -> "d",
                "getCleanStart", arguments -> false,
                "getWillPublish", arguments -> Optional.empty(),
                "getKeepAlive", arguments -> asked));
    Map<String, Function<Object[], Object>> setters = new HashMap<>();
    for (String setter :
        new String[] {
          "setWillPublish", "setCleanStart", "setSessionExpiryInterval", "setKeepAlive"
        }) {
      setters.put(
          setter,
          arguments -> {
            changes.put(setter, arguments[0]);
            return null;
          });
    }
    ModifiableConnectPacket modifiable = Sdk.fake(ModifiableConnectPacket.class, setters);
    try (ConnectionRegistry registry =
            new ConnectionRegistry(new SettableLease(), new CommandList(), Clock.systemUTC());
        MqttSessions sessions =
            new MqttSessions(Sdk.fake(ClientService.class, Map.of()), registry, () -> 0)) {
      new MqttConnect(sessions)
          .onConnect(
              Sdk.fake(
                  ConnectInboundInput.class,
                  Map.of(
                      "getConnectPacket", arguments -> packet,
                      "getConnectionInformation", arguments -> Sdk.socket())),
              Sdk.fake(
                  ConnectInboundOutput.class, Map.of("getConnectPacket", arguments -> modifiable)));
    }
    assertThat(changes)
        .containsEntry("setWillPublish", null)
        .containsEntry("setCleanStart", true)
        .containsEntry("setSessionExpiryInterval", 0L);
    assertThat(changes.get("setKeepAlive")).isEqualTo(set);
  }
}
