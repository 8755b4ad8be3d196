import { after } from 'node:test';
import { EJSON } from 'bson';
import { MongoClient } from 'mongodb';
import { Server } from '../src/server.js';

/**
 * A server for one test file, with clients of the official driver; all are closed when the file is done.
 * @param {import('../src/server.js').Options} [options]
 */
export async function start(options) {
  const server = await new Server(options).start();
  const clients = [];
  after(async () => {
    await Promise.all(clients.map((client) => client.close(true)));
    await server.stop();
  });
  return {
    server,
    /** @param {import('mongodb').MongoClientOptions} [more] @param {string} [uri] */
    async client(more, uri = server.uri) {
      const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5000, heartbeatFrequencyMS: 500, ...more });
      clients.push(client);
      await client.connect();
      return client;
    },
  };
}

/** Canonical Extended JSON tells every type, and keeps the order of fields. */
export const canonical = (value) => EJSON.stringify(value, { relaxed: false });

/** @param {() => Promise<unknown>} action @returns {Promise<any>} what it failed with */
export async function failure(action) {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}
