import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, start } from './support.js';

const { client } = await start({ topology: 'replicaset' });
const connected = await client();
const db = connected.db('transactions');
let collections = 0;

/** @returns {Promise<import('mongodb').Collection<any>>} with two documents */
async function given() {
  const collection = db.collection(`c${collections++}`);
  await collection.insertMany([{ _id: 1, n: 1 }, { _id: 2, n: 2 }]);
  return collection;
}

/** A session in a transaction. */
function begin() {
  const session = connected.startSession();
  session.startTransaction();
  return session;
}

const ids = async (collection, options) => (await collection.find({}, { sort: { _id: 1 }, ...options }).toArray()).map((doc) => doc._id);

test('writes are seen inside at once, outside when committed, and not at all when aborted', async () => {
  const collection = await given();
  for (const end of ['abortTransaction', 'commitTransaction']) {
    const session = begin();
    await collection.insertOne({ _id: 3 }, { session });
    await collection.deleteOne({ _id: 1 }, { session });
    await collection.updateMany({}, { $set: { t: true } }, { session });
    assert.deepEqual(await ids(collection, { session }), [2, 3]);
    assert.equal((await collection.aggregate([{ $match: { t: true } }, { $count: 'n' }], { session }).toArray())[0].n, 2);
    assert.deepEqual(await ids(collection), [1, 2]);
    await session[end]();
    await session.endSession();
    if (end === 'abortTransaction') assert.deepEqual(await collection.find().sort({ _id: 1 }).toArray(), [{ _id: 1, n: 1 }, { _id: 2, n: 2 }]);
  }
  assert.deepEqual(await ids(collection), [2, 3]);
  assert.equal(await collection.countDocuments({ t: true }), 2);
});

test('reads come from the snapshot, whatever others commit meanwhile', async () => {
  const collection = await given();
  const session = begin();
  assert.deepEqual(await ids(collection, { session }), [1, 2]);
  await collection.insertOne({ _id: 0 });
  await collection.updateOne({ _id: 1 }, { $set: { n: 100 } });
  await collection.updateOne({ _id: 1 }, { $set: { n: 101 } });
  await collection.deleteOne({ _id: 2 });
  assert.deepEqual(await collection.find({}, { session }).sort({ _id: 1 }).toArray(), [{ _id: 1, n: 1 }, { _id: 2, n: 2 }]);
  await session.commitTransaction();
  await session.endSession();
  assert.deepEqual(await collection.find().sort({ _id: 1 }).toArray(), [{ _id: 0 }, { _id: 1, n: 101 }]);
});

test('two transactions on one document: the second fails with a transient label, and is undone', async () => {
  const collection = await given();
  const [first, second] = [begin(), begin()];
  await collection.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: first });
  await collection.insertOne({ _id: 'second' }, { session: second });
  const error = await failure(() => collection.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: second }));
  assert.equal(error.code, 112);
  assert.ok(error.hasErrorLabel('TransientTransactionError'));
  await first.commitTransaction();
  const after = await failure(() => second.commitTransaction());
  assert.equal(after.code, 251);
  assert.deepEqual(await ids(collection), [1, 2]);
  await Promise.all([first.endSession(), second.endSession()]);
});

test('a document changed since the snapshot is a write conflict too', async () => {
  const collection = await given();
  const session = begin();
  await collection.findOne({ _id: 2 }, { session });
  await collection.updateOne({ _id: 1 }, { $inc: { n: 1 } });
  assert.equal((await failure(() => collection.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session }))).code, 112);
  await session.endSession();
});

test('one insert of an _id or a unique key against another is a conflict', async () => {
  const collection = await given();
  await collection.createIndex({ u: 1 }, { unique: true, sparse: true });
  const [first, second, third] = [begin(), begin(), begin()];
  await collection.insertOne({ _id: 9, u: 1 }, { session: first });
  assert.equal((await failure(() => collection.insertOne({ _id: 9 }, { session: second }))).code, 112);
  assert.equal((await failure(() => collection.insertOne({ _id: 10, u: 1 }, { session: third }))).code, 112);
  await first.commitTransaction();
  await Promise.all([first, second, third].map((session) => session.endSession()));
});

test('a write outside waits for the transaction that holds its document', async () => {
  const collection = await given();
  const session = begin();
  await collection.updateOne({ _id: 1 }, { $inc: { n: 10 } }, { session });
  let done = false;
  const outside = collection.updateOne({ _id: 1 }, { $inc: { n: 100 } }).then(() => (done = true));
  await collection.findOne({ _id: 2 });
  assert.equal(done, false);
  await session.commitTransaction();
  await outside;
  assert.equal((await collection.findOne({ _id: 1 })).n, 111);
  await session.endSession();
});

