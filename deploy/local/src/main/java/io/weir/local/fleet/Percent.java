package io.weir.local.fleet;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of RFC 3986, as property bags and user names want it. */
final class Percent {
  private Percent() {}

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
