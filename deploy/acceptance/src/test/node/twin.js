'use strict';
// The twin of a device or module with the official Node SDK. Its only argument is
//   {"connectionString", "reconnect": false}, with a ModuleId for a module; whether the SDK connects again by itself;
// then it does what each line of its input says:
//   {"do": "get" | "listen"} | {"do": "report", "patch": {...}} | {"do": "send", "body": "..."}
// (get comes first), and prints {"event": "connected" | "refused" | "twin" | "listening" | "reported" | "failed" |
// "sent" | "desired", ...}. It ends with its input.
const readline = require('readline');
const { promisify } = require('util');
const { NoRetry } = require('azure-iot-common');
const { Client, Message, ModuleClient } = require('azure-iot-device');
const { Mqtt } = require('azure-iot-device-mqtt');

const { connectionString, reconnect } = JSON.parse(process.argv[2]);

function print(value) {
  process.stdout.write(JSON.stringify(value) + '\n');
}

let twin;

// The SDK also fires this event for what a GET has brought: for the twin's own object.
function onDesired(properties) {
  if (properties !== twin.properties.desired) {
    print({ event: 'desired', properties });
  }
}

async function act(client, line) {
  switch (line.do) {
    case 'get':
      twin = await client.getTwin();
      print({ event: 'twin', ...twin.properties });
      break;
    case 'listen':
      twin.on('properties.desired', onDesired);
      // Adding the listener subscribes, and says nothing when that is done. This waits for it.
      await promisify((done) => twin.enableTwinDesiredPropertiesUpdates(done))();
      print({ event: 'listening' });
      break;
    case 'report':
      await promisify((done) => twin.properties.reported.update(line.patch, done))();
      print({ event: 'reported' });
      break;
    case 'send':
      await client.sendEvent(new Message(line.body));
      print({ event: 'sent' });
      break;
    default:
      throw new Error('do: ' + line.do);
  }
}

async function main() {
  const sdk = connectionString.includes(';ModuleId=') ? ModuleClient : Client;
  const client = sdk.fromConnectionString(connectionString, Mqtt);
  if (!reconnect) {
    client.setRetryPolicy(new NoRetry());
  }
  client.on('error', () => {});
  try {
    await client.open();
  } catch (error) {
    print({ event: 'refused', error: error.name });
    return;
  }
  print({ event: 'connected' });
  for await (const text of readline.createInterface({ input: process.stdin })) {
    try {
      await act(client, JSON.parse(text));
    } catch (error) {
      print({ event: 'failed', message: String(error.message) });
    }
  }
  await client.close();
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(String(error && error.stack) + '\n');
    process.exit(1);
  }
);
