package io.weir.device.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * A symmetric key as it lies in the log, in keyed state and in Cassandra: encrypted by the edge
 * with the hub's key before it is sent anywhere.
 *
 * @param ciphertext base64 of the sealed key
 */
public record EncryptedKey(@JsonValue String ciphertext) {
  public EncryptedKey {
    Objects.requireNonNull(ciphertext, "ciphertext");
  }

  @JsonCreator
  public static EncryptedKey of(String ciphertext) {
    return new EncryptedKey(ciphertext);
  }

  @Override
  public String toString() {
    return "EncryptedKey[...]";
  }
}
