import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, start } from './support.js';

const { client } = await start();
const connected = await client();
const db = connected.db('collections');
const code = async (action) => (await failure(action)).code;

test('collections are created, listed, renamed and dropped', async () => {
  await db.createCollection('a', { validator: { n: { $gt: 0 } } });
  await db.collection('b').insertOne({});
  assert.equal(await code(() => db.createCollection('a')), 48);
  const [a, b] = await db.listCollections().toArray();
  assert.deepEqual([a.name, a.type, a.options, b.name, b.options], ['a', 'collection', { validator: { n: { $gt: 0 } } }, 'b', {}]);
  assert.equal(a.info.readOnly, false);
  assert.deepEqual(a.idIndex, { v: 2, key: { _id: 1 }, name: '_id_' });
  assert.deepEqual(await db.listCollections({ name: 'b' }, { nameOnly: true }).toArray(), [{ name: 'b', type: 'collection' }]);
  assert.equal(await code(() => db.collection('b').rename('a')), 48);
  await db.collection('b').rename('c');
  await db.collection('c').rename('a', { dropTarget: true });
  assert.equal(await db.collection('a').countDocuments(), 1);
  assert.equal(await code(() => db.collection('gone').rename('x')), 26);
  await db.collection('a').drop();
  assert.deepEqual(await db.listCollections().toArray(), []);
});

test('databases are listed and dropped', async () => {
  await connected.db('one').collection('c').insertOne({ a: 1 });
  const { databases } = await connected.db().admin().listDatabases();
  assert.ok(databases.some(({ name, sizeOnDisk, empty }) => name === 'one' && sizeOnDisk > 0 && empty === false));
  await connected.db('one').dropDatabase();
  assert.deepEqual((await connected.db().admin().listDatabases({ filter: { name: 'one' }, nameOnly: true })).databases, []);
});

test('bad names are refused', async () => {
  for (const name of ['a$b', '.a', 'a..b']) assert.equal(await code(() => db.command({ create: name })), 73, name);
  assert.equal(await code(() => connected.db('x').command({ create: '' })), 73);
});

test('a view reads through its pipeline and takes no writes', async () => {
  await db.collection('base').insertMany([{ _id: 1, n: 1 }, { _id: 2, n: 2 }, { _id: 3, n: 3 }]);
  await db.createCollection('view', { viewOn: 'base', pipeline: [{ $match: { n: { $gt: 1 } } }, { $project: { n: 1 } }] });
  assert.deepEqual(await db.collection('view').find({ n: { $lt: 3 } }).toArray(), [{ _id: 2, n: 2 }]);
  assert.deepEqual(await db.collection('view').aggregate([{ $sort: { _id: -1 } }]).toArray(), [{ _id: 3, n: 3 }, { _id: 2, n: 2 }]);
  assert.equal(await code(() => db.collection('view').insertOne({})), 166);
  assert.equal((await db.listCollections({ name: 'view' }).toArray())[0].type, 'view');
});

test('a capped collection forgets its oldest, and a time series is refused by name', async () => {
  await db.createCollection('capped', { capped: true, size: 100000, max: 2 });
  await db.collection('capped').insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
  assert.deepEqual((await db.collection('capped').find().toArray()).map((doc) => doc._id), [2, 3]);
  assert.equal(await code(() => db.createCollection('ts', { timeseries: { timeField: 't' } })), 238);
});

test('indexes are created, listed and dropped', async () => {
  const collection = db.collection('indexed');
  assert.equal(await collection.createIndex({ a: 1, 'b.c': -1 }), 'a_1_b.c_-1');
  await collection.createIndexes([{ key: { t: 1 }, name: 'ttl', expireAfterSeconds: 60 }, { key: { s: 1 }, sparse: true }, { key: { '$**': 1 } }, { key: { x: 'text' } }]);
  assert.deepEqual((await collection.indexes()).map(({ name }) => name), ['_id_', 'a_1_b.c_-1', 'ttl', 's_1', '$**_1', 'x_text']);
  assert.equal((await collection.indexes()).find(({ name }) => name === 'ttl').expireAfterSeconds, 60);
  const again = await db.command({ createIndexes: 'indexed', indexes: [{ key: { t: 1 }, name: 'ttl', expireAfterSeconds: 60 }] });
  assert.equal(again.note, 'all indexes already exist');
  assert.equal(await code(() => collection.createIndex({ t: 1 }, { name: 'other', expireAfterSeconds: 60 })), 85);
  assert.equal(await code(() => collection.createIndex({ z: 1 }, { name: 'ttl' })), 86);
  assert.equal(await code(() => collection.createIndex({ z: 0 })), 67);
  assert.equal(await code(() => collection.dropIndex('gone')), 27);
  assert.equal(await code(() => collection.dropIndex('_id_')), 72);
  await collection.dropIndex('ttl');
  await db.command({ dropIndexes: 'indexed', index: { s: 1 } });
  await collection.dropIndexes();
  assert.equal((await collection.indexes()).length, 1);
});

