import { fail } from '../errors.js';
import { Doc, isNumber, toNumber } from '../bson/types.js';
import { matcher } from '../query/match.js';
import { idTest } from '../storage/covered.js';
import { candidates } from '../storage/plan.js';
import { sorter } from '../query/sort.js';
import { compileUpdate, upsertBase } from '../update/update.js';
import { array, collectionName, count, document, flag } from './arguments.js';
import { MAX_BATCH } from './handshake.js';
import { checkHint } from './source.js';
import { applyUpdate, insertOne, isFatal, sized, writable, writeError } from './writing.js';
import { register } from './registry.js';

const letOthersIn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Runs the statements of a write one by one; one that a retryable write has done before is answered from memory.
 * @param {import('./execute.js').Context} ctx @param {Doc} body @param {unknown[]} statements
 * @param {(statement: any, index: number) => Promise<{n: number, nModified?: number, upserted?: unknown}>} run
 */
async function statementwise(ctx, body, statements, run) {
  if (statements.length < 1 || statements.length > MAX_BATCH) fail(16, `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${statements.length} operations.`);
  const ordered = flag(body, 'ordered', true);
  const ids = body.get('stmtIds')?.map(toNumber);
  const firstId = toNumber(body.get('stmtId')) ?? 0;
  const total = { n: 0, nModified: 0 };
  const upserted = [];
  const writeErrors = [];
  const retriedStmtIds = [];
  for (let i = 0; i < statements.length; i++) {
    const id = ids?.[i] ?? firstId + i;
    try {
      let result = ctx.retry?.statements.get(id);
      if (result) retriedStmtIds.push(id);
      else {
        result = await run(statements[i], i);
        ctx.retry?.remember(id, result, ctx.store.journal);
      }
      total.n += result.n;
      total.nModified += result.nModified ?? 0;
      if (result.upserted) upserted.push({ index: i, _id: result.upserted.id });
    } catch (error) {
      if (isFatal(error, ctx)) throw error;
      writeErrors.push(writeError(error, i));
      if (ordered || ctx.transaction) break;
    }
  }
  return {
    n: total.n,
    ...(ctx.name === 'update' ? { nModified: total.nModified, ...(upserted.length ? { upserted } : {}) } : {}),
    ...(writeErrors.length ? { writeErrors } : {}),
    ...(retriedStmtIds.length ? { retriedStmtIds } : {}),
  };
}

async function insert(ctx, body) {
  const documents = array(body, 'documents');
  const collection = writable(ctx, collectionName(ctx, body));
  const bypass = flag(body, 'bypassDocumentValidation');
  return statementwise(ctx, body, documents, async (doc) => {
    if (!(doc instanceof Doc)) fail(14, "BSON field 'insert.documents' is the wrong type, expected type 'object'");
    await insertOne(ctx, collection, doc, bypass);
    return { n: 1 };
  });
}

function known(statement, command, fields) {
  if (!(statement instanceof Doc)) fail(14, `BSON field '${command}' is the wrong type, expected type 'object'`);
  for (const field of statement.keys()) if (!fields.includes(field)) fail(40415, `BSON field '${command}.${field}' is an unknown field (or one that this stand-in for MongoDB lacks).`);
}

/**
 * Does something to the records that match: to the first, or to each as it is when its turn comes.
 * @param {import('./execute.js').Context} ctx @param {import('../storage/collection.js').Collection | undefined} collection
 * @param {{query: Doc, multi: boolean, sort?: Doc, hint?: unknown}} which
 * @param {(record: import('../storage/collection.js').Record, doc: Doc) => void} act synchronous, so that nobody comes between match and write
 * @returns {Promise<number>} how many matched
 */
export async function forEachMatch(ctx, collection, { query, multi, sort, hint }, act) {
  const test = matcher(query, ctx.variables);
  checkHint(collection, hint);
  if (!collection) return 0;
  const byIndex = idTest(query);
  const matches = (record) => {
    const doc = record.visible(ctx.transaction);
    return doc && test(doc, ctx.scope) ? doc : undefined;
  };
  const examines = (record) => {
    if (!byIndex || byIndex(record.id)) ctx.server.examined += 1;
    return matches(record);
  };
  if (!multi) {
    return ctx.unlessBusy(() => {
      const record = firstRecord(candidates(collection, query), examines, sort);
      if (!record) return 0;
      act(record, matches(record));
      return 1;
    });
  }
  let matched = 0;
  let done = 0;
  for (const record of [...candidates(collection, query)]) {
    if ((++done & 2047) === 0) {
      ctx.store.journal?.flush();
      await letOthersIn();
      ctx.checkTime();
    }
    if (!examines(record)) continue;
    await ctx.unlessBusy(() => {
      const doc = matches(record);
      if (!doc) return;
      act(record, doc);
      matched += 1;
    });
  }
  return matched;
}

