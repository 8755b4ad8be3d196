import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal128, Double, Int32, Long, MaxKey, MinKey } from 'bson';
import { canonical, failure, start } from './support.js';

const { client } = await start();
const db = (await client({ promoteValues: false })).db('query');
let collections = 0;

/** @returns {Promise<import('mongodb').Collection<any>>} a new collection with these documents, by `_id` from 0 where they have none */
async function given(...docs) {
  const collection = db.collection(`c${collections++}`);
  await collection.insertMany(docs.map((doc, i) => ('_id' in doc ? doc : { _id: i, ...doc })));
  return collection;
}

const ids = async (collection, query, options) => (await collection.find(query, options).toArray()).map((doc) => (doc._id?._bsontype === 'Int32' ? doc._id.value : doc._id));

/** Which of the documents, by their number, a query finds. */
function finds(name, docs, cases) {
  test(name, async () => {
    const collection = await given(...docs);
    for (const [query, expected] of cases) assert.deepEqual(await ids(collection, query), expected, JSON.stringify(query));
  });
}

finds('numbers match by value, whatever their type', [{ a: 1 }, { a: new Double(1) }, { a: Long.fromNumber(1) }, { a: Decimal128.fromString('1.0') }, { a: '1' }], [
  [{ a: 1 }, [0, 1, 2, 3]], [{ a: { $gte: new Double(0.5) } }, [0, 1, 2, 3]], [{ a: { $in: [Long.fromNumber(1), '1'] } }, [0, 1, 2, 3, 4]], [{ a: { $type: 'int' } }, [0]], [{ a: { $type: 'number' } }, [0, 1, 2, 3]], [{ a: { $type: 2 } }, [4]],
]);

finds('null matches missing, $exists tells them apart', [{ a: null }, {}, { a: 1 }, { a: [null] }, { a: [] }], [
  [{ a: null }, [0, 1, 3]], [{ a: { $exists: false } }, [1]], [{ a: { $exists: true } }, [0, 2, 3, 4]], [{ a: { $type: 'null' } }, [0, 3]], [{ a: { $ne: null } }, [2, 4]], [{ a: { $in: [null] } }, [0, 1, 3]],
]);

finds('comparisons stay within a kind', [{ a: 5 }, { a: 'x' }, { a: new Date(0) }, { a: null }, {}, { a: { b: 1 } }, { a: new Double(NaN) }], [
  [{ a: { $gt: 1 } }, [0]], [{ a: { $lt: 'z' } }, [1]], [{ a: { $lte: null } }, [3, 4]], [{ a: { $gt: { a: 9 } } }, [5]], [{ a: { $gt: new MinKey() } }, [0, 1, 2, 3, 4, 5, 6]], [{ a: { $lt: new MaxKey() } }, [0, 1, 2, 3, 4, 5, 6]],
  [{ a: { $lte: new Double(NaN) } }, [6]], [{ a: { $not: { $gt: 1 } } }, [1, 2, 3, 4, 5, 6]],
]);

finds('arrays match by an element or as a whole', [{ a: [1, 2] }, { a: [[1, 2]] }, { a: 1 }, { a: [3, 9] }, { a: [{ b: 1, c: 2 }, { b: 2, c: 1 }] }], [
  [{ a: 1 }, [0, 2]], [{ a: [1, 2] }, [0, 1]], [{ a: { $gt: 4, $lt: 8 } }, [3]], [{ a: { $gt: 8, $lt: 4 } }, [3]], [{ a: { $elemMatch: { $gt: 2, $lt: 8 } } }, [3]], [{ 'a.b': 1 }, [4]], [{ 'a.0': 1 }, [0]], [{ 'a.1.c': 1 }, [4]],
  [{ a: { $elemMatch: { b: 1, c: 1 } } }, []], [{ 'a.b': 1, 'a.c': 1 }, [4]], [{ a: { $size: 2 } }, [0, 3, 4]], [{ a: { $all: [1, 2] } }, [0]], [{ a: { $all: [{ $elemMatch: { b: 1 } }] } }, [4]],
]);

