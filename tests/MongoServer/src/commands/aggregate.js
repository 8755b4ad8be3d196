import { fail, lacking } from '../errors.js';
import { Doc, typeName } from '../bson/types.js';
import { compileStages } from '../aggregate/pipeline.js';
import { stageOf } from '../aggregate/updatePipeline.js';
import { array, count, document, flag } from './arguments.js';
import { isOnId, needIdOnly } from '../storage/covered.js';
import { currentOperations } from './currentOp.js';
import { mergeInto, writeOut } from './merge.js';
import { checkHint, documents, idOrder, source } from './source.js';
import { register } from './registry.js';

/** What may come from an index: the first `$match`, and an order by `_id` right after it. */
function planned(ctx, name, stages, hint) {
  const rest = [...stages];
  const [first] = rest;
  const query = first?.get('$match') instanceof Doc ? first.get('$match') : new Doc();
  const sortAt = first?.has('$match') ? 1 : 0;
  const view = ctx.store.find(ctx.database, name)?.options.has('viewOn');
  const sort = rest[sortAt]?.get('$sort');
  const order = !view && sort instanceof Doc ? idOrder(sort) : undefined;
  if (order) rest.splice(sortAt, 1);
  const hinted = checkHint(ctx.store.find(ctx.database, name), hint);
  // Without a bound or an order a collection is gone through, not the index.
  const covered = isOnId(query) && (query.size > 0 || order !== undefined) && needIdOnly(rest.slice(sortAt));
  return { query, stages: rest, order: order ?? (hinted === '_id' ? 1 : undefined), covered };
}

async function aggregate(ctx, body) {
  if (flag(body, 'explain')) lacking('explain');
  const target = body.get('aggregate');
  const pipeline = array(body, 'pipeline');
  const names = pipeline.map((stage) => stageOf(stage)[0]);
  if (!body.has('cursor')) fail(9, "The 'cursor' option is required, except for aggregate with the explain argument");
  if (names[0] === '$changeStream') {
    if (ctx.server.topology.kind === 'standalone') fail(40573, 'The $changeStream stage is only supported on replica sets');
    lacking("the aggregation stage '$changeStream'");
  }
  const overDatabase = typeof target !== 'string';
  if (names[0] === '$currentOp' && !(overDatabase && ctx.database === 'admin')) fail(73, "$currentOp must be run against the 'admin' database with {aggregate: 1}");
  if (overDatabase && names[0] !== '$documents' && names[0] !== '$currentOp') {
    if (typeName(target) === 'string') fail(73, 'Invalid collection name');
    fail(73, `{aggregate: 1} is not valid for '${names[0] ?? 'an empty pipeline'}'; a collection is required.`);
  }
  const name = overDatabase ? '$cmd.aggregate' : target;
  const last = names.at(-1) === '$out' || names.at(-1) === '$merge' ? stageOf(pipeline.at(-1)) : undefined;
  if (last && ctx.transaction) fail(263, `${last[0]} cannot be used in a transaction`);
  const operations = names[0] === '$currentOp' ? currentOperations(ctx, pipeline[0].get('$currentOp')) : undefined;
  const plan = operations ? { query: new Doc(), stages: pipeline.slice(1) } : overDatabase ? { query: new Doc(), stages: pipeline } : planned(ctx, name, last ? pipeline.slice(0, -1) : pipeline, body.get('hint'));
  const run = compileStages(plan.stages, { source: source(ctx), variables: ctx.variables });
  if (last && !ctx.server.topology.writable(ctx.node)) fail(10107, 'not primary');
  const docs = [...run(overDatabase ? operations ?? [] : documents(ctx, name, plan.query, { order: plan.order, covered: plan.covered }), ctx.scope)];
  ctx.checkTime();
  if (last) await (last[0] === '$out' ? writeOut : mergeInto)(ctx, last[1], docs, flag(body, 'bypassDocumentValidation'));
  return ctx.server.cursors.first(ctx, `${ctx.database}.${name}`, last ? [] : docs, { batchSize: count(document(body, 'cursor'), 'batchSize') });
}

register({
  aggregate: { read: true, transaction: true, fields: ['pipeline', 'cursor', 'explain', 'allowDiskUse', 'bypassDocumentValidation', 'hint'], run: aggregate },
});
