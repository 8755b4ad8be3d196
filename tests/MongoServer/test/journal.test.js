import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Long, UUID } from 'bson';
import { MongoClient } from 'mongodb';
import { rawClient } from './rawClient.js';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folder() {
  folders.push(mkdtempSync(path.join(os.tmpdir(), 'mongoserver-')));
  return folders.at(-1);
}

/** Runs something against the program, which is killed then. */
async function run(data, action, port = 0) {
  const child = spawn(process.execPath, [main, '--topology', 'replicaset', '--data', data, '--port', String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  const { uri, ports } = JSON.parse(text);
  const client = new MongoClient(uri);
  try {
    return await action(client, ports[0]);
  } finally {
    child.kill('SIGKILL');
    await exited;
    await client.close();
  }
}

test('what was answered before a kill is there after it', async () => {
  const data = folder();
  await run(data, async (client) => {
    const db = client.db('x');
    await db.collection('c').insertMany([{ _id: 1, n: 1 }, { _id: 2, n: 2 }, { _id: 3, n: 3 }]);
    await db.collection('c').updateMany({}, [{ $set: { m: { $add: ['$n', 1] } } }]);
    await db.collection('c').deleteOne({ _id: 3 });
    await db.collection('c').createIndex({ n: 1 }, { unique: true });
    await db.command({ collMod: 'c', validator: { n: { $gt: 0 } } });
    await db.collection('c').rename('d');
    await db.collection('gone').insertOne({});
    await db.collection('gone').drop();
    const session = client.startSession();
    await session.withTransaction(() => db.collection('d').insertOne({ _id: 4, n: 4 }, { session }));
    session.startTransaction();
    await db.collection('d').insertOne({ _id: 5, n: 5 }, { session });
  });
  for (let again = 0; again < 2; again++) {
    await run(data, async (client) => {
      const db = client.db('x');
      assert.deepEqual((await db.listCollections().toArray()).map(({ name, options }) => [name, options]), [['d', { validator: { n: { $gt: 0 } } }]]);
      assert.deepEqual(await db.collection('d').find().sort({ _id: 1 }).toArray(), [{ _id: 1, n: 1, m: 2 }, { _id: 2, n: 2, m: 3 }, { _id: 4, n: 4 }]);
      await assert.rejects(db.collection('d').insertOne({ n: 4 }), { code: 11000 });
      await assert.rejects(db.collection('d').insertOne({ n: 0 }), { code: 121 });
    });
  }
});

test('a write sent again after a kill is not applied again, nor a commit', async () => {
  const data = folder();
  const lsid = { id: new UUID(randomUUID()) };
  const increment = { update: 'c', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }], lsid, txnNumber: Long.fromNumber(1), $db: 'x' };
  const commit = { commitTransaction: 1, lsid, txnNumber: Long.fromNumber(2), autocommit: false, $db: 'admin' };
  await run(data, async (client, port) => {
    const raw = rawClient(port);
    assert.equal((await raw.command(increment)).n, 1);
    raw.end();
  });
  await run(data, async (client, port) => {
    const raw = rawClient(port);
    const reply = await raw.command(increment);
    assert.deepEqual([reply.n, reply.upserted, reply.retriedStmtIds], [1, [{ index: 0, _id: 1 }], [0]]);
    await raw.command({ insert: 'c', documents: [{ _id: 2 }], lsid, txnNumber: Long.fromNumber(2), autocommit: false, startTransaction: true, $db: 'x' });
    assert.equal((await raw.command(commit)).ok, 1);
    raw.end();
  });
  await run(data, async (client, port) => {
    const raw = rawClient(port);
    assert.equal((await raw.command(commit)).ok, 1);
    raw.end();
    assert.deepEqual(await client.db('x').collection('c').find().sort({ _id: 1 }).toArray(), [{ _id: 1, n: 1 }, { _id: 2 }]);
  });
});

test('an entry cut short is left out', async () => {
  const data = folder();
  await run(data, (client) => client.db('x').collection('c').insertOne({ _id: 1 }));
  appendFileSync(path.join(data, 'journal.bson'), Buffer.from([200, 0, 0, 0, 4, 99]));
  await run(data, (client) => client.db('x').collection('c').insertOne({ _id: 2 }));
  await run(data, async (client) => assert.equal(await client.db('x').collection('c').countDocuments(), 2));
});
