import { fail, lacking } from '../errors.js';
import { Doc, toNumber, typeName } from '../bson/types.js';
import { compileStages } from '../aggregate/pipeline.js';
import { matcher } from '../query/match.js';
import { sorted } from '../query/sort.js';
import { defaultName } from '../storage/index.js';
import { idTest } from '../storage/covered.js';
import { candidates } from '../storage/plan.js';

/** What aggregation reads by name. @param {import('./execute.js').Context} ctx @returns {import('../aggregate/pipeline.js').Source} */
export const source = (ctx) => ({ database: ctx.database, read: (name, query) => documents(ctx, name, query) });

/**
 * The documents that may match, of a collection or a view.
 * @param {import('./execute.js').Context} ctx @param {string} name @param {Doc} query @param {object} [options] of the plan; `covered`: nothing but `_id` is needed
 * @returns {Iterable<Doc>}
 */
export function* documents(ctx, name, query, options) {
  const collection = ctx.store.find(ctx.database, name);
  if (!collection) return;
  if (collection.options.has('viewOn')) {
    const stages = compileStages(collection.options.get('pipeline') ?? [], { source: source(ctx), variables: [] });
    yield* stages(documents(ctx, collection.options.get('viewOn'), new Doc()), ctx.scope);
    return;
  }
  let seen = 0;
  const byIndex = idTest(query);
  for (const record of candidates(collection, query, options)) {
    if ((++seen & 1023) === 0) ctx.checkTime();
    const doc = record.visible(ctx.transaction);
    if (!doc) continue;
    if (!options?.covered && (!byIndex || byIndex(record.id))) ctx.server.examined += 1;
    yield doc;
  }
}

/** Whether a sort is the order of `_id`. @param {Doc | undefined} sort @returns {1 | -1 | undefined} */
export function idOrder(sort) {
  const way = sort && sort.size > 0 && [...sort.keys()][0] === '_id' ? toNumber(sort.get('_id')) : undefined;
  return way === 1 || way === -1 ? way : undefined;
}

/** @param {import('../storage/collection.js').Collection | undefined} collection @param {unknown} hint @returns {'_id' | 'natural' | 'other' | undefined} */
export function checkHint(collection, hint) {
  if (hint === undefined || (hint instanceof Doc && hint.size === 0)) return undefined;
  if (!(hint instanceof Doc) && typeof hint !== 'string') fail(9, `hint must be a string or an object, not ${typeName(hint)}`);
  if (hint instanceof Doc && hint.has('$natural')) return 'natural';
  const name = hint instanceof Doc ? defaultName(hint) : hint;
  if (name === '_id_' || name === '_id_1') return '_id';
  const found = collection && [...collection.indexes.values()].some((index) => index.name === name || (hint instanceof Doc && defaultName(index.key) === name));
  if (!found) fail(2, 'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index');
  return 'other';
}

/**
 * The documents that match a query, in its order.
 * @param {import('./execute.js').Context} ctx
 * @param {string} name
 * @param {{query: Doc, sort?: Doc, skip?: number, limit?: number, hint?: unknown, min?: Doc, max?: Doc, covered?: boolean}} what
 * @returns {Doc[]}
 */
export function matching(ctx, name, { query, sort, skip = 0, limit = 0, hint, min, max, covered }) {
  const hinted = checkHint(ctx.store.find(ctx.database, name), hint);
  if ((min || max) && hinted !== '_id') lacking('min and max of another index than _id');
  const order = idOrder(sort) ?? (hinted === '_id' ? 1 : undefined);
  const test = matcher(query, ctx.variables);
  // The documents of a view come as its pipeline leaves them.
  const view = ctx.store.find(ctx.database, name)?.options.has('viewOn') === true;
  const inOrder = !sort || sort.size === 0 || (!view && idOrder(sort) !== undefined);
  const wanted = inOrder && limit ? skip + limit : Infinity;
  const found = [];
  for (const doc of documents(ctx, name, query, { order, min: min?.get('_id'), max: max?.get('_id'), covered })) {
    if (!test(doc, ctx.scope)) continue;
    found.push(doc);
    if (found.length >= wanted) break;
  }
  const all = inOrder ? found : sorted(found, sort);
  return skip || limit ? all.slice(skip, limit ? skip + limit : undefined) : all;
}