test('waiting ends with maxTimeMS', async () => {
  const collection = await given();
  const session = begin();
  await collection.updateOne({ _id: 1 }, { $inc: { n: 10 } }, { session });
  assert.equal((await failure(() => collection.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { maxTimeMS: 50 }))).code, 50);
  await session.abortTransaction();
  await session.endSession();
});

test('an error in a statement ends the transaction', async () => {
  const collection = await given();
  const session = begin();
  await collection.insertOne({ _id: 3 }, { session });
  assert.equal((await failure(() => collection.insertOne({ _id: 1 }, { session }))).code, 11000);
  const error = await failure(() => collection.insertOne({ _id: 4 }, { session }));
  assert.equal(error.code, 251);
  assert.deepEqual(await ids(collection), [1, 2]);
  await session.endSession();
});

test('a commit whose answer was lost is sent again, and counts once', async () => {
  const collection = await given();
  await connected.db('admin').command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data: { failCommands: ['commitTransaction'], closeConnectionAfterApplying: true } });
  const session = begin();
  await collection.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
  await session.commitTransaction();
  await session.commitTransaction();
  assert.equal((await collection.findOne({ _id: 1 })).n, 2);
  await session.endSession();
});

test('withTransaction runs again on transient errors', async () => {
  const collection = await given();
  await connected.db('admin').command({ configureFailPoint: 'failCommand', mode: { times: 2 }, data: { failCommands: ['update'], errorCode: 112, errorLabels: ['TransientTransactionError'] } });
  const session = connected.startSession();
  let runs = 0;
  await session.withTransaction(async () => {
    runs += 1;
    await collection.insertOne({ _id: 5 }, { session });
    await collection.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
  });
  assert.equal(runs, 3);
  assert.deepEqual([await ids(collection), (await collection.findOne({ _id: 1 })).n], [[1, 2, 5], 2]);
  await session.endSession();
});

test('two counters in a race lose nothing', async () => {
  const collection = await given();
  await Promise.all(Array.from({ length: 8 }, async () => {
    const session = connected.startSession();
    for (let i = 0; i < 5; i++) {
      await session.withTransaction(async () => {
        const { n } = await collection.findOne({ _id: 1 }, { session });
        await collection.updateOne({ _id: 1 }, { $set: { n: n + 1 } }, { session });
      });
    }
    await session.endSession();
  }));
  assert.equal((await collection.findOne({ _id: 1 })).n, 41);
});

test('a transaction may make a collection; aborted, it is gone', async () => {
  for (const [name, end, left] of [['made', 'commitTransaction', 1], ['unmade', 'abortTransaction', 0]]) {
    const session = begin();
    await db.collection(name).insertOne({}, { session });
    await session[end]();
    await session.endSession();
    assert.equal((await db.listCollections({ name }).toArray()).length, left);
  }
});

test('ending its session aborts a transaction', async () => {
  const collection = await given();
  const session = begin();
  await collection.insertOne({ _id: 3 }, { session });
  const { id } = session;
  await connected.db('admin').command({ killSessions: [id] });
  assert.deepEqual(await ids(collection), [1, 2]);
  await collection.insertOne({ _id: 3 });
  await session.endSession();
});

test('commands that have no place in one are refused, and so is a standalone', async () => {
  const collection = await given();
  for (const run of [(session) => db.command({ count: collection.collectionName }, { session }), (session) => collection.aggregate([{ $out: 'x' }], { session }).toArray(), (session) => collection.drop({ session })]) {
    const session = begin();
    assert.equal((await failure(() => run(session))).code, 263);
    await session.endSession();
  }
  const { client: alone } = await start();
  const other = await alone();
  const session = other.startSession();
  session.startTransaction();
  assert.match((await failure(() => other.db('x').collection('c').insertOne({}, { session }))).message, /Transaction numbers are only allowed on a replica set member or mongos/);
  await session.endSession();
});

test('a cursor of a transaction goes on in it', async () => {
  const collection = await given();
  const session = begin();
  await collection.insertMany([{ _id: 3 }, { _id: 4 }], { session });
  const cursor = collection.find({}, { session }).batchSize(1);
  assert.equal((await cursor.toArray()).length, 4);
  await session.commitTransaction();
  await session.endSession();
});
