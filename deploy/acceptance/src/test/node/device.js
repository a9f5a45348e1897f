'use strict';
// A device with the official Node SDK. Reads a JSON instruction from its only argument, prints
// JSON lines, and ends by itself:
//   {"connectionString", "certificate"?, "key"?, "token"?, "messages": [...], "stay"?: seconds}
// A message is {"body" | "bodyBase64", "system": {...}, "properties": {...}}.
// It prints {"event": "connected" | "sent" | "disconnected" | "refused", ...}.
const { NoRetry } = require('azure-iot-common');
const { Client, Message } = require('azure-iot-device');
const { Mqtt } = require('azure-iot-device-mqtt');

const instruction = JSON.parse(process.argv[2]);

function print(value) {
  process.stdout.write(JSON.stringify(value) + '\n');
}

function messageOf(description) {
  const body =
    description.bodyBase64 === undefined
      ? description.body
      : Buffer.from(description.bodyBase64, 'base64');
  const message = new Message(body);
  Object.assign(message, description.system || {});
  for (const [name, value] of Object.entries(description.properties || {})) {
    message.properties.add(name, value);
  }
  return message;
}

function clientOf() {
  if (instruction.token !== undefined) {
    return Client.fromSharedAccessSignature(instruction.token, Mqtt);
  }
  return Client.fromConnectionString(instruction.connectionString, Mqtt);
}

async function main() {
  const client = clientOf();
  client.setRetryPolicy(new NoRetry());
  if (instruction.certificate !== undefined) {
    await client.setOptions({ cert: instruction.certificate, key: instruction.key });
  }
  client.on('error', () => {});
  try {
    await client.open();
  } catch (error) {
    print({ event: 'refused', error: error.name });
    return;
  }
  print({ event: 'connected' });
  const disconnected = new Promise((resolve) => client.on('disconnect', () => resolve(true)));
  for (const description of instruction.messages) {
    await client.sendEvent(messageOf(description));
    print({ event: 'sent' });
  }
  if (instruction.stay !== undefined) {
    const time = new Promise((resolve) => setTimeout(resolve, instruction.stay * 1000, false));
    if (await Promise.race([disconnected, time])) {
      print({ event: 'disconnected' });
      return;
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
