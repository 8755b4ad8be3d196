import { fail } from '../errors.js';
import { keyOf } from '../bson/compare.js';
import { Doc, typeName } from '../bson/types.js';
import { compilePipeline } from '../aggregate/updatePipeline.js';
import { plainValue } from '../query/path.js';
import { compile } from '../expression/compile.js';
import { withId } from '../update/update.js';
import { applyUpdate, insertOne, writable } from './writing.js';

/** `$out`: the collection becomes what the pipeline gave; its indexes stay. */
export async function writeOut(ctx, argument, docs, bypass) {
  const [database, name] = argument instanceof Doc ? [argument.get('db'), argument.get('coll')] : [ctx.database, argument];
  if (typeof name !== 'string' || typeof database !== 'string') fail(9, '$out takes the name of a collection, or {db, coll}');
  const old = ctx.store.find(database, name);
  if (old) writable(ctx, name, database);
  // Built aside and put in place at the end: a failure leaves the old one as it was.
  const aside = ctx.store.create(database, `tmp.agg_out.${ctx.store.clock}`, old?.options);
  try {
    for (const index of old?.indexes.values() ?? []) aside.addIndex(new index.constructor(index.spec));
    aside.validator = old?.validator;
    for (const doc of docs) await insertOne(ctx, aside, doc, bypass);
  } catch (error) {
    ctx.store.drop(database, aside.name);
    throw error;
  }
  ctx.store.drop(database, aside.name);
  ctx.store.put(database, name, aside);
}

const ACTIONS = {
  replace: (_, doc) => doc,
  keepExisting: () => undefined,
  merge: (before, doc) => new Doc([...before, ...doc]),
  fail: () => fail(11000, '$merge failed due to a DuplicateKey error: a matching document exists'),
};

/** `$merge`: each document goes into the one that agrees in the `on` fields. */
export async function mergeInto(ctx, argument, docs, bypass) {
  const spec = argument instanceof Doc ? argument : new Doc([['into', argument]]);
  for (const field of spec.keys()) if (!['into', 'on', 'let', 'whenMatched', 'whenNotMatched'].includes(field)) fail(40415, `BSON field '$merge.${field}' is an unknown field.`);
  const into = spec.get('into');
  const [database, name] = into instanceof Doc ? [into.get('db') ?? ctx.database, into.get('coll')] : [ctx.database, into];
  if (typeof name !== 'string') fail(14, "$merge 'into' must be the name of a collection");
  const on = [spec.get('on') ?? '_id'].flat();
  const collection = writable(ctx, name, database);
  if (on.join() !== '_id' && !uniqueOver(collection, on)) fail(51183, 'Cannot find index to verify that join fields will be unique');
  const whenMatched = matchedAction(ctx, spec);
  const whenNotMatched = spec.get('whenNotMatched') ?? 'insert';
  if (!['insert', 'discard', 'fail'].includes(whenNotMatched)) fail(2, `Enumeration value '${whenNotMatched}' for field '$merge.whenNotMatched' is not a valid value.`);
  const find = finder(ctx, collection, on);
  for (const doc of docs) {
    const ready = on.includes('_id') ? withId(doc) : doc;
    const values = on.map((path) => joinValue(ready, path, on));
    const done = await ctx.unlessBusy(() => {
      const record = find(values);
      if (!record) return false;
      collection.lock(record, ctx.transaction);
      applyUpdate(ctx, collection, record, record.doc, { replacement: false, apply: (before) => merged(whenMatched, before, ready, ctx, on) }, bypass);
      return true;
    });
    if (done || whenNotMatched === 'discard') continue;
    if (whenNotMatched === 'fail') fail(13113, '$merge could not find a matching document in the target collection for at least one document in the source collection');
    await insertOne(ctx, collection, ready, bypass);
  }
}

function merged(whenMatched, before, doc, ctx, on) {
  const after = whenMatched(before, doc, ctx.scope.on(before));
  if (after === undefined) return before;
  // Joined by other fields, the target keeps its own _id.
  return on.includes('_id') || after.get('_id') === undefined || keyOf(after.get('_id')) === keyOf(before.get('_id'))
    ? after.has('_id') ? after : new Doc([['_id', before.get('_id')], ...after])
    : fail(66, "$merge failed to update the matching document, did you attempt to modify the _id or the shard key?");
}

function matchedAction(ctx, spec) {
  const action = spec.get('whenMatched') ?? 'merge';
  if (!Array.isArray(action)) return Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : fail(2, `Enumeration value '${action}' for field '$merge.whenMatched' is not a valid value.`);
  const lets = [...(spec.get('let') ?? new Doc([['new', '$$ROOT']]))].map(([name, value]) => [name, compile(value, ctx.variables)]);
  const run = compilePipeline(action, [...ctx.variables, ...lets.map(([name]) => name)]);
  return (before, doc, scope) => run(before, scope.with(Object.fromEntries(lets.map(([name, value]) => [name, value(ctx.scope.on(doc))]))));
}

const uniqueOver = (collection, on) => [...collection.indexes.values()].find((index) => index.unique && !index.partial && index.key.size === on.length && on.every((path) => index.key.has(path)));

function joinValue(doc, path, on) {
  const value = plainValue(doc, path.split('.'));
  if (value === undefined || value === null || Array.isArray(value)) fail(51132, `$merge write error: 'on' field '${path}' (of ${on.join(', ')}) cannot be missing, null, undefined or an array, but is ${typeName(value)}`);
  return value;
}

function finder(ctx, collection, on) {
  if (on.join() === '_id') {
    return ([id]) => {
      const record = collection.records.get(keyOf(id));
      return record?.doc ? record : undefined;
    };
  }
  const index = uniqueOver(collection, on);
  const order = [...index.key.keys()].map((path) => on.indexOf(path));
  return (values) => [...(index.entries.get(order.map((i) => keyOf(values[i])).join('|')) ?? [])].find((record) => record.doc && index.keys(record.doc).whole.length);
}
