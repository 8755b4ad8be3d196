import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import { canonical, failure, start } from './support.js';

const { client } = await start();
const db = (await client({ promoteValues: false })).db('update');
const collection = db.collection('c');
const i = (n) => new Int32(n);

/** What becomes of a document; its `_id` is 1. */
async function updated(doc, update, { query = {}, ...options } = {}) {
  await collection.deleteMany({});
  await collection.insertOne({ _id: 1, ...doc });
  const result = await collection.updateOne({ _id: 1, ...query }, update, options);
  const { _id, ...rest } = await collection.findOne({ _id: 1 });
  return { rest, modified: Number(result.modifiedCount) };
}

/** @param {Record<string, [object, object | object[], object, object?]>} table the document, the update, what it becomes, options */
function becomes(table) {
  for (const [name, [doc, update, expected, options]] of Object.entries(table)) {
    test(name, async () => {
      const { rest, modified } = await updated(doc, update, options);
      assert.equal(canonical(rest), canonical(expected));
      assert.equal(modified, canonical(doc) === canonical(expected) ? 0 : 1);
    });
  }
}

becomes({
  '$set makes the documents on its way, new fields in the order of their names': [{ a: i(1) }, { $set: { z: i(2), 'b.c.d': i(3) } }, { a: i(1), b: { c: { d: i(3) } }, z: i(2) }],
  '$set keeps the place and changes the type': [{ a: i(1), b: i(2) }, { $set: { a: Long.fromNumber(1) } }, { a: Long.fromNumber(1), b: i(2) }],
  '$set to what it is changes nothing': [{ a: i(1) }, { $set: { a: i(1) } }, { a: i(1) }],
  '$set into an array by index, padded with null': [{ a: [i(1)] }, { $set: { 'a.2': i(3) } }, { a: [i(1), null, i(3)] }],
  '$unset leaves null in an array': [{ a: [i(1), i(2)], b: { c: i(1), d: i(2) } }, { $unset: { 'a.0': '', 'b.c': '', 'x.y': '' } }, { a: [null, i(2)], b: { d: i(2) } }],
  '$inc keeps int32': [{ n: i(1) }, { $inc: { n: i(2) } }, { n: i(3) }],
  '$inc goes to long': [{ n: i(2147483647) }, { $inc: { n: i(1) } }, { n: Long.fromString('2147483648') }],
  '$inc by a double is a double': [{ n: i(1) }, { $inc: { n: new Double(0.5) } }, { n: new Double(1.5) }],
  '$inc by a decimal is a decimal': [{ n: i(1) }, { $inc: { n: Decimal128.fromString('0.10') } }, { n: Decimal128.fromString('1.10') }],
  '$mul of a missing field is a zero of the operand\'s type': [{}, { $mul: { n: Long.fromNumber(5) } }, { n: Long.fromNumber(0) }],
  '$min and $max': [{ a: i(5), b: i(5) }, { $min: { a: i(3) }, $max: { b: i(3), c: i(1) } }, { a: i(3), b: i(5), c: i(1) }],
  '$rename moves, and replaces what is there': [{ a: i(1), b: i(2), c: i(3) }, { $rename: { a: 'b' } }, { c: i(3), b: i(1) }],
  '$push with its modifiers': [{ a: [i(3)] }, { $push: { a: { $each: [i(1), i(2)], $sort: 1, $slice: -2 } } }, { a: [i(2), i(3)] }],
  '$push at a position': [{ a: [i(1), i(2)] }, { $push: { a: { $each: [i(9)], $position: 1 } } }, { a: [i(1), i(9), i(2)] }],
  '$push makes an array': [{}, { $push: { a: i(1) } }, { a: [i(1)] }],
  '$addToSet goes by value': [{ a: [i(1)] }, { $addToSet: { a: { $each: [new Double(1), i(2)] } } }, { a: [i(1), i(2)] }],
  '$pull by a condition': [{ a: [i(1), i(5), i(9)] }, { $pull: { a: { $gte: i(5) } } }, { a: [i(1)] }],
  '$pull of documents': [{ a: [{ k: i(1), v: i(2) }, { k: i(2) }] }, { $pull: { a: { k: i(1) } } }, { a: [{ k: i(2) }] }],
  '$pullAll and $pop': [{ a: [i(1), i(2), i(1)], b: [i(1), i(2)] }, { $pullAll: { a: [i(1)] }, $pop: { b: -1 } }, { a: [i(2)], b: [i(2)] }],
  '$bit': [{ n: i(13) }, { $bit: { n: { and: i(10) } } }, { n: i(8) }],
  '$[] changes every element': [{ a: [{ n: i(1) }, { n: i(2) }] }, { $inc: { 'a.$[].n': i(1) } }, { a: [{ n: i(2) }, { n: i(3) }] }],
  'array filters pick elements': [{ a: [{ k: i(1), v: [i(1), i(5)] }, { k: i(2), v: [i(5)] }] }, { $set: { 'a.$[e].v.$[n]': i(0) } }, { a: [{ k: i(1), v: [i(1), i(0)] }, { k: i(2), v: [i(5)] }] }, { arrayFilters: [{ 'e.k': i(1) }, { n: { $gt: i(3) } }] }],
  '$ is the element that matched': [{ a: [{ k: i(1) }, { k: i(2) }] }, { $set: { 'a.$.hit': true } }, { a: [{ k: i(1) }, { k: i(2), hit: true }] }, { query: { 'a.k': i(2) } }],
  'a pipeline sees the document as it was at each stage': [{ a: i(1), b: i(2) }, [{ $set: { a: '$b', b: '$a' } }, { $set: { c: { $add: ['$a', '$b'] } } }, { $unset: 'b' }], { a: i(2), c: i(3) }],
  'a pipeline writes names with dots': [{ 'p.q': i(1) }, [{ $replaceWith: { $unsetField: { field: 'p.q', input: { $setField: { field: 'x', input: '$$ROOT', value: { $getField: 'p.q' } } } } } }], { x: i(1) }],
  'a pipeline that changes nothing modifies nothing': [{ a: i(1) }, [{ $set: { a: { $add: [i(1), i(0)] } } }], { a: i(1) }],
  'a pipeline without _id keeps it': [{ a: i(1) }, [{ $replaceWith: { b: '$a' } }], { b: i(1) }],
});

