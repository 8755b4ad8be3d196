import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decimal128, Double, Int32, Long } from 'bson';
import { canonical, failure, start } from './support.js';

const { client } = await start();
const db = (await client({ promoteValues: false })).db('aggregate');
const i = (n) => new Int32(n);
const orders = db.collection('orders');
await orders.insertMany([
  { _id: 1, who: 'a', n: i(2), price: Decimal128.fromString('1.50'), tags: ['x', 'y'] },
  { _id: 2, who: 'b', n: i(5), price: Decimal128.fromString('2.00'), tags: [] },
  { _id: 3, who: 'a', n: Long.fromNumber(7), price: new Double(0.25) },
]);
await db.collection('people').insertMany([{ _id: 'a', city: 'Ulm' }, { _id: 'b', city: 'Bonn' }]);

/** @param {string} name @param {object[]} pipeline @param {unknown[]} expected */
const gives = (name, pipeline, expected, collection = orders) => test(name, async () => assert.equal(canonical(await collection.aggregate(pipeline).toArray()), canonical(expected)));

gives('$match and $project', [{ $match: { who: 'a' } }, { $project: { n: 1, double: { $multiply: ['$n', i(2)] } } }], [{ _id: i(1), n: i(2), double: i(4) }, { _id: i(3), n: Long.fromNumber(7), double: Long.fromNumber(14) }]);
gives('$group keeps the types of numbers', [{ $group: { _id: '$who', n: { $sum: '$n' }, avg: { $avg: '$n' }, price: { $sum: '$price' }, ids: { $push: '$_id' }, most: { $max: '$n' }, count: { $count: {} } } }, { $sort: { _id: 1 } }], [
  { _id: 'a', n: Long.fromNumber(9), avg: new Double(4.5), price: Decimal128.fromString('1.750000000000000'), ids: [i(1), i(3)], most: Long.fromNumber(7), count: i(2) },
  { _id: 'b', n: i(5), avg: new Double(5), price: Decimal128.fromString('2.00'), ids: [i(2)], most: i(5), count: i(1) },
]);
gives('$group of all, and by an expression', [{ $group: { _id: { big: { $gt: ['$n', i(4)] } }, n: { $sum: i(1) } } }, { $sort: { n: 1 } }], [{ _id: { big: false }, n: i(1) }, { _id: { big: true }, n: i(2) }]);
gives('$unwind', [{ $unwind: '$tags' }, { $project: { tags: 1 } }], [{ _id: i(1), tags: 'x' }, { _id: i(1), tags: 'y' }]);
gives('$unwind with what is empty', [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'at' } }, { $project: { tags: 1, at: 1 } }], [
  { _id: i(1), tags: 'x', at: Long.fromNumber(0) }, { _id: i(1), tags: 'y', at: Long.fromNumber(1) }, { _id: i(2), at: null }, { _id: i(3), at: null },
]);
gives('$lookup by fields', [{ $match: { _id: 1 } }, { $lookup: { from: 'people', localField: 'who', foreignField: '_id', as: 'p' } }, { $project: { p: 1 } }], [{ _id: i(1), p: [{ _id: 'a', city: 'Ulm' }] }]);
gives('$lookup by a pipeline with variables', [{ $match: { _id: 2 } }, { $lookup: { from: 'people', let: { w: '$who' }, pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$w'] } } }, { $project: { _id: 0 } }], as: 'p' } }, { $project: { p: 1 } }], [{ _id: i(2), p: [{ city: 'Bonn' }] }]);
gives('$facet, $sortByCount and $count', [{ $facet: { who: [{ $sortByCount: '$who' }], all: [{ $count: 'n' }] } }], [{ who: [{ _id: 'a', count: i(2) }, { _id: 'b', count: i(1) }], all: [{ n: i(3) }] }]);
gives('$unionWith, $skip and $limit', [{ $project: { _id: 1 } }, { $unionWith: { coll: 'people', pipeline: [{ $project: { _id: 1 } }] } }, { $skip: 2 }, { $limit: 2 }], [{ _id: i(3) }, { _id: 'a' }]);
gives('$replaceRoot and $unset', [{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: { $mergeObjects: [{ at: '$_id' }, '$$ROOT'] } } }, { $unset: ['tags', 'price'] }], [{ at: i(1), _id: i(1), who: 'a', n: i(2) }]);
gives('$addFields goes into arrays of documents', [{ $documents: [{ a: [{ b: i(1) }, i(5)] }] }, { $addFields: { 'a.c': i(2) } }], [{ a: [{ b: i(1), c: i(2) }, { c: i(2) }] }], db);
gives('$sort by _id after $match', [{ $match: { _id: { $gt: 1 } } }, { $sort: { _id: -1 } }, { $limit: 1 }, { $project: { _id: 1 } }], [{ _id: i(3) }]);
gives('a collection that is not there', [{ $count: 'n' }], [], db.collection('nowhere'));

test('variables of the command are those of its expressions', async () => {
  const found = await orders.aggregate([{ $match: { $expr: { $gte: ['$n', '$$least'] } } }, { $project: { _id: 1 } }], { let: { least: 5 } }).toArray();
  assert.equal(canonical(found), canonical([{ _id: i(2) }, { _id: i(3) }]));
});

test('$out replaces a collection and keeps its indexes', async () => {
  const target = db.collection('target');
  await target.insertOne({ _id: 'old' });
  await target.createIndex({ who: 1 });
  await orders.aggregate([{ $project: { who: 1 } }, { $out: 'target' }]).toArray();
  assert.equal(canonical(await target.find().toArray()), canonical([{ _id: i(1), who: 'a' }, { _id: i(2), who: 'b' }, { _id: i(3), who: 'a' }]));
  assert.equal((await target.indexes()).length, 2);
});

test('$out that fails leaves what was there', async () => {
  const target = db.collection('kept');
  await target.insertOne({ _id: 'old' });
  await target.createIndex({ who: 1 }, { unique: true });
  assert.equal(Number((await failure(() => orders.aggregate([{ $project: { who: 1 } }, { $out: 'kept' }]).toArray())).code), 11000);
  assert.equal(canonical(await target.find().toArray()), canonical([{ _id: 'old' }]));
  assert.equal((await db.listCollections({ name: /^tmp/ }).toArray()).length, 0);
});

test('$merge replaces, merges, keeps, fails, discards and runs a pipeline', async () => {
  const run = async (options) => {
    await db.collection('m').deleteMany({});
    await db.collection('m').insertOne({ _id: 1, old: i(1), n: i(0) });
    await orders.aggregate([{ $match: { _id: { $in: [1, 2] } } }, { $project: { n: 1 } }, { $merge: { into: 'm', ...options } }]).toArray();
    return canonical(await db.collection('m').find().sort({ _id: 1 }).toArray());
  };
  const second = { _id: i(2), n: i(5) };
  assert.equal(await run({}), canonical([{ _id: i(1), old: i(1), n: i(2) }, second]));
  assert.equal(await run({ whenMatched: 'replace' }), canonical([{ _id: i(1), n: i(2) }, second]));
  assert.equal(await run({ whenMatched: 'keepExisting', whenNotMatched: 'discard' }), canonical([{ _id: i(1), old: i(1), n: i(0) }]));
  assert.equal(await run({ whenMatched: [{ $set: { n: { $add: ['$n', '$$new.n', i(10)] } } }], whenNotMatched: 'discard' }), canonical([{ _id: i(1), old: i(1), n: i(12) }]));
  assert.equal(Number((await failure(() => run({ whenMatched: 'fail' }))).code), 11000);
  assert.equal(Number((await failure(() => run({ whenNotMatched: 'fail' }))).code), 13113);
  assert.equal(Number((await failure(() => run({ on: 'n' }))).code), 51183);
});

test('$merge by other fields than _id keeps the target\'s _id', async () => {
  const target = db.collection('byN');
  await target.createIndex({ n: 1 }, { unique: true });
  await target.insertOne({ _id: 'own', n: i(5) });
  await orders.aggregate([{ $match: { _id: 2 } }, { $project: { _id: 0, n: 1, who: 1 } }, { $merge: { into: 'byN', on: 'n' } }]).toArray();
  assert.equal(canonical(await target.find().toArray()), canonical([{ _id: 'own', n: i(5), who: 'b' }]));
});

for (const [what, pipeline, code] of [
  ['a stage that is lacking, by name', [{ $redact: '$$KEEP' }], 238], ['a stage that there is not', [{ nonsense: 1 }], 40324], ['$out in the middle', [{ $out: 'x' }, { $match: {} }], 40601], ['two fields in a stage', [{ $match: {}, $limit: 1 }], 40323],
  ['an accumulator that is lacking, by name', [{ $group: { _id: null, x: { $top: {} } } }], 238], ['change streams, by name, on a standalone', [{ $changeStream: {} }], 40573], ['a $limit of 0', [{ $limit: 0 }], 15958],
]) {
  test(`refuses ${what}`, async () => assert.equal(Number((await failure(() => orders.aggregate(pipeline).toArray())).code), code));
}
