package io.weir.device.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.identity.EncryptedKey;
import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KeyCipherTest {

  private static final byte[] HUB_KEY = new byte[32];
  private static final String KEY = "c2VjcmV0IGtleSBvZiBhIGRldmljZSwgMzIgYnl0ZXM=";

  private final KeyCipher cipher = new KeyCipher(HUB_KEY);

  @Property
  void opensWhatItSealed(
      @ForAll @StringLength(max = 128) String deviceId,
      @ForAll @StringLength(max = 100) String key) {
    // lone surrogates are no text, and stand in no key
    if (key.equals(new String(key.getBytes(UTF_8), UTF_8)) && !key.isEmpty()) {
      assertThat(cipher.open(deviceId, cipher.seal(deviceId, key))).isEqualTo(key);
    }
  }

  @Test
  void sealedForOneDeviceIsNotReadableForAnother() {
    EncryptedKey sealed = cipher.seal("d1", KEY);

    assertThatThrownBy(() -> cipher.open("d2", sealed)).isInstanceOf(UnreadableKeyException.class);
    assertThatThrownBy(() -> cipher.open("D1", sealed)).isInstanceOf(UnreadableKeyException.class);
  }

  @Test
  void sealedByOneHubIsNotReadableForAnother() {
    byte[] other = new byte[32];
    other[31] = 1;

    assertThatThrownBy(() -> new KeyCipher(other).open("d1", cipher.seal("d1", KEY)))
        .isInstanceOf(UnreadableKeyException.class);
  }

  @Test
  void everyTamperedByteIsNoticed() {
    byte[] sealed = Base64.getDecoder().decode(cipher.seal("d1", KEY).ciphertext());
    for (int i = 0; i < sealed.length; i++) {
      byte[] tampered = sealed.clone();
      tampered[i] ^= 1;
      assertUnreadable(Base64.getEncoder().encodeToString(tampered));
    }
  }

  @Test
  void truncatedAndForeignTextsAreNotReadable() {
    byte[] sealed = Base64.getDecoder().decode(cipher.seal("d1", KEY).ciphertext());
    for (int length = 0; length < sealed.length; length++) {
      assertUnreadable(Base64.getEncoder().encodeToString(Arrays.copyOf(sealed, length)));
    }
    assertUnreadable("no base64!");
    assertUnreadable(KEY);
  }

  @Test
  void theSameKeyOfTheSameDeviceSealsToTheSameText() {
    assertThat(cipher.seal("d1", KEY)).isEqualTo(cipher.seal("d1", KEY));
    assertThat(cipher.seal("d1", KEY)).isNotEqualTo(cipher.seal("d2", KEY));
    assertThat(cipher.seal("d1", KEY)).isNotEqualTo(cipher.seal("d1", KeyCipher.generateKey()));
  }

  @Test
  void noKeyIsPrinted() {
    EncryptedKey sealed = cipher.seal("d1", KEY);

    assertThat(sealed.ciphertext()).doesNotContain(KEY);
    assertThat(sealed.toString()).isEqualTo("EncryptedKey[...]");
    assertThat(cipher.toString()).isEqualTo("KeyCipher[...]");
    assertThatThrownBy(() -> cipher.open("d2", sealed))
        .hasMessage("sealed key: not readable for device 'd2'");
  }

  @Test
  void reg03GeneratedKeysAre32RandomBytes() {
    assertThat(Base64.getDecoder().decode(KeyCipher.generateKey())).hasSize(32);
    assertThat(KeyCipher.generateKey()).isNotEqualTo(KeyCipher.generateKey());
  }

  @Test
  void hubKeyHas32Bytes() {
    assertThatThrownBy(() -> new KeyCipher(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hubKey length: 16 (expected: 32)");
  }

  private void assertUnreadable(String ciphertext) {
    assertThatThrownBy(() -> cipher.open("d1", new EncryptedKey(ciphertext)))
        .isInstanceOf(UnreadableKeyException.class);
  }
}
