package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Shows identities to people. Keys are left out: {@code -o json} has them. */
final class IdentityPrinter {
  private IdentityPrinter() {}

  static void list(PrintWriter out, JsonNode identities) {
    if (identities.isEmpty()) {
      out.println("no devices");
      out.flush();
      return;
    }
    Table table = new Table("DEVICE", "STATUS", "AUTHENTICATION", "CONNECTION", "ETAG");
    for (JsonNode identity : identities) {
      table.row(
          identity.path("deviceId").asText(),
          identity.path("status").asText(),
          identity.path("authentication").path("type").asText(),
          identity.path("connectionState").asText("-"),
          identity.path("etag").asText());
    }
    table.print(out);
  }

  static void one(PrintWriter out, JsonNode identity) {
    Table table = new Table("FIELD", "VALUE");
    table.row("device", identity.path("deviceId").asText());
    table.row("status", identity.path("status").asText());
    row(table, "status reason", identity.path("statusReason"));
    JsonNode authentication = identity.path("authentication");
    table.row("authentication", authentication.path("type").asText());
    JsonNode thumbprints = authentication.path("x509Thumbprint");
    row(table, "primary thumbprint", thumbprints.path("primaryThumbprint"));
    row(table, "secondary thumbprint", thumbprints.path("secondaryThumbprint"));
    row(table, "connection", identity.path("connectionState"));
    table.row("etag", identity.path("etag").asText());
    table.row("generation", identity.path("generationId").asText());
    table.print(out);
  }

  private static void row(Table table, String name, JsonNode value) {
    if (value.isTextual() && !value.textValue().isEmpty()) {
      table.row(name, value.textValue());
    }
  }
}