function firstRecord(records, matches, sort) {
  const order = sort && sort.size ? sorter(sort) : undefined;
  let best;
  for (const record of records) {
    const doc = matches(record);
    if (!doc) continue;
    if (!order) return record;
    if (!best || order(doc, best.doc) < 0) best = { record, doc };
  }
  return best?.record;
}

async function update(ctx, body) {
  const name = collectionName(ctx, body);
  const bypass = flag(body, 'bypassDocumentValidation');
  return statementwise(ctx, body, array(body, 'updates'), async (statement) => {
    known(statement, 'update.updates', ['q', 'u', 'c', 'upsert', 'multi', 'arrayFilters', 'collation', 'hint', 'upsertSupplied']);
    const query = document(statement, 'q');
    const multi = flag(statement, 'multi');
    const scoped = withConstants(ctx, statement.get('c'));
    if (multi && ctx.retry) fail(72, 'Cannot use (or request) retryable writes with multi=true');
    const compiled = compileUpdate(statement.get('u'), { query, arrayFilters: statement.get('arrayFilters'), variables: scoped.variables, timestamp: ctx.store.timestamp() });
    if (multi && compiled.replacement) fail(9, 'multi update is not supported for replacement-style update');
    return updateWhere(scoped, name, { query, multi, hint: statement.get('hint'), upsert: flag(statement, 'upsert'), update: compiled, bypass });
  });
}

/** The constants of a statement are variables in its pipeline. */
function withConstants(ctx, constants) {
  if (!(constants instanceof Doc)) return ctx;
  const scoped = Object.create(ctx);
  scoped.scope = ctx.scope.with(Object.fromEntries(constants));
  scoped.variables = [...ctx.variables, ...constants.keys()];
  return scoped;
}

async function updateWhere(ctx, name, { query, multi, hint, upsert, update: compiled, bypass }) {
  let nModified = 0;
  const collection = ctx.store.find(ctx.database, name);
  if (collection) writable(ctx, name);
  const n = await forEachMatch(ctx, collection, { query, multi, hint }, (record, doc) => {
    if (applyUpdate(ctx, collection, record, doc, compiled, bypass)) nModified += 1;
  });
  if (n > 0 || !upsert) return { n, nModified };
  const doc = await insertOne(ctx, writable(ctx, name), upserted(ctx, query, compiled), bypass);
  return { n: 1, nModified: 0, upserted: { id: doc.get('_id') } };
}

/** The document an upsert inserts. @param {import('./execute.js').Context} ctx @param {Doc} query @param {import('../update/update.js').Update} compiled */
export function upserted(ctx, query, compiled) {
  const base = upsertBase(query);
  // Of a replacement's query only _id counts.
  const start = compiled.replacement ? new Doc([...base].filter(([field]) => field === '_id')) : base;
  return sized(compiled.apply(start, ctx.scope.on(start), true), 17419);
}

async function remove(ctx, body) {
  const name = collectionName(ctx, body);
  return statementwise(ctx, body, array(body, 'deletes'), async (statement) => {
    known(statement, 'delete.deletes', ['q', 'limit', 'collation', 'hint']);
    const limit = statement.get('limit');
    if (!isNumber(limit) || ![0, 1].includes(toNumber(limit))) fail(9, `The limit field in delete objects must be 0 or 1. Got ${String(limit)}`);
    const multi = count(statement, 'limit') === 0;
    if (multi && ctx.retry) fail(72, 'Cannot use (or request) retryable writes with limit=0');
    const collection = ctx.store.find(ctx.database, name);
    if (collection) writable(ctx, name);
    const n = await forEachMatch(ctx, collection, { query: document(statement, 'q'), multi, hint: statement.get('hint') }, (record) => collection.replace(record, null, ctx.transaction));
    return { n };
  });
}

const common = { write: true, transaction: true, retryable: true };

register({
  insert: { ...common, fields: ['documents', 'ordered', 'bypassDocumentValidation'], run: insert },
  update: { ...common, fields: ['updates', 'ordered', 'bypassDocumentValidation'], run: update },
  delete: { ...common, fields: ['deletes', 'ordered'], run: remove },
});
