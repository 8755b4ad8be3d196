import { ServerError, fail } from '../errors.js';
import { equal } from '../bson/compare.js';
import { Doc, Int32, toNumber } from '../bson/types.js';
import { Index, defaultName } from '../storage/index.js';
import { array, collectionName, count, document } from './arguments.js';
import { writable } from './writing.js';
import { register } from './registry.js';

const ID_INDEX = Doc.of({ v: 2, key: { _id: 1 }, name: '_id_' });
const sameKey = (a, b) => defaultName(a) === defaultName(b) && [...a.keys()].join() === [...b.keys()].join();

/** Without what is only a name or a default, to see whether two ask for the same. */
const essence = (index) => new Doc([...index.spec].filter(([field]) => !['v', 'name', 'hidden'].includes(field)).sort(([a], [b]) => (a < b ? -1 : 1)));

async function createIndexes(ctx, body) {
  const name = collectionName(ctx, body);
  const created = ctx.store.find(ctx.database, name) === undefined;
  const specs = array(body, 'indexes').map((spec) => (spec instanceof Doc ? spec : fail(14, 'each index must be an object')));
  if (specs.length === 0) fail(2, 'Must specify at least one index to create');
  const indexes = specs.filter((spec) => !isIdIndex(spec)).map((spec) => {
    const index = new Index(spec.has('v') ? spec : new Doc([['v', new Int32(2)], ...spec]));
    index.spec.set('v', spec.get('v') ?? new Int32(2));
    return index;
  });
  const collection = writable(ctx, name);
  const before = collection.indexes.size + 1;
  const fresh = indexes.filter((index) => !exists(collection, index));
  for (const index of fresh) await ctx.unlessBusy(() => collection.addIndex(index));
  const note = fresh.length ? {} : { note: 'all indexes already exist' };
  return { numIndexesBefore: before, numIndexesAfter: collection.indexes.size + 1, createdCollectionAutomatically: created, ...note };
}

const isIdIndex = (spec) => spec.get('key') instanceof Doc && spec.get('key').size === 1 && toNumber(spec.get('key').get('_id')) === 1;

function exists(collection, index) {
  const named = collection.indexes.get(index.name);
  const keyed = [...collection.indexes.values()].find((other) => sameKey(other.key, index.key) && equal(essence(other), essence(index)));
  if (named && !sameKey(named.key, index.key)) fail(86, `An existing index has the same name as the requested index. Requested index: ${index.name}, existing key: ${defaultName(named.key)}`);
  if (named && !equal(essence(named), essence(index))) fail(85, `An equivalent index already exists with the same name but different options: ${index.name}`);
  if (keyed && keyed.name !== index.name) fail(85, `Index already exists with a different name: ${keyed.name}`);
  return named !== undefined;
}

function listIndexes(ctx, body) {
  const name = collectionName(ctx, body);
  const collection = ctx.store.find(ctx.database, name) ?? fail(26, `ns does not exist: ${ctx.database}.${name}`);
  const docs = [ID_INDEX, ...[...collection.indexes.values()].map((index) => index.spec)];
  return ctx.server.cursors.first(ctx, `${ctx.database}.${name}`, docs, { batchSize: count(document(body, 'cursor'), 'batchSize') });
}

function dropIndexes(ctx, body) {
  const name = collectionName(ctx, body);
  const collection = ctx.store.find(ctx.database, name) ?? fail(26, `ns not found ${ctx.database}.${name}`);
  const nIndexesWas = collection.indexes.size + 1;
  const which = body.get('index');
  const names = which === '*' ? [...collection.indexes.keys()] : (Array.isArray(which) ? which : [which]).map((item) => found(collection, item));
  for (const each of names) collection.removeIndex(each);
  return { nIndexesWas, ...(which === '*' ? { msg: 'non-_id indexes dropped for collection' } : {}) };
}

function found(collection, item) {
  if (item === '_id_' || (item instanceof Doc && defaultName(item) === '_id_1')) fail(72, 'cannot drop _id index');
  const index = item instanceof Doc ? [...collection.indexes.values()].find((other) => sameKey(other.key, item)) : collection.indexes.get(item);
  if (!index) fail(27, item instanceof Doc ? `can't find index with key: ${defaultName(item)}` : `index not found with name [${item}]`);
  return index.name;
}

/** `collMod` with `index`. @param {import('../storage/collection.js').Collection} collection @param {Doc} change @param {boolean} dryRun */
export function modifyIndex(collection, change, dryRun) {
  const index = collection.indexes.get(found(collection, change.get('name') ?? change.get('keyPattern')));
  const reply = {};
  for (const field of change.keys()) if (!['name', 'keyPattern', 'expireAfterSeconds', 'hidden', 'unique', 'prepareUnique'].includes(field)) fail(40415, `BSON field 'collMod.index.${field}' is an unknown field.`);
  if (change.get('unique') === true && !index.unique) {
    if (!index.prepareUnique && !dryRun) fail(72, `Cannot make index unique with 'prepareUnique=false'. Run collMod to set it first`);
    const violations = duplicates(collection, index);
    if (violations.length) throw new ServerError(359, 'Cannot convert the index to unique. Please resolve conflicting documents before running collMod again.', { extra: { violations } });
    if (dryRun) return reply;
    index.unique = true;
    index.prepareUnique = false;
    index.spec.delete('prepareUnique');
    index.spec.set('unique', true);
    reply.unique_new = true;
  }
  for (const field of ['expireAfterSeconds', 'hidden', 'prepareUnique']) {
    if (!change.has(field)) continue;
    if (index.spec.has(field)) reply[`${field}_old`] = index.spec.get(field);
    reply[`${field}_new`] = change.get(field);
    index.spec.set(field, change.get(field));
    index.spec.raw = undefined;
  }
  index.prepareUnique = index.spec.get('prepareUnique') === true;
  return reply;
}

const duplicates = (collection, index) => [...index.entries.values()]
  .map((records) => [...records].filter((record) => record.doc).map((record) => record.id))
  .filter((ids) => ids.length > 1)
  .map((ids) => ({ ids }));

register({
  createIndexes: { write: true, fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'], run: createIndexes },
  listIndexes: { read: true, fields: ['cursor'], run: listIndexes },
  dropIndexes: { write: true, fields: ['index'], run: dropIndexes },
});
