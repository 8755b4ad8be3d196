import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from './support.js';

const { client } = await start({ topology: 'replicaset' });

test('$currentOp lists what is run in a session, and what is idle in a transaction', async () => {
  const mongo = await client();
  const admin = mongo.db('admin');
  await mongo.db('shop').collection('things').insertOne({ _id: 1 });
  await admin.command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data: { failCommands: ['createIndexes'], blockConnection: true, blockTimeMS: 60000 } });
  const session = mongo.startSession();
  const building = mongo.db('shop').command({ createIndexes: 'things', indexes: [{ key: { a: 1 }, name: 'a' }] }, { session }).catch((error) => error);
  const idle = mongo.startSession();
  idle.startTransaction();
  await mongo.db('shop').collection('things').findOne({}, { session: idle });

  const running = async (more = {}) => (await admin.aggregate([{ $currentOp: more }, { $match: { 'lsid.id': { $in: [session.id.id, idle.id.id] } } }]).toArray());
  let found = [];
  while (found.length < 2) found = await running();

  const [op] = found.filter((one) => one.type === 'op');
  assert.deepEqual([op.active, op.ns, op.op, op.waitingForLock, op.command.createIndexes], [true, 'shop.things', 'command', false, 'things']);
  assert.deepEqual(found.filter((one) => one.type === 'idleSession').map((one) => [one.active, one.desc]), [[false, 'inactive transaction']]);
  assert.equal((await running({ idleSessions: false })).length, 1);
  await admin.command({ killSessions: [session.id] });
  assert.equal((await building).code, 11601);
  await idle.abortTransaction();
});

test('$currentOp refuses what it does not know, and other databases', async () => {
  const mongo = await client();
  await assert.rejects(mongo.db('admin').aggregate([{ $currentOp: { all: true } }]).toArray(), { code: 9 });
  await assert.rejects(mongo.db('shop').aggregate([{ $currentOp: {} }]).toArray(), { code: 73 });
});
