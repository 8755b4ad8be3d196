import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Long, UUID } from 'bson';
import { MongoClient } from 'mongodb';
import { rawClient } from './rawClient.js';
import { failure, start } from './support.js';

const { server, client } = await start({ topology: 'replicaset' });
const connected = await client({ retryWrites: true, retryReads: true });
const db = connected.db('retries');
const admin = connected.db('admin');
const failing = (data, mode = { times: 1 }) => admin.command({ configureFailPoint: 'failCommand', mode, data });
const commands = (name) => server.counters.get(name) ?? 0;

/** A retryable write as a driver sends it, in a session and with a number of our choice. */
async function numbered(lsid, number, command, port = server.topology.nodes[0].port) {
  const raw = rawClient(port);
  const reply = await raw.command({ ...command, lsid, txnNumber: Long.fromNumber(number), $db: 'retries' });
  raw.end();
  return reply;
}
const lsid = () => ({ id: new UUID(randomUUID()) });

test('a write sent again under its number is answered alike and applied once', async () => {
  const session = lsid();
  const insert = { insert: 'c', documents: [{ _id: 1, n: 0 }, { _id: 2, n: 0 }] };
  assert.equal((await numbered(session, 1, insert)).n, 2);
  const again = await numbered(session, 1, insert);
  assert.deepEqual([again.n, again.retriedStmtIds, again.writeErrors], [2, [0, 1], undefined]);
  const update = { update: 'c', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }] };
  await numbered(session, 2, update);
  const replay = await numbered(session, 2, update);
  assert.deepEqual([replay.n, replay.nModified], [1, 1]);
  assert.equal((await db.collection('c').findOne({ _id: 1 })).n, 1);
  const modify = { findAndModify: 'c', query: { _id: 1 }, update: { $inc: { n: 1 } }, new: true };
  const first = await numbered(session, 3, modify);
  const second = await numbered(session, 3, modify);
  assert.deepEqual([first.value, second.value, second.lastErrorObject], [{ _id: 1, n: 2 }, { _id: 1, n: 2 }, { n: 1, updatedExisting: true }]);
  assert.equal((await db.collection('c').findOne({ _id: 1 })).n, 2);
  const upsert = { update: 'c', updates: [{ q: { _id: 'u' }, u: { $inc: { n: 1 } }, upsert: true }] };
  await numbered(session, 4, upsert);
  assert.deepEqual((await numbered(session, 4, upsert)).upserted, [{ index: 0, _id: 'u' }]);
});

test('what failed the first time is tried again under the same number', async () => {
  const session = lsid();
  const command = { insert: 'half', documents: [{ _id: 1 }, { _id: 1 }, { _id: 2 }] };
  const ordered = await numbered(session, 1, command);
  assert.deepEqual([ordered.n, ordered.writeErrors[0].index], [1, 1]);
  await db.collection('half').deleteMany({});
  const again = await numbered(session, 1, command);
  assert.deepEqual([again.n, again.writeErrors, again.retriedStmtIds], [3, undefined, [0]]);
});

test('an older number is refused, and so are multi-updates under a number', async () => {
  const session = lsid();
  await numbered(session, 5, { insert: 'c', documents: [{}] });
  assert.equal((await numbered(session, 4, { insert: 'c', documents: [{}] })).code, 225);
  const multi = await numbered(session, 6, { update: 'c', updates: [{ q: {}, u: { $set: { a: 1 } }, multi: true }] });
  assert.equal(multi.writeErrors[0].code, 72);
  assert.equal((await numbered(session, 7, { create: 'x' })).code, 50768);
});

test('a standalone has no transaction numbers', async () => {
  const { server: alone } = await start();
  assert.equal((await numbered(lsid(), 1, { insert: 'c', documents: [{}] }, alone.topology.nodes[0].port)).code, 20);
});

test('the driver survives a connection dropped before its write', async () => {
  const before = commands('insert');
  await failing({ failCommands: ['insert'], closeConnection: true });
  await db.collection('before').insertOne({ _id: 1 });
  assert.equal(await db.collection('before').countDocuments(), 1);
  assert.equal(commands('insert') - before, 2);
});

test('the driver survives a connection dropped after its write, which is applied once', async () => {
  await db.collection('after').insertOne({ _id: 1, n: 0 });
  const before = commands('update');
  await failing({ failCommands: ['update'], closeConnectionAfterApplying: true });
  const result = await db.collection('after').updateOne({ _id: 1 }, { $inc: { n: 1 } });
  assert.equal(result.modifiedCount, 1);
  assert.equal(commands('update') - before, 2);
  assert.equal((await db.collection('after').findOne({ _id: 1 })).n, 1);
});

test('without retries a write dropped before or after is a network error', async () => {
  const plain = await client({ retryWrites: false });
  for (const data of [{ closeConnection: true }, { closeConnectionAfterApplying: true }]) {
    await failing({ failCommands: ['insert'], ...data });
    const error = await failure(() => plain.db('retries').collection('lost').insertOne({}));
    assert.equal(error.name, 'MongoNetworkError');
  }
  assert.equal(await db.collection('lost').countDocuments(), 1);
});