test('$currentDate and $setOnInsert', async () => {
  const { rest } = await updated({ a: 1 }, { $currentDate: { d: true, t: { $type: 'timestamp' } }, $setOnInsert: { never: 1 } });
  assert.ok(rest.d instanceof Date);
  assert.equal(rest.t._bsontype, 'Timestamp');
  assert.equal('never' in rest, false);
});

for (const [what, doc, update, code, options] of [
  ['two operators on one path', {}, { $set: { a: 1 }, $inc: { 'a.b': 1 } }, 40], ['a field below a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28], ['another _id', {}, { $set: { _id: 2 } }, 66], ['an unknown operator', {}, { $nonsense: { a: 1 } }, 9],
  ['$inc of text', { a: 'x' }, { $inc: { a: 1 } }, 14], ['$inc beyond int64', { a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2], ['$push to a number', { a: 1 }, { $push: { a: 1 } }, 2], ['an array filter that is not used', { a: [] }, { $set: { b: 1 } }, 9, { arrayFilters: [{ e: 1 }] }],
  ['an array filter that is not given', { a: [1] }, { $set: { 'a.$[e]': 1 } }, 2], ['$ without an array in the query', { a: [1] }, { $set: { 'a.$': 1 } }, 2], ['a stage that is none of an update', {}, [{ $match: {} }], 72],
  ['an empty field name', {}, { $set: { 'a..b': 1 } }, 56], ['a document beyond 16 MB', { a: 'x'.repeat(10_000_000) }, [{ $set: { b: '$a' } }], 17419],
]) {
  test(`refuses ${what}`, async () => assert.equal(Number((await failure(() => updated(doc, update, options))).code), code));
}

test('an upsert inserts the equalities of its query and the update', async () => {
  await collection.deleteMany({});
  const result = await collection.updateOne({ k: 'x', n: { $gt: 5 }, $and: [{ 'd.e': { $eq: i(1) } }] }, { $set: { v: i(1) }, $setOnInsert: { w: i(2) } }, { upsert: true });
  assert.ok(result.upsertedId._bsontype === 'ObjectId');
  assert.equal(Number(result.upsertedCount), 1);
  assert.equal(canonical(await collection.findOne({}, { projection: { _id: 0 } })), canonical({ k: 'x', d: { e: i(1) }, v: i(1), w: i(2) }));
  assert.equal(Number((await collection.updateOne({ k: 'x' }, { $set: { v: i(2) } }, { upsert: true })).matchedCount), 1);
  await collection.replaceOne({ _id: 'own', z: 1 }, { only: i(1) }, { upsert: true });
  assert.equal(canonical(await collection.findOne({ _id: 'own' })), canonical({ _id: 'own', only: i(1) }));
});

test('updateMany, replaceOne, deleteMany and their counts', async () => {
  await collection.deleteMany({});
  await collection.insertMany([1, 2, 3, 4].map((n) => ({ _id: n, n })));
  const many = await collection.updateMany({ n: { $gte: 2 } }, { $max: { n: 3 } });
  assert.deepEqual([many.matchedCount, many.modifiedCount].map(Number), [3, 1]);
  const replaced = await collection.replaceOne({ _id: 1 }, { fresh: true });
  assert.equal(Number(replaced.modifiedCount), 1);
  assert.equal(canonical(await collection.findOne({ _id: 1 })), canonical({ _id: i(1), fresh: true }));
  assert.equal(Number((await collection.deleteMany({ n: 3 })).deletedCount), 2);
  assert.equal(Number((await collection.deleteOne({})).deletedCount), 1);
});

test('findAndModify gives the document before or after, by a sort', async () => {
  await collection.deleteMany({});
  await collection.insertMany([{ _id: 1, n: 5 }, { _id: 2, n: 7 }]);
  assert.equal(canonical(await collection.findOneAndUpdate({}, { $inc: { n: i(1) } }, { sort: { n: -1 } })), canonical({ _id: i(2), n: i(7) }));
  assert.equal(canonical(await collection.findOneAndUpdate({ _id: 1 }, { $inc: { n: i(1) } }, { returnDocument: 'after', projection: { n: 1, _id: 0 } })), canonical({ n: i(6) }));
  assert.equal(await collection.findOneAndUpdate({ _id: 9 }, { $set: { n: 1 } }), null);
  assert.equal(canonical(await collection.findOneAndUpdate({ _id: 9 }, { $set: { n: i(1) } }, { upsert: true, returnDocument: 'after' })), canonical({ _id: i(9), n: i(1) }));
  assert.equal(canonical(await collection.findOneAndDelete({ _id: 9 })), canonical({ _id: i(9), n: i(1) }));
  assert.equal(Number(await collection.countDocuments()), 2);
});

test('a bulk stops at its first error if ordered, and goes on if not', async () => {
  await collection.deleteMany({});
  const docs = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
  const ordered = await failure(() => collection.insertMany(docs));
  assert.equal(Number(ordered.code), 11000);
  assert.equal(Number(await collection.countDocuments()), 1);
  const unordered = await failure(() => collection.insertMany([...docs, { _id: 3 }], { ordered: false }));
  assert.deepEqual(unordered.writeErrors.map((error) => Number(error.index)), [0, 1]);
  assert.equal(Number(await collection.countDocuments()), 3);
});

test('_id comes first, is made if missing, and may not be an array', async () => {
  await collection.deleteMany({});
  await db.command({ insert: 'c', documents: [{ a: 1, _id: 5 }, { a: 2 }] });
  const [first, second] = await collection.find().toArray();
  assert.deepEqual(Object.keys(first), ['_id', 'a']);
  assert.ok(second._id._bsontype === 'ObjectId' && ObjectId.isValid(second._id.toHexString()));
  const { writeErrors } = await db.command({ insert: 'c', documents: [{ _id: [1] }] }).catch((error) => error.result ?? { writeErrors: [error] });
  assert.equal(Number(writeErrors[0].code), 53);
});

test('holds the limits of a batch and of a document', async () => {
  const none = await failure(() => db.command({ insert: 'c', documents: [] }));
  assert.equal(Number(none.code), 16);
  const many = await failure(() => db.command({ insert: 'c', documents: Array.from({ length: 100001 }, () => ({})) }));
  assert.equal(Number(many.code), 16);
  const huge = await db.command({ insert: 'c', documents: [{ a: 'x'.repeat(16777216) }] }, { ignoreUndefined: true }).catch((error) => error);
  assert.equal(Number((huge.writeErrors ?? [huge])[0].code), 10334);
});