finds('documents match with their fields in order', [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }], [[{ a: { x: 1, y: 2 } }, [0]], [{ 'a.x': 1, 'a.y': 2 }, [0, 1]]]);

finds('logic', [{ a: 1, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }], [
  [{ $or: [{ a: 2 }, { b: 1 }] }, [0, 2]], [{ $nor: [{ a: 2 }, { b: 1 }] }, [1]], [{ $and: [{ a: 1 }, { b: 2 }] }, [1]], [{ $expr: { $eq: ['$a', '$b'] } }, [0, 2]], [{ a: { $nin: [1] } }, [2]], [{ a: { $mod: [2, 0] } }, [2]],
  [{ a: { $bitsAllSet: [1] } }, [2]], [{ $comment: 'why', a: 2 }, [2]],
]);

finds('regular expressions', [{ a: 'Abc' }, { a: 'xbc' }, { a: ['no', 'abx'] }, { a: 5 }], [[{ a: /^ab/i }, [0, 2]], [{ a: { $regex: 'BC$', $options: 'i' } }, [0, 1]], [{ a: { $in: [/^x/] } }, [1]], [{ a: { $not: /b/ } }, [3]]]);

finds('$jsonSchema', [{ n: 1 }, { n: 'x' }, {}, { n: 1, extra: true }, { n: 7 }], [
  [{ $jsonSchema: { required: ['n'], properties: { n: { bsonType: 'int', maximum: 5 } } } }, [0, 3]], [{ $jsonSchema: { properties: { _id: {}, n: { type: 'number' } }, additionalProperties: false } }, [0, 2, 4]],
  [{ $jsonSchema: { anyOf: [{ required: ['extra'] }, { properties: { n: { enum: ['x'] } }, required: ['n'] }] } }, [1, 3]],
]);

test('_id of mixed types is one key by value, and sorted as MongoDB sorts', async () => {
  const mixed = ['b', 'a', new Double(2.5), 1, Long.fromNumber(3), { k: 1 }, true];
  const collection = await given(...mixed.map((_id) => ({ _id })));
  assert.equal((await failure(() => collection.insertOne({ _id: new Double(3) }))).code.valueOf(), 11000);
  const sorted = await collection.find({}, { sort: { _id: 1 } }).toArray();
  assert.equal(canonical(sorted.map((doc) => doc._id)), canonical([new Int32(1), new Double(2.5), Long.fromNumber(3), 'a', 'b', { k: new Int32(1) }, true]));
  assert.deepEqual(await ids(collection, { _id: { $gt: 'a' } }, { sort: { _id: 1 } }), ['b']);
  const across = await collection.find({ $expr: { $gt: ['$_id', { $literal: 'a' }] } }, { sort: { _id: 1 } }).toArray();
  assert.equal(across.length, 3);
  const fenced = await collection.find({}).min({ _id: 'a' }).max({ _id: true }).hint({ _id: 1 }).toArray();
  assert.equal(canonical(fenced.map((doc) => doc._id)), canonical(['a', 'b', { k: new Int32(1) }]));
});

test('a pass by keyset sees every document once', async () => {
  const collection = await given(...Array.from({ length: 250 }, (_, i) => ({ _id: (i * 7919) % 250, v: i })));
  const seen = [];
  for (let last = -1; ;) {
    const chunk = await ids(collection, { _id: { $gt: last } }, { sort: { _id: 1 }, limit: 30 });
    if (chunk.length === 0) break;
    seen.push(...chunk);
    last = chunk.at(-1);
  }
  assert.deepEqual(seen, Array.from({ length: 250 }, (_, i) => i));
  assert.deepEqual((await ids(collection, { _id: { $lte: 100, $gt: 90 } }, { sort: { _id: -1 }, limit: 3 })), [100, 99, 98]);
});

