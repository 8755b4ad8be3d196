import { fail } from '../errors.js';
import { projection } from '../query/projection.js';
import { compileUpdate } from '../update/update.js';
import { collectionName, document, flag } from './arguments.js';
import { register } from './registry.js';
import { forEachMatch, upserted } from './write.js';
import { applyUpdate, insertOne, writable } from './writing.js';

async function findAndModify(ctx, body) {
  const known = ctx.retry?.statements.get(0);
  if (known) return { ...known, retriedStmtId: 0 };
  const result = await modify(ctx, body);
  ctx.retry?.remember(0, result, ctx.store.journal);
  return result;
}

async function modify(ctx, body) {
  const name = collectionName(ctx, body);
  const remove = flag(body, 'remove');
  const after = flag(body, 'new');
  const upsert = flag(body, 'upsert');
  if (remove === body.has('update')) fail(9, remove ? "Cannot specify both an update and remove=true" : "Either an update or remove=true must be specified");
  if (remove && (after || upsert)) fail(9, `Cannot specify both ${after ? 'new' : 'upsert'}=true and remove=true; 'remove' always returns the deleted document`);
  const query = document(body, 'query');
  const fields = document(body, 'fields');
  const project = fields.size ? projection(fields, { find: true, variables: ctx.variables }) : (doc) => doc;
  const update = remove ? undefined : compileUpdate(body.get('update'), { query, arrayFilters: body.get('arrayFilters'), variables: ctx.variables, timestamp: ctx.store.timestamp() });
  const bypass = flag(body, 'bypassDocumentValidation');
  const collection = ctx.store.find(ctx.database, name);
  if (collection) writable(ctx, name);
  let value = null;
  const n = await forEachMatch(ctx, collection, { query, multi: false, sort: document(body, 'sort'), hint: body.get('hint') }, (record, doc) => {
    if (remove) collection.replace(record, null, ctx.transaction);
    const changed = remove ? undefined : applyUpdate(ctx, collection, record, doc, update, bypass);
    value = after ? changed ?? doc : doc;
  });
  if (n > 0) return { lastErrorObject: { n: 1, ...(remove ? {} : { updatedExisting: true }) }, value: project(value, ctx.scope) };
  if (!upsert) return { lastErrorObject: { n: 0, ...(remove ? {} : { updatedExisting: false }) }, value: null };
  const made = await insertOne(ctx, writable(ctx, name), upserted(ctx, query, update), bypass);
  return { lastErrorObject: { n: 1, updatedExisting: false, upserted: made.get('_id') }, value: after ? project(made, ctx.scope) : null };
}

const command = {
  write: true, transaction: true, retryable: true, run: findAndModify,
  fields: ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'arrayFilters', 'hint', 'bypassDocumentValidation'],
};

register({ findAndModify: command, findandmodify: command });
