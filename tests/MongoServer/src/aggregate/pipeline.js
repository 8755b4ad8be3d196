import { fail, lacking } from '../errors.js';
import { keyOf } from '../bson/compare.js';
import { Doc, Int32, isNullish, toNumber, typeName } from '../bson/types.js';
import { Scope, compile, resolve, segments } from '../expression/compile.js';
import { matcher } from '../query/match.js';
import { walk } from '../query/path.js';
import { sorted } from '../query/sort.js';
import { group } from './group.js';
import { PER_DOCUMENT, needDocument, stageOf } from './updatePipeline.js';

/**
 * What stages read besides their input.
 * @typedef {object} Source
 * @property {(collection: string, query: Doc) => Iterable<Doc>} read documents of another collection that may match, in any order
 * @property {string} database
 * A compiled stage.
 * @typedef {(docs: Iterable<Doc>, scope: Scope) => Iterable<Doc>} Stage
 * @typedef {(argument: any, context: {source: Source, variables: string[]}) => Stage} StageFactory
 */

const whole = (value, stage, least) => {
  const number = toNumber(value);
  if (number === undefined || !Number.isInteger(number) || number < least) fail(15958, `invalid argument to ${stage} stage: Expected ${least > 0 ? 'a positive' : 'a non-negative'} number`);
  return number;
};

