package io.weir.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.auth.SasToken;
import io.weir.device.command.Command;
import io.weir.device.command.IdentitySpec;
import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.error.HubError;
import io.weir.device.explain.Explanation;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.DeviceTotals;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.secret.KeyCipher;
import io.weir.device.state.Answer;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowCount;
import io.weir.device.state.ShadowRules;
import io.weir.device.store.SectionTexts;
import io.weir.device.store.TwinRow;
import io.weir.device.topic.Topics;
import io.weir.device.twin.Section;
import io.weir.device.twin.TwinLimits;
import io.weir.edge.config.EdgeConfig.Policy;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.HubException;
import io.weir.edge.node.LeaseState;
import io.weir.edge.node.NodeHealth.Health;
import io.weir.edge.operations.OperationRecord;
import io.weir.edge.operations.OperationRecord.IdentityDetails;
import io.weir.edge.registry.BulkWrites;
import io.weir.edge.registry.DeviceStore;
import io.weir.edge.registry.Liveness;
import io.weir.edge.registry.Registry;
import io.weir.edge.rules.Endpoints;
import io.weir.edge.rules.RoutingExplanations;
import io.weir.edge.rules.RuleFileCheck;
import io.weir.edge.rules.RuleSets;
import io.weir.edge.rules.ShadowRuleSets;
import io.weir.edge.twin.Twins;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestApiTest {

  private static final String KEY = KeyCipher.generateKey();
  private static final String SPARE = KeyCipher.generateKey();
  private static final String READER = KeyCipher.generateKey();
  private static final String SHADOW =
      """
      endpoint shadowed kafka { topic = 'shadowed' }
      route hot from DeviceMessages where true to shadowed
      """;
  private static final Map<String, String> VERSION = Map.of("api-version", "2021-04-12");

  private final KeyCipher cipher = new KeyCipher(new byte[32]);
  private final Recording parts = new Recording();
  private final ServiceAuthorizer authorizer =
      new ServiceAuthorizer(
          List.of("127.0.0.7", "hub.example"),
          List.of(
              new Policy("iothubowner", KEY, SPARE, Set.of(Right.values())),
              new Policy("registryRead", READER, READER, Set.of(Right.REGISTRY_READ))),
          Clock.systemUTC());
  private final MemoryRules rules = new MemoryRules();
  private final MemoryExplanations explanations = new MemoryExplanations();
  private final RuleFileCheck ruleFiles = new RuleFileCheck(new Topics("weir"), Runnable::run);
  private final RuleSets ruleSets =
      new RuleSets(
          rules,
          ruleFiles,
          topics -> {
            parts.topics.addAll(topics);
            return CompletableFuture.completedFuture(null);
          },
          new Topics("weir"),
          parts);
  private final Liveness liveness = new Liveness(parts, address -> true);
  private final RestApi api =
      HttpsHead.api(
          authorizer,
          new HttpsHead.Services(
              new Registry(parts, parts, cipher, liveness),
              new BulkWrites(parts, cipher, TwinLimits.CURRENT, 2),
              new Twins(parts, parts, liveness, TwinLimits.CURRENT),
              null,
              null,
              null,
              ruleSets,
              new ShadowRuleSets(rules, ruleFiles, ruleSets, parts),
              new RoutingExplanations(explanations, parts),
              new Endpoints(
                  ruleSets,
                  () -> CompletableFuture.completedFuture(List.of()),
                  new Topics("weir"),
                  Runnable::run),
              () -> CompletableFuture.completedFuture(new DeviceTotals(7, 5, 3, 2)),
              cipher,
              () -> CompletableFuture.completedFuture(new Health(true, false, LeaseState.LIVE)),
              parts.operations::add,
              task -> {
                parts.written++;
                task.run();
              }),
          new RestOperations(parts.operations::add, authorizer, Clock.systemUTC()),
          Clock.systemUTC());

  @Test
  @DisplayName("ROUTE-15: the endpoints in force; the routing job's are as well as Kafka")
  void endpoints() throws Exception {
    rules.versions.set(0, new RulesVersion(3, "endpoint alerts kafka { topic = 'alerts' }\n", 1));
    RestResponse answer = call("GET", List.of("weir", "endpoints"), Map.of(), Map.of(), "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"version\":3,\"endpoints\":["
                + "{\"name\":\"events\",\"type\":\"built-in\",\"state\":\"healthy\"},"
                + "{\"name\":\"alerts\",\"type\":\"kafka\",\"state\":\"healthy\"}]}");
    assertThat(call("PUT", List.of("weir", "endpoints"), Map.of(), Map.of(), "").status())
        .isEqualTo(405);
  }

  @Test
  @DisplayName("REST-01, REST-57, REG-02, REST-55: GET shows the device, its keys and its etag")
  void get() throws Exception {
    String primary = KeyCipher.generateKey();
    parts.store(
        identity("d1", new Authentication.Sas(cipher.seal("d1", primary), cipher.seal("d1", KEY))));
    RestResponse answer = call("GET", List.of("devices", "d1"), VERSION, Map.of(), "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("ETag", "\"MTIz\"");
    JsonNode json = Json.mapper().readTree(answer.body());
    assertThat(json.path("etag").textValue()).isEqualTo("MTIz");
    assertThat(json.path("status").textValue()).isEqualTo("enabled");
    assertThat(json.path("connectionState").textValue()).isEqualTo("Disconnected");
    assertThat(json.path("statusUpdatedTime").textValue()).isEqualTo("0001-01-01T00:00:00");
    assertThat(json.at("/authentication/type").textValue()).isEqualTo("sas");
    assertThat(json.at("/authentication/symmetricKey/primaryKey").textValue()).isEqualTo(primary);
    assertThat(json.at("/authentication/x509Thumbprint/primaryThumbprint").isNull()).isTrue();
  }

  @Test
  @DisplayName("ERR-01, ERR-03: a missing device is 404 with the code in body and header")
  void missing() throws Exception {
    RestResponse answer = call("GET", List.of("devices", "nobody"), VERSION, Map.of(), "");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers()).containsEntry("iothub-errorcode", "DeviceNotFound");
    JsonNode json = Json.mapper().readTree(answer.body());
    assertThat(json.path("Message").textValue()).startsWith("ErrorCode:DeviceNotFound;");
    assertThat(json.path("ExceptionMessage").textValue())
        .matches(
            "Tracking ID:[0-9a-f]{32}-G:0-TimeStamp:\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d");
  }

  @Test
  @DisplayName("REST-02, REST-53, REST-54: PUT without If-Match creates, enums without case")
  void create() {
    parts.answer(new Answer.IdentityAnswer(identity("d1", new Authentication.None())));
    RestResponse answer =
        put(
            Map.of(),
            "{'deviceId':'d1','etag':'','generationId':'','status':'Enabled',"
                + "'statusUpdatedTime':'0001-12-30T00:00:00','authentication':{'type':'SAS',"
                + "'symmetricKey':{'primaryKey':'','secondaryKey':''}}}");
    assertThat(answer.status()).isEqualTo(200);
    Command.CreateIdentity command = (Command.CreateIdentity) parts.only();
    assertThat(command.spec().status()).isEqualTo(Status.ENABLED);
    assertThat(command.spec().primaryKey()).isNull();
    assertThat(command.spec().sparePrimaryKey()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"*\"", "*", "\"MTIz\"", "MTIz", " MTIz ", "W/\"MTIz\""})
  @DisplayName("REST-51: every form of If-Match updates")
  void update(String ifMatch) {
    parts.answer(new Answer.IdentityAnswer(identity("d1", new Authentication.None())));
    RestResponse answer =
        put(
            Map.of("if-match", ifMatch),
            "{'deviceId':'d1','status':'disabled',"
                + "'authentication':{'symmetricKey':{'primaryKey':'"
                + KEY
                + "'}}}");
    assertThat(answer.status()).isEqualTo(200);
    Command.UpdateIdentity command = (Command.UpdateIdentity) parts.only();
    assertThat(command.ifMatch()).isEqualTo(ifMatch.contains("*") ? "*" : "MTIz");
    assertThat(command.spec().status()).isEqualTo(Status.DISABLED);
    assertThat(command.spec().primaryKey()).isEqualTo(cipher.seal("d1", KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{} {}",
        "{'deviceId':'d2'}",
        "{'deviceId':1}",
        "{'deviceId':'d1','status':'broken'}",
        "{'deviceId':'d1','status':true}",
        "{'deviceId':'d1','authentication':'sas'}",
        "{'deviceId':'d1','authentication':{'type':'password'}}",
        "{'deviceId':'d1','authentication':{'symmetricKey':{'primaryKey':'AAAA'}}}",
        "{'deviceId':'d1','authentication':{'symmetricKey':{'primaryKey':'YWFhYWFhYWFhYWFhYWFhYQ=='}}}",
        "{'deviceId':'d1','authentication':{'symmetricKey':{'primaryKey':'?','secondaryKey':'?'}}}",
        "{'deviceId':'d1','authentication':{'type':'selfSigned'}}",
        "{'deviceId':'d1','authentication':{'x509Thumbprint':{'primaryThumbprint':'123'}}}",
        "{'deviceId':'d1','capabilities':{'iotEdge':true}}",
      })
  @DisplayName("REST-54, REG-03, AUTH-12: what is no device is 400, and no command")
  void malformed(String body) {
    assertThat(put(Map.of(), body).status()).isEqualTo(400);
    assertThat(parts.commands).isEmpty();
  }

  @Test
  @DisplayName("REG-02: statusReason has at most 128 bytes of UTF-8")
  void statusReason() {
    assertThat(put(Map.of(), reason("ü".repeat(65))).status()).isEqualTo(400);
    parts.answer(new Answer.IdentityAnswer(identity("d1", new Authentication.None())));
    assertThat(put(Map.of(), reason("ü".repeat(64))).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("AUTH-12: thumbprints lose separators and case")
  void thumbprints() {
    parts.answer(new Answer.IdentityAnswer(identity("d1", new Authentication.None())));
    put(
        Map.of(),
        "{'deviceId':'d1','authentication':{'x509Thumbprint':{'primaryThumbprint':'"
            + "ab:".repeat(20)
            + "'}}}");
    Command.CreateIdentity command = (Command.CreateIdentity) parts.only();
    assertThat(command.spec().primaryThumbprint()).isEqualTo("AB".repeat(20));
    assertThat(command.spec().sparePrimaryKey()).isNull();
  }

  @Test
  @DisplayName("AUTH-12: a thumbprint that x509Thumbprint does not name any more is removed")
  void thumbprintsAreReplacedTogether() {
    String kept = "AB".repeat(20);
    IdentitySpec spec =
        updated(
            "{'type':'selfSigned','x509Thumbprint':{'primaryThumbprint':'"
                + kept
                + "','secondaryThumbprint':null}}");
    assertThat(spec.primaryThumbprint()).isEqualTo(kept);
    assertThat(spec.secondaryThumbprint()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':'selfSigned'}",
        "{'type':'selfSigned','x509Thumbprint':null}",
        "{'x509Thumbprint':{'primaryThumbprint':null,'secondaryThumbprint':''}}",
        "{'type':'sas','x509Thumbprint':{'primaryThumbprint':null,'secondaryThumbprint':null}}",
      })
  @DisplayName("AUTH-12: a body that names no thumbprint keeps them")
  void unnamedThumbprintsAreKept(String authentication) {
    IdentitySpec spec = updated(authentication);
    assertThat(spec.primaryThumbprint()).isNull();
    assertThat(spec.secondaryThumbprint()).isNull();
  }

  @Test
  @DisplayName("AUTH-12: a self-signed device cannot be left without a thumbprint")
  void lastThumbprintStays() {
    RestResponse refused =
        put(
            Map.of("if-match", "*"),
            "{'deviceId':'d1','authentication':{'type':'selfSigned','x509Thumbprint':{}}}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(parts.commands).isEmpty();
  }

  @Test
  @DisplayName("REG-02: null or an empty text removes the status reason, absence keeps it")
  void statusReasonIsRemoved() {
    for (String removal : List.of("null", "''")) {
      put(Map.of("if-match", "*"), "{'deviceId':'d1','statusReason':" + removal + "}");
      assertThat(((Command.UpdateIdentity) parts.last()).spec().statusReason()).isEmpty();
    }
    assertThat(updated("{}").statusReason()).isNull();
  }

  private IdentitySpec updated(String authentication) {
    put(Map.of("if-match", "*"), "{'deviceId':'d1','authentication':" + authentication + "}");
    return ((Command.UpdateIdentity) parts.last()).spec();
  }

  @Test
  @DisplayName("REST-03, REG-07: DELETE is 204, or the writer's refusal")
  void delete() {
    parts.answer(new Answer.Done());
    assertThat(call("DELETE", List.of("devices", "d1"), VERSION, Map.of(), "").status())
        .isEqualTo(204);
    parts.refuse(HubError.DEVICE_NOT_FOUND);
    assertThat(call("DELETE", List.of("devices", "d1"), VERSION, Map.of(), "").status())
        .isEqualTo(404);
  }

  @Test
  @DisplayName("REST-04: top is 1..1000")
  void list() {
    assertThat(list("0").status()).isEqualTo(400);
    assertThat(list("1001").status()).isEqualTo(400);
    assertThat(list("x").status()).isEqualTo(400);
    assertThat(list("1000").body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "latest", "2021-4-12", "2021-13-01"})
  @DisplayName("ERR-06: what is no date is no api-version")
  void apiVersion(String version) {
    RestResponse answer =
        call("GET", List.of("devices", "d1"), Map.of("api-version", version), Map.of(), "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).containsEntry("iothub-errorcode", "InvalidProtocolVersion");
  }

  @Test
  @DisplayName("503 carries Retry-After, whether the log or the store is away")
  void unavailable() {
    parts.refuse(HubError.SERVICE_UNAVAILABLE);
    RestResponse answer = put(Map.of(), "{'deviceId':'d1'}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("Retry-After");
    parts.away = true;
    assertThat(call("GET", List.of("devices", "d1"), VERSION, Map.of(), "").status())
        .isEqualTo(503);
  }

  @Test
  @DisplayName("AUTH-01..03, 05, 07, 08, 16, 17: who may, and how everybody else looks alike")
  void authorization() {
    Instant hour = Instant.now().plus(Duration.ofHours(1));
    List<String> good =
        List.of(
            SasToken.create("127.0.0.7", KEY, hour, "iothubowner"),
            SasToken.create("HUB.example/devices/d1", SPARE, hour, "iothubowner"));
    for (String token : good) {
      assertThat(delete(token)).isNotEqualTo(401);
    }
    List<String> bad =
        List.of(
            "Bearer abc",
            "SharedAccessSignature",
            SasToken.create("127.0.0.7", READER, hour, "iothubowner"),
            SasToken.create("127.0.0.7", READER, hour, "registryRead"),
            SasToken.create("127.0.0.7", KEY, hour, "nobody"),
            SasToken.create("127.0.0.7", KEY, hour, null),
            SasToken.create("127.0.0.8", KEY, hour, "iothubowner"),
            SasToken.create("127.0.0.7/devices/d", KEY, hour, "iothubowner"),
            SasToken.create(
                "127.0.0.7", KEY, Instant.now().minus(Duration.ofMinutes(6)), "iothubowner"));
    for (String token : bad) {
      assertThat(delete(token)).isEqualTo(401);
    }
    assertThat(parts.commands).hasSize(2);
  }

  @Test
  @DisplayName("OPS-01, OPS-02: refused requests to the registry are recorded")
  void refusalsAreRecorded() {
    delete("Bearer abc");
    delete(SasToken.create("127.0.0.7", READER, Instant.now().plusSeconds(60), "registryRead"));
    call("GET", List.of("devices", "nobody"), VERSION, Map.of("user-agent", "az/1"), "");
    parts.refuse(HubError.DEVICE_ALREADY_EXISTS);
    put(Map.of(), "{'deviceId':'d1'}");
    parts.refuse(HubError.PRECONDITION_FAILED);
    put(Map.of("if-match", "x"), "{'deviceId':'d1'}");
    call("GET", List.of("weir", "nothing"), VERSION, Map.of(), "");
    assertThat(parts.operations)
        .extracting(
            operation ->
                operation.operationName()
                    + " "
                    + operation.deviceId()
                    + " "
                    + operation.error()
                    + " "
                    + ((IdentityDetails) operation.details()).sharedAccessPolicy()
                    + " "
                    + ((IdentityDetails) operation.details()).userAgent())
        .containsExactly(
            "delete d1 UNAUTHORIZED null null",
            "delete d1 UNAUTHORIZED registryRead null",
            "get nobody DEVICE_NOT_FOUND iothubowner az/1",
            "create d1 DEVICE_ALREADY_EXISTS iothubowner null",
            "update d1 PRECONDITION_FAILED iothubowner null");
  }

  @Test
  @DisplayName("REST-04: a key that cannot be read spoils neither the list nor its device")
  void unreadableKey() throws Exception {
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    EncryptedKey good = cipher.seal("d1", KEY);
    EncryptedKey foreign = new KeyCipher(otherKey).seal("d1", KEY);
    parts.store(identity("d1", new Authentication.Sas(foreign, good)));
    JsonNode device = Json.mapper().readTree(list("10").body()).path(0);
    assertThat(device.at("/authentication/symmetricKey/primaryKey").isNull()).isTrue();
    assertThat(device.at("/authentication/symmetricKey/secondaryKey").textValue()).isEqualTo(KEY);
    assertThat(parts.written).as("on the thread for it").isEqualTo(1);
  }

  @Test
  @DisplayName("An unknown path is 404, an unknown method 405")
  void unknown() {
    assertThat(call("GET", List.of("twins"), VERSION, Map.of(), "").status()).isEqualTo(404);
    assertThat(call("GET", List.of(), VERSION, Map.of(), "").status()).isEqualTo(404);
    assertThat(call("PATCH", List.of("devices", "d1"), VERSION, Map.of(), "").status())
        .isEqualTo(405);
  }

  @Test
  @DisplayName("Rules that do not compile are 400 with the place; good ones make topics first")
  void rules() {
    RestResponse ownTopic =
        call(
            "PUT",
            List.of("weir", "rules"),
            Map.of(),
            Map.of(),
            """
            endpoint loop kafka { topic = 'weir.telemetry' }
            route r from DeviceMessages where true to loop
            """);
    assertThat(ownTopic.status()).isEqualTo(400);
    assertThat(ownTopic.body()).contains("rules:1:31: error: 'weir.telemetry'", "the hub's own");
    assertThat(parts.topics).isEmpty();
    RestResponse late =
        call(
            "PUT",
            List.of("weir", "rules"),
            Map.of(),
            Map.of("if-match", "\"2\""),
            """
            endpoint alerts kafka { topic = 'alerts' }
            route hot from DeviceMessages where true to alerts
            """);
    assertThat(late.status()).isEqualTo(412);
    assertThat(parts.topics).isEmpty();
    RestResponse refused = call("PUT", List.of("weir", "rules"), Map.of(), Map.of(), "endpoint !");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("rules:1:10: error:");
    assertThat(parts.commands).isEmpty();
    parts.answer(new Answer.RulesAnswer(4));
    RestResponse applied =
        call(
            "PUT",
            List.of("weir", "rules"),
            Map.of("note", "a test"),
            Map.of("if-match", "\"3\""),
            """
            endpoint alerts kafka { topic = 'alerts' }
            route hot from DeviceMessages where true to alerts
            """);
    assertThat(applied.body()).isEqualTo("{\"version\":4}");
    assertThat(parts.topics).containsExactly("alerts");
    Command.ApplyRules apply = (Command.ApplyRules) parts.only();
    assertThat(apply.ifVersion()).isEqualTo(3);
    assertThat(apply.by()).isEqualTo("iothubowner");
    assertThat(apply.note()).isEqualTo("a test");
  }

  @Test
  @DisplayName("Rules: the version in force, a former one, and the history say who and when")
  void rulesVersions() {
    rules.versions.add(0, new RulesVersion(4, "fallback off", 1_000, "service", "quiet"));

    assertThat(get("weir", "rules").body())
        .isEqualTo(
            "{'version':4,'appliedAt':'1970-01-01T00:00:01Z','appliedBy':'service',"
                    .replace('\'', '"')
                + "'note':'quiet','text':'fallback off'}".replace('\'', '"'));
    assertThat(rules("version", "3").body())
        .isEqualTo(
            "{'version':3,'appliedAt':'1970-01-01T00:00:00.001Z','text':''}".replace('\'', '"'));
    assertThat(rules("version", "2").status()).isEqualTo(404);
    assertThat(rules("version", "0").status()).isEqualTo(400);
    assertThat(rules("version", "four").status()).isEqualTo(400);
    assertThat(history("1").body())
        .startsWith("{'versions':[{'version':4,'bytes':12,'sha256':'".replace('\'', '"'))
        .endsWith("'appliedBy':'service','note':'quiet'}]}".replace('\'', '"'));
    assertThat(history("1001").status()).isEqualTo(400);
  }

  @Test
  @DisplayName("Rules: a note has at most 500 characters")
  void longNote() {
    RestResponse answer =
        call(
            "PUT",
            List.of("weir", "rules"),
            Map.of("note", "n".repeat(501)),
            Map.of(),
            "fallback on");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("note: 501 characters (expected: at most 500)");
  }

  @Test
  @DisplayName("Rules: a shadow is compiled, makes no topics, and is shown with its differences")
  void shadow() {
    List<String> path = List.of("weir", "rules", "shadow");
    assertThat(get("weir", "rules", "shadow").status()).isEqualTo(404);
    assertThat(call("PUT", path, Map.of(), Map.of(), "endpoint !").status()).isEqualTo(400);

    parts.answer(new Answer.ShadowAnswer(77));
    RestResponse put = call("PUT", path, Map.of("note", "try"), Map.of(), SHADOW);
    assertThat(put.body()).isEqualTo("{\"shadow\":77}");
    assertThat(parts.only()).isEqualTo(new Command.ApplyShadow(SHADOW, null, "iothubowner", "try"));
    assertThat(parts.topics).isEmpty();

    rules.shadow = new ShadowRules(77, SHADOW, 1_000, 3, "iothubowner", "try");
    rules.differences = List.of(new ShadowCount("hot", 5, 2, List.of("{\"deviceId\":\"d\"}")));
    assertThat(get("weir", "rules", "shadow").body())
        .startsWith("{'shadow':77,'appliedAt':'1970-01-01T00:00:01Z',".replace('\'', '"'))
        .contains("'note':'try','beside':3,'text':".replace('\'', '"'))
        .endsWith(
            "'differences':[{'route':'hot','gained':5,'lost':2,'samples':[{'deviceId':'d'}]}]}"
                .replace('\'', '"'));

    parts.commands.clear();
    parts.answer(new Answer.Done());
    assertThat(call("DELETE", path, Map.of(), Map.of("if-match", "3"), "").status()).isEqualTo(204);
    assertThat(parts.only()).isEqualTo(new Command.DropShadow(3L));
  }

  @Test
  @DisplayName("Explanations: a device's or a message's, with what the endpoints answered")
  void explanations() {
    explanations.found =
        List.of(
            new Explanation(
                Instant.EPOCH,
                "{\"deviceId\":\"d\",\"routes\":[]}",
                Map.of("alerts", "{\"state\":\"delivered\"}")));
    String body =
        "{'explanations':[{'deviceId':'d','routes':[],'answers':{'alerts':{'state':'delivered'}}}]}"
            .replace('\'', '"');
    assertThat(explain("GET", Map.of("deviceId", "d", "last", "3")).body()).isEqualTo(body);
    assertThat(explain("GET", Map.of("deviceId", "d")).body()).isEqualTo(body);
    assertThat(explain("GET", Map.of("messageId", "m/1")).body()).isEqualTo(body);
    assertThat(explanations.asked).containsExactly("d 3", "d 1", "message m/1 1");

    assertThat(explain("GET", Map.of()).status()).isEqualTo(400);
    assertThat(explain("GET", Map.of("deviceId", "no id")).status()).isEqualTo(400);
    assertThat(explain("GET", Map.of("deviceId", "d", "last", "101")).status()).isEqualTo(400);
    assertThat(explain("GET", Map.of("messageId", "")).status()).isEqualTo(400);
    assertThat(explain("GET", Map.of("deviceId", "d", "messageId", "m")).status()).isEqualTo(400);
    assertThat(explain("POST", Map.of("deviceId", "d")).status()).isEqualTo(405);
  }

  @Test
  @DisplayName("Explanations: recorded for an hour at most, through the log")
  void recordings() {
    parts.answer(new Answer.Done());
    assertThat(explain("PUT", Map.of("deviceId", "d", "seconds", "600")).status()).isEqualTo(204);
    assertThat(parts.only()).isEqualTo(new Command.RecordExplanations("d", 600));
    parts.commands.clear();
    parts.answer(new Answer.Done());
    assertThat(explain("DELETE", Map.of("deviceId", "d")).status()).isEqualTo(204);
    assertThat(parts.only()).isEqualTo(new Command.RecordExplanations("d", 0));
    parts.commands.clear();

    assertThat(explain("PUT", Map.of("deviceId", "d")).status()).isEqualTo(400);
    assertThat(explain("PUT", Map.of("deviceId", "d", "seconds", "3601")).status()).isEqualTo(400);
    assertThat(explain("PUT", Map.of("deviceId", "d", "seconds", "0")).status()).isEqualTo(400);
    assertThat(explain("PUT", Map.of("deviceId", "a/b", "seconds", "1")).status()).isEqualTo(400);
    assertThat(parts.commands).isEmpty();
  }

  @Test
  @DisplayName("Explanations: nobody without ServiceConnect sees or asks for any")
  void explanationsNeedTheRight() {
    String token =
        SasToken.create("127.0.0.7", READER, Instant.now().plusSeconds(60), "registryRead");
    for (String method : List.of("GET", "PUT", "DELETE")) {
      RestRequest request =
          new RestRequest(
              method,
              List.of("weir", "rules", "explanations"),
              Map.of("deviceId", "d", "seconds", "60"),
              Map.of("authorization", token),
              "");
      assertThat(api.handle(request).toCompletableFuture().join().status()).isEqualTo(401);
    }
    assertThat(explanations.asked).isEmpty();
    assertThat(parts.commands).isEmpty();
  }

  private RestResponse explain(String method, Map<String, String> query) {
    return call(method, List.of("weir", "rules", "explanations"), query, Map.of(), "");
  }

  @Test
  @DisplayName("Rules: the shadow that is promoted is the one whose topics were made")
  void promotion() {
    List<String> path = List.of("weir", "rules", "shadow", "promote");
    assertThat(call("POST", path, Map.of(), Map.of(), "").status()).isEqualTo(404);
    rules.shadow = new ShadowRules(77, SHADOW, 1_000, 3, "service", null);
    assertThat(call("POST", path, Map.of(), Map.of("if-match", "\"2\""), "").status())
        .isEqualTo(412);
    assertThat(parts.topics).isEmpty();

    parts.answer(new Answer.RulesAnswer(4));
    RestResponse promoted = call("POST", path, Map.of(), Map.of("if-match", "\"3\""), "");

    assertThat(promoted.body()).isEqualTo("{\"version\":4}");
    assertThat(parts.topics).containsExactly("shadowed");
    assertThat(parts.only()).isEqualTo(new Command.PromoteShadow(77, 3L, "iothubowner", null));
    assertThat(get("weir", "rules", "shadow", "promote").status()).isEqualTo(405);
  }

  private RestResponse get(String... path) {
    return call("GET", List.of(path), Map.of(), Map.of(), "");
  }

  private RestResponse rules(String parameter, String value) {
    return call("GET", List.of("weir", "rules"), Map.of(parameter, value), Map.of(), "");
  }

  private RestResponse history(String last) {
    return call("GET", List.of("weir", "rules", "history"), Map.of("last", last), Map.of(), "");
  }

  @Test
  @DisplayName("Health needs no authorization, and is 503 when a part is down")
  void health() {
    RestResponse answer =
        api.handle(new RestRequest("GET", List.of("health"), Map.of(), Map.of(), ""))
            .toCompletableFuture()
            .join();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("\"cassandra\":\"DOWN\"");
  }

  private RestResponse list(String top) {
    Map<String, String> query = new HashMap<>(VERSION);
    query.put("top", top);
    return call("GET", List.of("devices"), query, Map.of(), "");
  }

  private RestResponse put(Map<String, String> headers, String body) {
    return call("PUT", List.of("devices", "d1"), VERSION, headers, body.replace('\'', '"'));
  }

  private int delete(String authorization) {
    parts.answer(new Answer.Done());
    return api.handle(
            new RestRequest(
                "DELETE",
                List.of("devices", "d1"),
                VERSION,
                Map.of("authorization", authorization),
                ""))
        .toCompletableFuture()
        .join()
        .status();
  }

  private RestResponse call(
      String method,
      List<String> path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(
        "authorization",
        SasToken.create("127.0.0.7", KEY, Instant.now().plusSeconds(60), "iothubowner"));
    return api.handle(new RestRequest(method, path, query, all, body)).toCompletableFuture().join();
  }

  private static String reason(String text) {
    return "{'deviceId':'d1','statusReason':'" + text + "'}";
  }

  private static Identity identity(String id, Authentication authentication) {
    return new Identity(id, "123", "MTIz", Status.ENABLED, null, 0, authentication, 123);
  }

  /** The log and the store, as far as a head can tell. */
  private static final class Recording implements CommandBus, DeviceStore {
    private final List<Command> commands = new ArrayList<>();
    private final List<String> topics = new ArrayList<>();
    private final List<OperationRecord> operations = new ArrayList<>();
    private int written;
    private final Map<String, Identity> identities = new HashMap<>();
    private CompletionStage<Answer> next = CompletableFuture.completedFuture(new Answer.Done());
    private boolean away;

    void store(Identity identity) {
      identities.put(identity.key().path(), identity);
    }

    void answer(Answer answer) {
      next = CompletableFuture.completedFuture(answer);
    }

    void refuse(HubError error) {
      next = CompletableFuture.failedFuture(new HubException(error, "refused"));
    }

    Command last() {
      return commands.get(commands.size() - 1);
    }

    Command only() {
      assertThat(commands).hasSize(1);
      return commands.get(0);
    }

    @Override
    public CompletionStage<Answer> call(String key, String moduleId, Command command) {
      commands.add(command);
      return next;
    }

    @Override
    public CompletionStage<Void> send(TwinKey key, Command command) {
      commands.add(command);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Optional<Identity>> identity(TwinKey key) {
      return away
          ? CompletableFuture.failedFuture(new IllegalStateException("away"))
          : CompletableFuture.completedFuture(Optional.ofNullable(identities.get(key.path())));
    }

    @Override
    public CompletionStage<List<Identity>> identities(int limit) {
      return CompletableFuture.completedFuture(List.copyOf(identities.values()));
    }

    @Override
    public CompletionStage<List<Identity>> modules(String deviceId) {
      return CompletableFuture.completedFuture(
          identities.values().stream().filter(one -> one.moduleId() != null).toList());
    }

    @Override
    public CompletionStage<Optional<TwinRow>> twin(TwinKey key) {
      return CompletableFuture.completedFuture(
          Optional.ofNullable(identities.get(key.path())).map(Recording::newTwin));
    }

    private static TwinRow newTwin(Identity identity) {
      SectionTexts section = SectionTexts.of(Section.initial());
      return new TwinRow(identity, "{}", 2, section, section);
    }

    @Override
    public CompletionStage<Presence> presence(TwinKey key) {
      return CompletableFuture.completedFuture(Presence.NEVER);
    }

    @Override
    public CompletionStage<Optional<Connection>> connection(TwinKey key) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
  }
}