test('a unique index takes missing for null, and each element of an array', async () => {
  const collection = db.collection('unique');
  await collection.createIndex({ a: 1 }, { unique: true });
  await collection.insertOne({ _id: 1, b: 1 });
  const error = await failure(() => collection.insertOne({ _id: 2, a: null }));
  assert.equal(error.code, 11000);
  assert.deepEqual([error.keyPattern, error.keyValue], [{ a: 1 }, { a: null }]);
  await collection.insertOne({ _id: 3, a: [1, 2] });
  assert.equal(await code(() => collection.insertOne({ _id: 4, a: 2 })), 11000);
  assert.equal(await code(() => collection.updateOne({ _id: 1 }, { $set: { a: 1 } })), 11000);
  await collection.updateOne({ _id: 3 }, { $set: { a: [2, 3] } });
  await collection.insertOne({ _id: 5, a: 1 });
  await collection.deleteOne({ _id: 5 });
  await collection.insertOne({ _id: 6, a: 1 });
});

test('unique: compound, partial and sparse', async () => {
  const collection = db.collection('kinds');
  await collection.createIndex({ a: 1, b: 1 }, { unique: true, partialFilterExpression: { on: true } });
  await collection.createIndex({ s: 1 }, { unique: true, sparse: true });
  await collection.insertMany([{ a: 1, b: 1, on: true }, { a: 1, b: 2, on: true }, { a: 1, b: 1 }, { a: 1, b: 1, on: false }]);
  assert.equal(await code(() => collection.insertOne({ a: 1, b: 2, on: true })), 11000);
  assert.equal(await code(() => collection.updateOne({ on: false }, { $set: { on: true } })), 11000);
  await collection.insertOne({ s: null });
  assert.equal(await code(() => collection.insertOne({ s: null })), 11000);
});

test('a unique index over duplicates is refused, and nothing of it stays', async () => {
  const collection = db.collection('duplicates');
  await collection.insertMany([{ a: 1 }, { a: 1 }]);
  assert.equal(await code(() => collection.createIndex({ a: 1 }, { unique: true })), 11000);
  assert.equal((await collection.indexes()).length, 1);
});

test('an index is made unique by way of prepareUnique', async () => {
  const collection = db.collection('prepared');
  await collection.insertMany([{ _id: 1, a: 1 }, { _id: 2, a: 1 }]);
  await collection.createIndex({ a: 1 });
  const change = (index) => db.command({ collMod: 'prepared', index: { keyPattern: { a: 1 }, ...index } });
  assert.equal(await code(() => change({ unique: true })), 72);
  await change({ prepareUnique: true });
  assert.equal(await code(() => collection.insertOne({ a: 1 })), 11000);
  const refused = await failure(() => change({ unique: true }));
  assert.equal(refused.code, 359);
  assert.deepEqual(refused.errorResponse.violations, [{ ids: [1, 2] }]);
  await collection.deleteOne({ _id: 2 });
  assert.equal((await change({ unique: true })).unique_new, true);
  assert.equal((await collection.indexes())[1].unique, true);
});

test('a query finds the same with an index and without', async () => {
  const collection = db.collection('lookups');
  await collection.insertMany(Array.from({ length: 200 }, (_, n) => ({ _id: n, k: n % 7, a: [n % 3, n % 5] })));
  const queries = [{ k: 3 }, { a: 2 }, { k: { $eq: 4 }, a: 1 }, { k: 99 }];
  const before = await Promise.all(queries.map((query) => collection.find(query).sort({ _id: 1 }).toArray()));
  await collection.createIndexes([{ key: { k: 1, a: 1 } }, { key: { a: 1 } }]);
  await collection.updateMany({ _id: { $lt: 50 } }, { $inc: { k: 7 } });
  await collection.updateMany({ _id: { $lt: 50 } }, { $inc: { k: -7 } });
  assert.deepEqual(await Promise.all(queries.map((query) => collection.find(query).sort({ _id: 1 }).toArray())), before);
});

