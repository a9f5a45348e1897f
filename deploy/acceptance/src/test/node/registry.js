'use strict';
// The registry with the official Node service SDK. Reads
//   {"connectionString", "steps": [{"call", "device"}]}
// from its only argument, makes the calls in order and prints one JSON line for each:
// {"device": {...}} | {"devices": [...]} | {"error", "message"}.
const { Registry } = require('azure-iothub');

const instruction = JSON.parse(process.argv[2]);
const registry = Registry.fromConnectionString(instruction.connectionString);

const calls = {
  create: async (device) => ({ device: (await registry.create(device)).responseBody }),
  get: async (device) => ({ device: (await registry.get(device.deviceId)).responseBody }),
  update: async (device) => ({ device: (await registry.update(device)).responseBody }),
  delete: async (device) => {
    await registry.delete(device.deviceId);
    return {};
  },
  list: async () => ({ devices: (await registry.list()).responseBody }),
};

async function main() {
  for (const step of instruction.steps) {
    let outcome;
    try {
      outcome = await calls[step.call](step.device);
    } catch (error) {
      outcome = { error: error.name, message: String(error.message) };
    }
    process.stdout.write(JSON.stringify(outcome) + '\n');
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(String(error && error.stack) + '\n');
    process.exit(1);
  }
);