test('an error code is labelled, a not-primary one is retried', async () => {
  await failing({ failCommands: ['insert'], errorCode: 10107 });
  await db.collection('labels').insertOne({ _id: 1 });
  assert.equal(await db.collection('labels').countDocuments(), 1);
  await failing({ failCommands: ['insert'], errorCode: 11600 }, { times: 2 });
  const error = await failure(() => db.collection('labels').insertOne({ _id: 2 }));
  assert.equal(error.code, 11600);
  assert.ok(error.hasErrorLabel('RetryableWriteError'));
  await failing({ failCommands: ['insert'], errorCode: 11600, errorLabels: [] });
  assert.equal((await failure(() => db.collection('labels').insertOne({ _id: 3 }))).hasErrorLabel('RetryableWriteError'), false);
  await failing({ failCommands: ['find'], errorCode: 91 });
  assert.equal((await db.collection('labels').find().toArray()).length, 1);
});

test('times, skip, off and alwaysOn', async () => {
  const ping = () => connected.db('x').command({ ping: 1 }).then(() => 'ok', (error) => error.code);
  await failing({ failCommands: ['ping'], errorCode: 8 }, { times: 2 });
  assert.deepEqual([await ping(), await ping(), await ping()], [8, 8, 'ok']);
  await failing({ failCommands: ['ping'], errorCode: 8 }, { skip: 1 });
  assert.deepEqual([await ping(), await ping(), await ping()], ['ok', 8, 8]);
  await failing(undefined, 'off');
  assert.equal(await ping(), 'ok');
  await failing({ failCommands: ['ping'], errorCode: 8 }, 'alwaysOn');
  assert.equal(await ping(), 8);
  await admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
  assert.equal((await failure(() => admin.command({ configureFailPoint: 'other', mode: 'off' }))).code, 238);
});

test('only the application that is named', async () => {
  const named = await client({ appName: 'victim' });
  await failing({ failCommands: ['ping'], errorCode: 8, appName: 'victim' }, 'alwaysOn');
  assert.equal((await connected.db('x').command({ ping: 1 })).ok, 1);
  assert.equal((await failure(() => named.db('x').command({ ping: 1 }))).code, 8);
  await failing(undefined, 'off');
});

test('a delay, within maxTimeMS and beyond it', async () => {
  await failing({ failCommands: ['find'], blockConnection: true, blockTimeMS: 150 });
  const started = Date.now();
  await db.collection('labels').find().toArray();
  assert.ok(Date.now() - started >= 149);
  await failing({ failCommands: ['find'], blockConnection: true, blockTimeMS: 60000 });
  assert.equal((await failure(() => db.collection('labels').find().maxTimeMS(50).toArray())).code, 50);
});

test('a write concern that cannot be met is said, and the write stands', async () => {
  const error = await failure(() => db.collection('concern').insertOne({ _id: 1 }, { writeConcern: { w: 9 } }));
  assert.equal(error.code, 100);
  assert.equal(await db.collection('concern').countDocuments(), 1);
  assert.equal((await failure(() => db.collection('concern').insertOne({ _id: 2 }, { writeConcern: { w: 'nonsense' } }))).code, 79);
  await db.collection('concern').insertOne({ _id: 3 }, { writeConcern: { w: 'majority' } });
  await failing({ failCommands: ['insert'], writeConcernError: { code: 64, codeName: 'WriteConcernTimeout', errmsg: 'waiting', errInfo: { wtimeout: true } } });
  assert.equal((await failure(() => db.collection('concern').insertOne({ _id: 4 }))).code, 64);
  assert.equal(await db.collection('concern').countDocuments(), 4);
});

test('killing its session stops a long update, and what follows in it', async () => {
  const collection = db.collection('long');
  await collection.insertMany(Array.from({ length: 9000 }, (_, _id) => ({ _id, n: 0 })));
  const id = lsid();
  const port = server.topology.nodes[0].port;
  const [long, killer] = [rawClient(port), rawClient(port)];
  const update = long.command({ update: 'long', updates: [{ q: {}, u: { $inc: { n: 1 } }, multi: true }], lsid: id, $db: 'retries' });
  await new Promise((resolve) => setImmediate(resolve));
  await killer.command({ killSessions: [id], $db: 'admin' });
  const reply = await update;
  assert.deepEqual([reply.ok, reply.code], [0, 11601]);
  const changed = await collection.countDocuments({ n: 1 });
  assert.ok(changed < 9000, `${changed} were changed`);
  assert.equal(await collection.countDocuments({ n: 1 }), changed);
  long.end();
  killer.end();
});

test('read and write concerns that do not fit are refused', async () => {
  const { server: alone } = await start();
  const raw = rawClient(alone.topology.nodes[0].port);
  assert.equal((await raw.command({ insert: 'c', documents: [{}], writeConcern: { w: 2 }, $db: 'x' })).code, 2);
  assert.equal((await raw.command({ find: 'c', readConcern: { level: 'snapshot' }, $db: 'x' })).code, 123);
  assert.equal((await raw.command({ find: 'c', readConcern: { level: 'nonsense' }, $db: 'x' })).code, 9);
  assert.equal((await raw.command({ find: 'c', readConcern: { level: 'majority' }, $db: 'x' })).ok, 1);
  raw.end();
});

test('an unacknowledged write has no reply', async () => {
  const silent = new MongoClient(server.uri, { writeConcern: { w: 0 } });
  await silent.connect();
  assert.equal((await silent.db('retries').collection('silent').insertOne({ _id: 1 })).acknowledged, false);
  await silent.close();
});