test('sorting takes an array by its least or greatest, and missing as null', async () => {
  const collection = await given({ a: [3, 9] }, { a: 4 }, {}, { a: [] }, { a: 'x' });
  assert.deepEqual(await ids(collection, {}, { sort: { a: 1 } }), [3, 2, 0, 1, 4]);
  assert.deepEqual(await ids(collection, {}, { sort: { a: -1 } }), [4, 0, 1, 2, 3]);
  assert.deepEqual(await ids(collection, {}, { sort: { a: 1 }, skip: 1, limit: 2 }), [2, 0]);
});

test('projections include, exclude, compute, slice and pick elements', async () => {
  const collection = await given({ a: [{ b: 1, c: 2 }, 5], d: { e: 1, f: 2 }, n: [1, 2, 3] });
  const project = async (projection) => canonical((await collection.find({}, { projection }).toArray())[0]);
  const i = (n) => new Int32(n);
  assert.equal(await project({ 'd.f': 1 }), canonical({ _id: i(0), d: { f: i(2) } }));
  assert.equal(await project({ d: { f: 1 }, _id: 0 }), canonical({ d: { f: i(2) } }));
  assert.equal(await project({ 'a.b': 1, _id: 0 }), canonical({ a: [{ b: i(1) }] }));
  assert.equal(await project({ 'a.b': 0, d: 0, n: 0 }), canonical({ _id: i(0), a: [{ c: i(2) }, i(5)] }));
  assert.equal(await project({ _id: 0, sum: { $sum: '$n' } }), canonical({ sum: i(6) }));
  assert.equal(await project({ _id: 0, d: 1, n: { $slice: -1 } }), canonical({ d: { e: i(1), f: i(2) } }));
  assert.equal(await project({ _id: 0, n: { $elemMatch: { $gt: 1 } } }), canonical({ n: [i(2)] }));
  assert.equal((await failure(() => project({ a: 1, d: 0 }))).code.valueOf(), 31254);
});

test('names that look like integers keep their order, and unchanged documents their bytes', async () => {
  const odd = new Map([['_id', 1], ['10', 'a'], ['9', 'b'], ['__proto__', new Map([['2', 1], ['1', 2]])]]);
  const collection = db.collection('odd');
  await collection.insertOne(odd);
  await collection.updateOne({ _id: 1 }, { $set: { z: 1 } });
  const [raw] = await collection.find({}, { raw: true }).toArray();
  const text = Buffer.from(raw).toString('latin1');
  const places = ['10\0', '9\0', '__proto__\0', '2\0', '1\0', 'z\0'].map((name) => text.indexOf(name));
  assert.deepEqual(places, [...places].sort((a, b) => a - b));
});

for (const [what, query, code] of [
  ['an unknown operator', { a: { $nonsense: 1 } }, 2], ['an unknown operator on top', { $nonsense: 1 }, 2], ['$where, by name', { $where: 'true' }, 238], ['$text, by name', { $text: { $search: 'x' } }, 238],
  ['$near, by name', { a: { $near: [1, 2] } }, 238], ['an unknown keyword of $jsonSchema', { $jsonSchema: { nonsense: 1 } }, 9],
]) {
  test(`refuses ${what}`, async () => assert.equal(Number((await failure(() => db.collection('c0').find(query).toArray())).code), code));
}

test('refuses a collation, a hint without an index, and options it lacks', async () => {
  const code = async (options) => Number((await failure(() => db.collection('c0').find({}, options).toArray())).code);
  assert.equal(await code({ collation: { locale: 'de' } }), 238);
  assert.equal(await code({ hint: { nonsense: 1 } }), 2);
  assert.equal(await code({ showRecordId: true }), 238);
});

test('count and distinct', async () => {
  const collection = await given({ a: [1, 2] }, { a: new Double(2) }, { b: 1 });
  assert.equal(Number(await collection.countDocuments({ a: 2 })), 2);
  assert.equal(Number(await collection.estimatedDocumentCount()), 3);
  assert.equal(canonical(await collection.distinct('a')), canonical([new Int32(1), new Int32(2)]));
});
