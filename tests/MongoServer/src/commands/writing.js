import { ServerError, fail } from '../errors.js';
import { encode } from '../bson/encode.js';
import { Doc, Timestamp, typeName } from '../bson/types.js';
import { validate } from '../storage/validator.js';
import { withId } from '../update/update.js';
import { MAX_BSON } from './handshake.js';

/**
 * The collection to write to, made if it isn't there.
 * @param {import('./execute.js').Context} ctx @param {string} name
 */
export function writable(ctx, name, database = ctx.database) {
  const found = ctx.store.find(database, name);
  if (found) {
    if (found.options.has('viewOn')) fail(166, `Namespace ${database}.${name} is a view, not a collection`);
    return found;
  }
  const collection = ctx.store.create(database, name);
  ctx.transaction?.created.add(collection);
  return collection;
}

/** What the server does to a document before it stores it. @param {import('./execute.js').Context} ctx @param {Doc} doc */
export function prepared(ctx, doc) {
  let result = withId(doc);
  const id = result.get('_id');
  const type = typeName(id);
  if (['array', 'regex', 'undefined'].includes(type)) fail(53, `The '_id' value cannot be of type ${type}`);
  if (id instanceof Doc && [...id.keys()].some((name) => name.startsWith('$'))) fail(52, "_id fields may not contain '$'-prefixed fields");
  for (const [name, value] of result) {
    if (!(value instanceof Timestamp) || value.t !== 0 || value.i !== 0 || name === '_id') continue;
    if (result === doc) result = new Doc(doc);
    result.set(name, ctx.store.timestamp());
  }
  return result;
}

/** Gives a document its bytes, within the limit. @param {Doc} doc @param {10334 | 17419} code */
export function sized(doc, code) {
  if (!doc.raw) doc.raw = encode(doc);
  if (doc.raw.length > MAX_BSON) {
    fail(code, code === 17419 ? `Resulting document after update is larger than ${MAX_BSON}` : `object to insert too large. size in bytes: ${doc.raw.length}, max size: ${MAX_BSON}`);
  }
  // Away from the message it came in, which would stay in memory with it.
  if (doc.raw.buffer.byteLength > doc.raw.length * 2) doc.raw = Buffer.from(doc.raw);
  return doc;
}

/** @param {import('./execute.js').Context} ctx @param {import('../storage/collection.js').Collection} collection @param {Doc} doc */
export async function insertOne(ctx, collection, doc, bypass) {
  const ready = sized(prepared(ctx, doc), 10334);
  if (!bypass) validate(collection, ready, undefined);
  await ctx.unlessBusy(() => collection.insert(ready, ctx.transaction));
  if (collection.options.get('capped') === true) trim(collection);
  return ready;
}

/** A capped collection forgets its oldest. */
function trim(collection) {
  const { options, records } = collection;
  const most = Number(options.get('max')?.value ?? options.get('max') ?? Infinity);
  const bytes = Number(options.get('size')?.value ?? options.get('size') ?? Infinity);
  let total = 0;
  for (const record of records.values()) total += record.doc?.raw?.length ?? 0;
  for (const record of records.values()) {
    if (records.size <= (most || Infinity) && total <= bytes) return;
    total -= record.doc?.raw?.length ?? 0;
    collection.replace(record, null, undefined);
  }
}

/**
 * Applies an update to a record.
 * @param {import('./execute.js').Context} ctx @param {import('../storage/collection.js').Collection} collection
 * @param {import('../storage/collection.js').Record} record @param {Doc} before what is visible of it
 * @param {import('../update/update.js').Update} update
 * @returns {Doc | undefined} the new document; undefined if nothing changed
 */
export function applyUpdate(ctx, collection, record, before, update, bypass) {
  collection.lock(record, ctx.transaction);
  const after = update.apply(before, ctx.scope.on(before));
  if (after === before) return undefined;
  if (after.lossy || before.lossy) encode(after);
  const ready = sized(update.replacement ? prepared(ctx, after) : after, 17419);
  if (before.raw && ready.raw.equals(before.raw)) return undefined;
  if (!bypass) validate(collection, ready, before);
  collection.replace(record, ready, ctx.transaction);
  return ready;
}

/** An error of one statement, as `writeErrors` has it. @param {ServerError} error @param {number} index */
export function writeError(error, index) {
  return { index, code: error.code, ...error.extra, errmsg: error.message };
}

/** Errors that end the whole command rather than one statement of it. @param {unknown} error @param {import('./execute.js').Context} ctx */
export const isFatal = (error, ctx) => !(error instanceof ServerError) || error.code === 50 || error.code === 11601 || error.code === 238 || (error.code === 112 && ctx.transaction);
