import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from './support.js';

const { client } = await start({ topology: 'replicaset' });
const mongo = await client();
const people = mongo.db('shop').collection('people');

/** What a piece of work made `serverStatus` count. */
async function counted(work) {
  const before = await status();
  await work();
  const after = await status();
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name]]));
}

async function status() {
  const { metrics, network } = await mongo.db('admin').command({ serverStatus: 1 });
  return { examined: Number(metrics.queryExecutor.scannedObjects), updates: Number(metrics.commands.update?.total ?? 0), requests: Number(network.numRequests), bytes: Number(network.bytesIn) + Number(network.bytesOut) };
}

const examined = async (work) => (await counted(work)).examined;

test('documents that were looked at are counted, and those that the index on _id stands for are not', async () => {
  await people.insertMany(Array.from({ length: 100 }, (_, i) => ({ _id: i, name: `n${i}` })));

  assert.equal(await examined(() => people.find({ name: 'n5' }).toArray()), 100);
  assert.equal(await examined(() => people.find({ _id: { $gte: 90 } }).toArray()), 10);
  assert.equal(await examined(() => people.find({ _id: { $gte: 90 } }, { projection: { _id: 1 } }).toArray()), 0);
  assert.equal(await examined(() => people.find({ _id: { $gte: 90 }, name: 'n95' }, { projection: { _id: 1 } }).toArray()), 10);
  assert.equal(await examined(() => people.find({}, { projection: { _id: 1 }, sort: { _id: -1 }, limit: 1 }).toArray()), 0);
  assert.equal(await examined(() => people.find({}, { projection: { _id: 1 } }).toArray()), 100);
  assert.equal(await examined(() => people.updateMany({}, { $set: { seen: true } })), 100);
  assert.equal(await examined(() => people.updateMany({ _id: { $gte: 50, $nin: [50, 51] } }, { $set: { seen: false } })), 48);
  assert.equal(await examined(() => people.updateOne({ _id: 3 }, { $set: { seen: 1 } })), 1);
});

test('so are those of aggregations', async () => {
  const run = (...pipeline) => examined(() => people.aggregate(pipeline).toArray());

  assert.equal(await run({ $match: { _id: { $gte: 90 } } }, { $sort: { _id: 1 } }, { $limit: 5 }, { $group: { _id: null, last: { $last: '$_id' }, n: { $sum: 1 } } }), 0);
  assert.equal(await run({ $match: { _id: { $gte: 90 } } }, { $count: 'n' }), 0);
  assert.equal(await run({ $match: {} }, { $count: 'n' }), 100);
  assert.equal(await run({ $match: { $expr: { $gte: ['$_id', 90] } } }, { $count: 'n' }), 10);
  assert.equal(await run({ $match: { _id: { $gte: 90 } } }, { $project: { name: 1 } }), 10);
  assert.equal(await run({ $match: { _id: { $gte: 90 } } }, { $group: { _id: '$name' } }), 10);
  assert.equal(await examined(() => people.countDocuments({ _id: { $gte: 90 } })), 0);
  assert.equal(await examined(() => people.estimatedDocumentCount()), 0);
});

test('commands, requests and bytes are counted', async () => {
  const one = await counted(() => people.updateOne({ _id: 1 }, { $set: { note: 'x'.repeat(1000) } }));

  assert.equal(one.updates, 1);
  assert.ok(one.requests >= 2 && one.bytes > 1000);
});
