package io.weir.device.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shared access signature, {@code SharedAccessSignature sr=R&sig=S&se=E[&skn=P]}, its parameters
 * in any order (AUTH-01). Parsing proves nothing: ask {@link #isSignedWith}, {@link #expiredAt} and
 * {@link #covers}.
 */
public final class SasToken {

  /** Characters; longer texts are refused before they are looked at. */
  public static final int MAX_LENGTH = 4096;

  /**
   * How far a client's clock may be off when a new connection is judged (AUTH-10): pass {@code
   * now.minus(CLOCK_SKEW)} to {@link #expiredAt} to allow for it.
   */
  public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final String SCHEME = "SharedAccessSignature ";
  private static final String HMAC = "HmacSHA256";

  /** Decimal digits of an expiry that {@link Instant} can hold. */
  private static final int MAX_EXPIRY_DIGITS = 16;

  private final String rawResource;
  private final String rawExpiry;
  private final byte[] signature;
  private final String policyName;
  private final String resource;

  private SasToken(String rawResource, String rawExpiry, byte[] signature, String policyName) {
    this.rawResource = rawResource;
    this.rawExpiry = rawExpiry;
    this.signature = signature;
    this.policyName = policyName;
    this.resource = PercentEncoding.decode(rawResource);
  }

  /**
   * Reads a token. Parameters that are not known are ignored; one that stands twice is refused,
   * since two readers could take different ones for the signed one.
   *
   * @throws MalformedTokenException for anything else than a token
   */
  public static SasToken parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedTokenException(
          "token length: " + text.length() + " (expected: at most " + MAX_LENGTH + ")");
    }
    if (!text.startsWith(SCHEME)) {
      throw new MalformedTokenException(
          "token: no shared access signature (expected: " + SCHEME + "sr=...)");
    }
    Map<String, String> parameters = parameters(text.substring(SCHEME.length()).strip());
    String policy = parameters.get("skn");
    return new SasToken(
        required(parameters, "sr"),
        expiryDigits(required(parameters, "se")),
        signature(required(parameters, "sig")),
        policy == null || policy.isEmpty() ? null : PercentEncoding.decode(policy));
  }

  /**
   * Makes a token.
   *
   * @param resource unescaped, such as {@code host/devices/d1}
   * @param policyName null for a device's own key
   * @throws IllegalArgumentException when the key is not base64
   */
  public static String create(
      String resource, String base64Key, Instant expiry, String policyName) {
    byte[] key = decoded(base64Key);
    if (key.length == 0) {
      throw new IllegalArgumentException("base64Key: not readable (expected: base64)");
    }
    String sr = PercentEncoding.encode(resource);
    String se = Long.toString(expiry.getEpochSecond());
    String sig = Base64.getEncoder().encodeToString(sign(key, sr, se));
    return SCHEME
        + "sr="
        + sr
        + "&sig="
        + PercentEncoding.encode(sig)
        + "&se="
        + se
        + (policyName == null ? "" : "&skn=" + PercentEncoding.encode(policyName));
  }

  /** {@code sr} as received: what is signed (AUTH-02). */
  public String rawResource() {
    return rawResource;
  }

  /** {@code sr}, percent-decoded once. */
  public String resource() {
    return resource;
  }

  /** {@code se}; the token is not good at this instant any more. */
  public Instant expiry() {
    return Instant.ofEpochSecond(Long.parseLong(rawExpiry));
  }

  /** {@code skn}; null when absent or empty: the key is the device's own (AUTH-06). */
  public String policyName() {
    return policyName;
  }

  /**
   * Whether the base64-decoded key signed this token (AUTH-02, AUTH-03). The comparison takes the
   * same time whatever the signature is.
   *
   * @return false too for null and for a key that is not base64
   */
  public boolean isSignedWith(String base64Key) {
    byte[] key = decoded(base64Key);
    return key.length > 0 && MessageDigest.isEqual(sign(key, rawResource, rawExpiry), signature);
  }

  public boolean expiredAt(Instant now) {
    return !now.isBefore(expiry());
  }

  /** {@link #covers(Collection, String)} with one host. */
  public boolean covers(String host, String path) {
    return covers(List.of(host), path);
  }

  /**
   * Whether the resource is a segment-wise prefix of host and path (AUTH-05): {@code h/a/b} covers
   * {@code /a/b/c} on h, not {@code /a/bc}. The host compares without regard to case, the path with
   * it.
   *
   * @param hosts the names of this hub
   * @param path unescaped segments joined by {@code /}, with or without a leading one
   */
  public boolean covers(Collection<String> hosts, String path) {
    String[] scope = resource.split("/", -1);
    int length =
        scope.length > 1 && scope[scope.length - 1].isEmpty() ? scope.length - 1 : scope.length;
    if (hosts.stream().noneMatch(scope[0]::equalsIgnoreCase)) {
      return false;
    }
    String[] wanted = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    return length - 1 <= wanted.length && Arrays.equals(scope, 1, length, wanted, 0, length - 1);
  }

  @Override
  public String toString() {
    return "SasToken[sr=" + rawResource + ", se=" + rawExpiry + ", skn=" + policyName + "]";
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        throw new MalformedTokenException("token parameter: no name (expected: name=value)");
      }
      if (parameters.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
        throw new MalformedTokenException("token parameter: stands twice (expected: once)");
      }
    }
    return parameters;
  }

  private static String required(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null || value.isEmpty()) {
      throw new MalformedTokenException(name + ": missing (expected: sr, sig and se)");
    }
    return value;
  }

  private static String expiryDigits(String text) {
    if (text.length() > MAX_EXPIRY_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new MalformedTokenException("se: not a time (expected: seconds since 1970)");
    }
    return text;
  }

  private static byte[] signature(String text) {
    byte[] signature = decoded(PercentEncoding.decode(text));
    if (signature.length == 0) {
      throw new MalformedTokenException("sig: not readable (expected: base64)");
    }
    return signature;
  }

  /** Empty when the text is not base64. */
  private static byte[] decoded(String base64) {
    try {
      return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] sign(byte[] key, String rawResource, String rawExpiry) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal((rawResource + "\n" + rawExpiry).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
