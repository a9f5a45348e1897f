'use strict';
// The registry with the official Node service SDK. Reads
//   {"connectionString", "steps": [{"call", "device"} | {"call", "args"}]}
// from its only argument, makes the calls in order and prints one JSON line for each:
// {"device": {...}} | {"devices": [...]} | {"pages": [[...]]} | {"error", "message"}.
// With "args" the call is a method of the SDK's Registry of that name, and {"result"} is printed.
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
  // All pages, the twins as the SDK makes them.
  query: async ({ text, pageSize }) => {
    const query = registry.createQuery(text, pageSize);
    const pages = [];
    do {
      pages.push((await query.nextAsTwin()).result);
    } while (query.hasMoreResults);
    return { pages };
  },
  // The twin's own methods, which send the etag that they got.
  twinUpdate: async ({ deviceId, patch, others }) => {
    const twin = (await registry.getTwin(deviceId)).responseBody;
    if (others !== undefined) {
      await registry.updateTwin(deviceId, others, '*');
    }
    return { result: (await twin.update(patch)).result };
  },
};

async function make(step) {
  if (step.args === undefined) {
    return calls[step.call](step.device);
  }
  const outcome = await registry[step.call](...step.args);
  return { result: outcome.responseBody };
}

async function main() {
  for (const step of instruction.steps) {
    let outcome;
    try {
      outcome = await make(step);
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
