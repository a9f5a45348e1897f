package io.weir.local.bench;

import io.weir.device.identity.TwinKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/** Connected devices that use their twins. */
final class TwinLoad implements AutoCloseable {
  private final List<TwinClient> clients = new ArrayList<>();
  private final TwinKey firstDevice;

  private TwinLoad(TwinKey firstDevice) {
    this.firstDevice = firstDevice;
  }

  /** Connects the devices of {@link BenchHub#loadIdentities}. */
  static TwinLoad connect(BenchHub hub) throws IOException, InterruptedException {
    List<LoadIdentity> identities = hub.loadIdentities();
    TwinLoad load = new TwinLoad(TwinKey.device(identities.get(0).clientId()));
    SSLSocketFactory tls = hub.tls().getSocketFactory();
    try {
      for (LoadIdentity identity : identities) {
        load.clients.add(
            TwinClient.connect(tls, hub.config().host(), hub.config().ports().mqtt(), identity));
      }
      return load;
    } catch (IOException e) {
      load.close();
      throw e;
    }
  }

  TwinKey firstDevice() {
    return firstDevice;
  }

  void report(long number) throws IOException {
    client(number).report(number);
  }

  void get(long number) throws IOException {
    client(number).get();
  }

  private TwinClient client(long number) {
    return clients.get((int) (number % clients.size()));
  }

  @Override
  public void close() throws IOException {
    for (TwinClient client : clients) {
      client.close();
    }
  }
}
