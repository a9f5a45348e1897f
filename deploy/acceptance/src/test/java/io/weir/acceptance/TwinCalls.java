package io.weir.acceptance;

import com.microsoft.azure.sdk.iot.device.InternalClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.twin.Twin;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;

/**
 * The calls of the Java SDK that wait for an answer about a twin. Now and then the SDK (2.5.0)
 * misses an answer that it has: one of its threads looks up who waits for it while another forgets
 * the request as done. The call then ends with its time-out; so it is made again. That no answer is
 * missing on the wire is for {@link TwinTest} and {@link TwinStormTest}.
 */
final class TwinCalls {
  private static final int ATTEMPTS = 4;
  private static final int TIMEOUT_MILLIS = 8_000;

  private final InternalClient client;
  private int repeated;

  TwinCalls(InternalClient client) {
    this.client = client;
  }

  Twin get() throws IotHubClientException, InterruptedException {
    return made(() -> client.getTwin(TIMEOUT_MILLIS));
  }

  /** Reports one property; the new version. */
  int report(String name, Object value) throws IotHubClientException, InterruptedException {
    TwinCollection reported = new TwinCollection();
    reported.put(name, value);
    return made(() -> client.updateReportedProperties(reported, TIMEOUT_MILLIS)).getVersion();
  }

  /** How many calls were made again: a report that is made again has a version of its own. */
  int repeated() {
    return repeated;
  }

  private <T> T made(Call<T> call) throws IotHubClientException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.make();
      } catch (IotHubClientException e) {
        if (attempt == ATTEMPTS || !e.getMessage().startsWith("Timed out")) {
          throw e;
        }
        repeated++;
      }
    }
  }

  private interface Call<T> {
    T make() throws IotHubClientException, InterruptedException;
  }
}
