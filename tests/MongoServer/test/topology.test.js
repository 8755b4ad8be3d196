import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawClient } from './rawClient.js';
import { failure, start } from './support.js';

const hello = async (port, name = 'hello') => {
  const raw = rawClient(port);
  const reply = await raw.command({ [name]: 1, $db: 'admin' });
  raw.end();
  return reply;
};

test('a standalone says hello', async () => {
  const { server } = await start();
  const reply = await hello(server.topology.nodes[0].port);
  assert.equal(reply.isWritablePrimary, true);
  assert.deepEqual([reply.maxBsonObjectSize, reply.maxMessageSizeBytes, reply.maxWriteBatchSize, reply.logicalSessionTimeoutMinutes], [16777216, 48000000, 100000, 30]);
  assert.deepEqual(['setName', 'msg', 'hosts', '$clusterTime'].filter((field) => field in reply), []);
  assert.equal((await hello(server.topology.nodes[0].port, 'isMaster')).ismaster, true);
});

test('a mongos says hello, and the driver takes the deployment for sharded', async () => {
  const { server, client } = await start({ topology: 'sharded', nodes: 2 });
  assert.equal((await hello(server.topology.nodes[1].port)).msg, 'isdbgrid');
  const connected = await client();
  assert.equal(connected.topology.description.type, 'Sharded');
  const session = connected.startSession();
  await session.withTransaction(() => connected.db('x').collection('c').insertOne({ _id: 1 }, { session }));
  await session.endSession();
  assert.equal(await connected.db('x').collection('c').countDocuments(), 1);
});

test('the nodes of a replica set name each other, and one is primary', async () => {
  const { server, client } = await start({ topology: 'replicaset', nodes: 3, setName: 'named' });
  const [first, second] = await Promise.all(server.topology.nodes.slice(0, 2).map((node) => hello(node.port)));
  assert.deepEqual([first.setName, first.isWritablePrimary, first.secondary, second.isWritablePrimary, second.secondary], ['named', true, false, false, true]);
  assert.equal(second.primary, first.me);
  assert.equal(second.hosts.length, 3);
  const connected = await client();
  assert.equal(connected.topology.description.type, 'ReplicaSetWithPrimary');
  await connected.db('x').collection('c').insertOne({ _id: 1 });
  assert.deepEqual(await connected.db('x').collection('c').find({}, { readPreference: 'secondary' }).toArray(), [{ _id: 1 }]);
});

test('a secondary refuses writes, and reads without a read preference', async () => {
  const { server } = await start({ topology: 'replicaset', nodes: 2 });
  const raw = rawClient(server.topology.nodes[1].port);
  assert.equal((await raw.command({ insert: 'c', documents: [{ _id: 1 }], $db: 'x' })).code, 10107);
  assert.equal((await raw.command({ find: 'c', $db: 'x' })).code, 13435);
  assert.equal((await raw.command({ find: 'c', $db: 'x', $readPreference: { mode: 'secondaryPreferred' } })).ok, 1);
  raw.end();
});

test('a stepped-down primary gives way, and the driver goes on with the new one', async () => {
  const { server, client } = await start({ topology: 'replicaset', nodes: 3 });
  const connected = await client();
  const collection = connected.db('x').collection('c');
  await collection.insertOne({ _id: 1 });
  const before = server.topology.primary;
  await connected.db('admin').command({ replSetStepDown: 60 });
  assert.notEqual(server.topology.primary, before);
  await collection.insertOne({ _id: 2 });
  assert.equal(await collection.countDocuments(), 2);
  const refused = await rawRefusal(before.port);
  assert.equal(refused.code, 10107);
});

async function rawRefusal(port) {
  const raw = rawClient(port);
  const reply = await raw.command({ insert: 'c', documents: [{ _id: 3 }], $db: 'x' });
  raw.end();
  return reply;
}

test('alone in its set, a stepped-down primary comes back after its time', async () => {
  const { server, client } = await start({ topology: 'replicaset' });
  const connected = await client();
  await connected.db('admin').command({ replSetStepDown: 1 });
  assert.equal((await hello(server.topology.nodes[0].port)).isWritablePrimary, false);
  await connected.db('x').collection('c').insertOne({ _id: 1 });
  assert.equal((await hello(server.topology.nodes[0].port)).isWritablePrimary, true);
});

test('stepping down ends open transactions', async () => {
  const { client } = await start({ topology: 'replicaset', nodes: 2 });
  const connected = await client();
  const collection = connected.db('x').collection('c');
  await collection.insertOne({ _id: 1 });
  const session = connected.startSession();
  session.startTransaction();
  await collection.insertOne({ _id: 2 }, { session });
  await connected.db('admin').command({ replSetStepDown: 60 });
  const error = await failure(() => session.commitTransaction());
  assert.ok(error.hasErrorLabel('TransientTransactionError'), String(error));
  assert.equal(await collection.countDocuments(), 1);
  await session.endSession();
});

test('cluster time rises with every reply', async () => {
  const { server } = await start({ topology: 'replicaset' });
  const raw = rawClient(server.topology.nodes[0].port);
  const times = [];
  for (let i = 0; i < 5; i++) times.push((await raw.command({ ping: 1, $db: 'x' })).operationTime);
  raw.end();
  for (let i = 1; i < times.length; i++) assert.ok(times[i].greaterThan(times[i - 1]));
});