test('a validator refuses, moderately or strictly, or only warns', async () => {
  const collection = db.collection('valid');
  await collection.insertOne({ _id: 'bad' });
  await db.command({ collMod: 'valid', validator: { $jsonSchema: { required: ['n'], properties: { n: { bsonType: 'int' } } } }, validationLevel: 'moderate' });
  const error = await failure(() => collection.insertOne({ _id: 'x', n: 'text' }));
  assert.equal(error.code, 121);
  assert.equal(error.errInfo.failingDocumentId, 'x');
  await collection.insertOne({ _id: 'good', n: 1 });
  await collection.updateOne({ _id: 'bad' }, { $set: { m: 1 } });
  assert.equal(await code(() => collection.updateOne({ _id: 'good' }, { $unset: { n: 1 } })), 121);
  await db.command({ collMod: 'valid', validationLevel: 'strict' });
  assert.equal(await code(() => collection.updateOne({ _id: 'bad' }, { $set: { m: 2 } })), 121);
  await collection.updateOne({ _id: 'bad' }, { $set: { m: 2 } }, { bypassDocumentValidation: true });
  await db.command({ collMod: 'valid', validationAction: 'warn' });
  await collection.insertOne({ _id: 'warned' });
  assert.equal(await code(() => db.command({ collMod: 'valid', validationLevel: 'nonsense' })), 2);
  await db.command({ collMod: 'valid', validationAction: 'error', validator: { $expr: { $lt: ['$n', 10] } } });
  assert.equal(await code(() => collection.insertOne({ n: 11 })), 121);
});

test('a cursor is read in batches and can be killed', async () => {
  const collection = db.collection('batches');
  await collection.insertMany(Array.from({ length: 250 }, (_, _id) => ({ _id })));
  const first = await db.command({ find: 'batches', sort: { _id: 1 } });
  assert.equal(first.cursor.firstBatch.length, 101);
  const more = await db.command({ getMore: first.cursor.id, collection: 'batches', batchSize: 10 });
  assert.equal(more.cursor.nextBatch[0]._id, 101);
  assert.equal(more.cursor.nextBatch.length, 10);
  const rest = await db.command({ getMore: first.cursor.id, collection: 'batches' });
  assert.equal(rest.cursor.nextBatch.length, 139);
  assert.equal(rest.cursor.id.toString(), '0');
  assert.equal(await code(() => db.command({ getMore: first.cursor.id, collection: 'batches' })), 43);
  const { cursor } = await db.command({ find: 'batches', batchSize: 0 });
  assert.equal(cursor.firstBatch.length, 0);
  const killed = await db.command({ killCursors: 'batches', cursors: [cursor.id] });
  assert.equal(killed.cursorsKilled.length, 1);
  assert.equal((await db.command({ find: 'batches', batchSize: 5, singleBatch: true })).cursor.id.toString(), '0');
  assert.equal((await collection.find().batchSize(7).toArray()).length, 250);
});

test('a reply holds no more than 16 MB of documents', async () => {
  await db.collection('large').insertMany(Array.from({ length: 5 }, (_, _id) => ({ _id, text: 'x'.repeat(6_000_000) })));
  const { cursor } = await db.command({ find: 'large' });
  assert.equal(cursor.firstBatch.length, 2);
  assert.equal((await db.collection('large').find().toArray()).length, 5);
});

test('the rest of what clients ask', async () => {
  const admin = connected.db().admin();
  assert.equal((await admin.buildInfo()).version, '7.0.14');
  assert.equal((await admin.command({ getParameter: 1, featureCompatibilityVersion: 1 })).featureCompatibilityVersion.version, '7.0');
  assert.ok((await admin.serverStatus()).metrics.commands.find.total > 0);
  assert.ok((await admin.command({ hostInfo: 1 })).system.numCores > 0);
  assert.deepEqual((await admin.command({ connectionStatus: 1 })).authInfo.authenticatedUsers, []);
  assert.equal((await db.command({ collStats: 'batches' })).count, 250);
  assert.ok((await db.stats()).objects > 250);
  assert.equal(await code(() => db.command({ replSetStepDown: 1 })), 13);
});
