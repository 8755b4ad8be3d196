import { fail, lacking } from '../errors.js';
import { keyOf } from '../bson/compare.js';
import { Doc } from '../bson/types.js';
import { projection } from '../query/projection.js';
import { walk } from '../query/path.js';
import { array, collectionName, count, document, flag } from './arguments.js';
import { isOnId, takesIdOnly } from '../storage/covered.js';
import { idOrder, matching } from './source.js';
import { register } from './registry.js';

function find(ctx, body) {
  const name = collectionName(ctx, body);
  for (const option of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'requestResumeToken']) if (flag(body, option)) lacking(`find's '${option}'`);
  const project = body.has('projection') && document(body, 'projection').size ? projection(document(body, 'projection'), { find: true, variables: ctx.variables }) : undefined;
  const sort = body.has('sort') ? document(body, 'sort') : undefined;
  const query = document(body, 'filter');
  const covered = isOnId(query) && (query.size > 0 || idOrder(sort) !== undefined) && takesIdOnly(body.get('projection'));
  const found = matching(ctx, name, {
    query, sort, covered, skip: count(body, 'skip'), limit: count(body, 'limit'), hint: body.get('hint'),
    min: body.has('min') ? document(body, 'min') : undefined, max: body.has('max') ? document(body, 'max') : undefined,
  });
  const docs = project ? found.map((doc) => project(doc, ctx.scope)) : found;
  return ctx.server.cursors.first(ctx, `${ctx.database}.${name}`, docs, { batchSize: count(body, 'batchSize'), single: flag(body, 'singleBatch'), keep: flag(body, 'noCursorTimeout') });
}

function getMore(ctx, body) {
  const id = body.get('getMore');
  if (typeof id !== 'bigint') fail(14, "BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
  return ctx.server.cursors.more(ctx, id, `${ctx.database}.${body.get('collection')}`, count(body, 'batchSize'));
}

function killCursors(ctx, body) {
  const ids = array(body, 'cursors');
  const cursorsKilled = ids.filter((id) => ctx.server.cursors.kill(id));
  return { cursorsKilled, cursorsNotFound: ids.filter((id) => !cursorsKilled.includes(id)), cursorsAlive: [], cursorsUnknown: [] };
}

function distinct(ctx, body) {
  const key = body.get('key');
  if (typeof key !== 'string') fail(14, "BSON field 'distinct.key' is the wrong type, expected type 'string'");
  const values = new Map();
  for (const doc of matching(ctx, collectionName(ctx, body), { query: document(body, 'query'), hint: body.get('hint') })) {
    walk(doc, key.split('.'), 0, (leaf) => {
      for (const value of Array.isArray(leaf) ? leaf : [leaf]) if (value !== undefined && !values.has(keyOf(value))) values.set(keyOf(value), value);
      return false;
    });
  }
  return { values: [...values.values()] };
}

register({
  find: {
    read: true, transaction: true, run: find,
    fields: ['filter', 'projection', 'sort', 'skip', 'limit', 'batchSize', 'singleBatch', 'hint', 'min', 'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData', 'oplogReplay', 'noCursorTimeout', 'allowPartialResults', 'allowDiskUse', 'requestResumeToken'],
  },
  getMore: { read: false, transaction: true, fields: ['collection', 'batchSize'], run: getMore },
  killCursors: { transaction: true, fields: ['cursors'], run: killCursors },
  count: {
    read: true, fields: ['query', 'limit', 'skip', 'hint', 'fields'],
    run: (ctx, body) => {
      const query = document(body, 'query', new Doc());
      return { n: matching(ctx, collectionName(ctx, body), { query, covered: isOnId(query), limit: count(body, 'limit'), skip: count(body, 'skip'), hint: body.get('hint') }).length };
    },
  },
  distinct: { read: true, transaction: true, fields: ['key', 'query', 'hint'], run: distinct },
});
