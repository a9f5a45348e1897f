package io.weir.device.identity;

/** The rule for device ids (REG-01). */
public final class DeviceIds {

  public static final int MAX_LENGTH = 128;
  private static final String PUNCTUATION = "-.+%_#*?!(),:=@$';";

  private DeviceIds() {}

  /**
   * Whether the text is 1..128 ASCII letters, digits and {@code - . + % _ # * ? ! ( ) , : = @ $ '
   * ;}.
   */
  public static boolean isValid(String id) {
    return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(DeviceIds::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PUNCTUATION.indexOf(c) >= 0;
  }
}