function unwind(argument) {
  const spec = typeof argument === 'string' ? new Doc([['path', argument]]) : needDocument(argument, '$unwind');
  const path = spec.get('path');
  if (typeof path !== 'string' || !path.startsWith('$')) fail(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  const names = segments(path.slice(1));
  const keep = spec.get('preserveNullAndEmptyArrays') === true;
  const index = spec.get('includeArrayIndex');
  return function* run(docs) {
    for (const doc of docs) {
      const value = names.reduce((current, name) => (current instanceof Doc ? current.get(name) : undefined), doc);
      if (Array.isArray(value) && value.length) {
        for (let i = 0; i < value.length; i++) yield withIndex(put(doc, names, value[i]), index, BigInt(i));
      } else if (value !== undefined && value !== null && !Array.isArray(value)) yield withIndex(doc, index, null);
      else if (keep) yield withIndex(Array.isArray(value) ? put(doc, names, undefined) : doc, index, null);
    }
  };
}

const withIndex = (doc, name, i) => (name === undefined ? doc : put(doc, name.split('.'), i));

/** @param {Doc | unknown} doc @param {string[]} names @param {unknown} value undefined removes */
function put(doc, [name, ...rest], value) {
  const copy = new Doc(doc instanceof Doc ? doc : []);
  const inner = rest.length ? put(copy.get(name), rest, value) : value;
  if (inner === undefined) copy.delete(name);
  else copy.set(name, inner);
  return copy;
}

function lookup(spec, { source, variables }) {
  for (const name of ['as']) if (typeof spec.get(name) !== 'string') fail(9, `$lookup argument '${name}' must be a string`);
  const from = spec.get('from');
  if (from instanceof Doc) lacking('$lookup in another database');
  const [as, localField, foreignField] = ['as', 'localField', 'foreignField'].map((name) => spec.get(name)?.split('.'));
  if ((localField === undefined) !== (foreignField === undefined)) fail(9, '$lookup requires both or neither of "localField" and "foreignField" to be specified');
  if (!localField && !spec.has('pipeline')) fail(9, "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified");
  const lets = [...(spec.get('let') ?? [])].map(([name, value]) => [name, compile(value, variables)]);
  const stages = spec.has('pipeline') ? compileStages(spec.get('pipeline'), { source, variables: [...variables, ...lets.map(([name]) => name)] }) : undefined;
  return function* run(docs, scope) {
    let table;
    for (const doc of docs) {
      const own = scope.on(doc);
      if (localField) table ??= byKey(from === undefined ? [] : source.read(from, new Doc()), foreignField);
      let found = localField ? joined(doc, localField, table) : from === undefined ? [] : [...source.read(from, new Doc())];
      if (stages) found = [...stages(found, own.with(Object.fromEntries(lets.map(([name, value]) => [name, value(own)]))))];
      yield put(doc, as, found);
    }
  };
}

/** The documents by each value at a path; a missing one counts as null. */
function byKey(docs, names) {
  const table = { byKey: new Map(), order: new Map() };
  let position = 0;
  for (const doc of docs) {
    table.order.set(doc, position++);
    const keys = new Set();
    walk(doc, names, 0, (leaf) => {
      for (const value of Array.isArray(leaf) ? [leaf, ...leaf] : [leaf]) keys.add(keyOf(isNullish(value) ? null : value));
      return false;
    });
    for (const key of keys) {
      if (!table.byKey.has(key)) table.byKey.set(key, []);
      table.byKey.get(key).push(doc);
    }
  }
  return table;
}

function joined(doc, names, table) {
  const local = resolve(doc, names, 0);
  const found = new Set();
  for (const value of Array.isArray(local) ? local : [local]) for (const match of table.byKey.get(keyOf(isNullish(value) ? null : value)) ?? []) found.add(match);
  return [...found].sort((a, b) => table.order.get(a) - table.order.get(b));
}

function facet(spec, context) {
  const parts = [...spec].map(([name, stages]) => [name, compileStages(stages, context)]);
  return function* run(docs, scope) {
    const input = [...docs];
    yield new Doc(parts.map(([name, stages]) => [name, [...stages(input, scope)]]));
  };
}

function unionWith(argument, { source, variables }) {
  const spec = typeof argument === 'string' ? new Doc([['coll', argument]]) : needDocument(argument, '$unionWith');
  const stages = compileStages(spec.get('pipeline') ?? [], { source, variables });
  return function* run(docs, scope) {
    yield* docs;
    yield* stages(spec.has('coll') ? source.read(spec.get('coll'), new Doc()) : [], scope);
  };
}

function sortByCount(expression, variables) {
  const run = group(new Doc([['_id', expression], ['count', new Doc([['$sum', new Int32(1)]])]]), variables);
  return (docs, scope) => sorted([...run(docs, scope)], new Doc([['count', new Int32(-1)]]));
}

function* documents(expression, variables, scope) {
  const values = compile(expression, variables)(scope);
  if (!Array.isArray(values)) fail(5858203, `an array of documents is expected, got ${typeName(values)}`);
  for (const value of values) yield value instanceof Doc ? value : fail(40228, '$documents takes documents only');
}

/** @type {Record<string, StageFactory>} */
const STAGES = {
  $match: (argument, { variables }) => {
    const test = matcher(argument instanceof Doc ? argument : fail(15959, 'the match filter must be an expression in an object'), variables);
    return function* run(docs, scope) {
      for (const doc of docs) if (test(doc, scope)) yield doc;
    };
  },
  $limit: (argument) => {
    const count = whole(argument, '$limit', 1);
    return function* run(docs) {
      let left = count;
      for (const doc of docs) {
        yield doc;
        if (--left === 0) return;
      }
    };
  },
  $skip: (argument) => {
    const count = whole(argument, '$skip', 0);
    return function* run(docs) {
      let left = count;
      for (const doc of docs) if (left-- <= 0) yield doc;
    };
  },
  $sort: (argument) => (docs) => sorted([...docs], needDocument(argument, '$sort').size ? argument : fail(15976, '$sort stage must have at least one sort key')),
  $sample: (argument) => {
    const size = whole(argument.get('size'), '$sample', 0);
    return (docs) => {
      const rest = [...docs];
      const picked = [];
      while (picked.length < size && rest.length) picked.push(...rest.splice(Math.floor(Math.random() * rest.length), 1));
      return picked;
    };
  },
  $count: (argument) => {
    if (typeof argument !== 'string' || argument === '' || argument.startsWith('$') || argument.includes('.')) fail(40156, 'the count field must be a non-empty string without $ and dots');
    return function* run(docs) {
      let count = 0;
      for (const _ of docs) count++;
      if (count) yield new Doc([[argument, new Int32(count)]]);
    };
  },
  $group: (argument, { variables }) => group(needDocument(argument, '$group'), variables),
  $sortByCount: (argument, { variables }) => sortByCount(argument, variables),
  $unwind: unwind,
  $lookup: (argument, context) => lookup(needDocument(argument, '$lookup'), context),
  $facet: (argument, context) => facet(needDocument(argument, '$facet'), context),
  $unionWith: unionWith,
  $documents: (argument, { variables }) => (_, scope) => documents(argument, variables, scope),
};

/**
 * @param {unknown} stages an array of stages without `$out` and `$merge`
 * @param {{source: Source, variables: string[]}} context
 * @returns {Stage}
 */
export function compileStages(stages, context) {
  if (!Array.isArray(stages)) fail(14, "'pipeline' option must be specified as an array");
  const steps = stages.map((stage, i) => {
    const [name, argument] = stageOf(stage);
    if (Object.hasOwn(PER_DOCUMENT, name)) return perDocument(PER_DOCUMENT[name](argument, context.variables));
    if (Object.hasOwn(STAGES, name)) {
      if (name === '$documents' && i > 0) fail(40602, '$documents is only valid as the first stage in a pipeline.');
      return STAGES[name](argument, context);
    }
    if (name === '$out' || name === '$merge') fail(40601, `${name} can only be the final stage in the pipeline`);
    return /^\$[a-z][a-zA-Z]*$/.test(name) ? lacking(`the aggregation stage '${name}'`) : fail(40324, `Unrecognized pipeline stage name: '${name}'`);
  });
  return (docs, scope) => steps.reduce((input, step) => step(input, scope), docs);
}

const perDocument = (step) => function* run(docs, scope) {
  for (const doc of docs) yield step(doc, scope);
};
