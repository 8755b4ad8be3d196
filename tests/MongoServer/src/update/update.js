import { fail } from '../errors.js';
import { equal } from '../bson/compare.js';
import { Doc, ObjectId, typeName } from '../bson/types.js';
import { compilePipeline } from '../aggregate/updatePipeline.js';
import { elemMatch, matcher } from '../query/match.js';
import { UPDATE_OPERATORS } from './operators.js';
import { UNCHANGED, comparePaths, modify } from './tree.js';

/**
 * A compiled update.
 * @typedef {{replacement: boolean, apply: (doc: Doc, scope: import('../expression/compile.js').Scope, inserting?: boolean) => Doc}} Update
 */

/**
 * @param {unknown} u a replacement, a document of operators or a pipeline
 * @param {{query: Doc, arrayFilters?: unknown[], variables?: Iterable<string>, timestamp: import('bson').Timestamp}} context
 * @returns {Update}
 */
export function compileUpdate(u, context) {
  if (Array.isArray(u)) {
    if (context.arrayFilters) fail(9, "arrayFilters may not be specified for pipeline-syle updates");
    const run = compilePipeline(u, context.variables);
    return { replacement: false, apply: (doc, scope) => keepId(doc, run(doc, scope)) };
  }
  if (!(u instanceof Doc)) fail(9, `Update argument must be either an object or an array, not ${typeName(u)}`);
  if (![...u.keys()][0]?.startsWith('$')) {
    if (context.arrayFilters) fail(9, 'arrayFilters may not be specified for replacement-style updates');
    for (const name of u.keys()) if (name.startsWith('$')) fail(52, `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document.`);
    return { replacement: true, apply: (doc) => keepId(doc, u) };
  }
  return { replacement: false, apply: operatorUpdate(u, context) };
}

/** A replacement without `_id` keeps the old one, in front. */
function keepId(old, doc) {
  const id = old.get('_id');
  if (doc.has('_id')) {
    if (id !== undefined && !equal(id, doc.get('_id'))) fail(66, `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${String(doc.get('_id'))}`);
    return doc;
  }
  if (id === undefined) return doc;
  const kept = new Doc([['_id', id], ...doc]);
  kept.lossy = doc.lossy;
  return kept;
}

function operatorUpdate(u, context) {
  const edits = [];
  for (const [operator, fields] of u) {
    if (!operator.startsWith('$')) fail(9, `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`);
    if (!Object.hasOwn(UPDATE_OPERATORS, operator) && operator !== '$rename' && operator !== '$setOnInsert') fail(9, `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`);
    if (!(fields instanceof Doc)) fail(9, `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${String(fields)}}`);
    for (const [path, operand] of fields) edits.push({ operator, path, names: split(path), operand });
  }
  for (const { path, operand } of edits.filter(({ operator }) => operator === '$rename')) {
    if (typeof operand !== 'string') fail(2, `The 'to' field for $rename must be a string: ${path}`);
    if (operand === path) fail(2, `The source and target field for $rename must differ: ${path}`);
    if (/(^|\.)\$/.test(`${path}.${operand}`)) fail(2, `The source and target of $rename may not be dynamic: ${path}`);
  }
  const targets = edits.flatMap(({ operator, names, operand }) => (operator === '$rename' ? [names, split(operand)] : [names]));
  checkConflicts(targets);
  edits.sort((a, b) => comparePaths(a.operator === '$rename' ? split(a.operand) : a.names, b.operator === '$rename' ? split(b.operand) : b.names));
  const filters = compileFilters(context.arrayFilters ?? [], edits);
  const positional = edits.some(({ names }) => names.includes('$'));
  return (doc, scope, inserting = false) => {
    let result = doc;
    for (const edit of edits) {
      if (edit.operator === '$setOnInsert' && !inserting) continue;
      const names = positional ? place(edit.names, doc, context.query) : edit.names;
      result = edit.operator === '$rename' ? rename(result, names, split(edit.operand)) : perform(result, names, edit, { filters, scope, timestamp: context.timestamp });
    }
    const id = doc.get('_id');
    if (id !== undefined && (result.get('_id') === undefined || !equal(id, result.get('_id')))) fail(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
    return result;
  };
}

function perform(doc, names, { operator, operand, path }, { filters, scope, timestamp }) {
  const { create, editor } = UPDATE_OPERATORS[operator === '$setOnInsert' ? '$set' : operator];
  return modify(doc, names, 0, { create, filters, edit: editor(operand, { now: scope.now, timestamp, path }) });
}

function split(path) {
  const names = path.split('.');
  if (names.some((name) => name === '')) fail(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  names.forEach((name, i) => {
    if (name.startsWith('$') && !/^\$(\[[a-z0-9A-Z]*\])?$/.test(name) && !['$ref', '$id', '$db'].includes(name)) fail(52, `The dollar ($) prefixed field '${name}' in '${path}' is not allowed in the context of an update`);
    if (i === 0 && /^\$(\[.*)?$/.test(name)) fail(2, `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`);
  });
  return names;
}

function checkConflicts(targets) {
  const ordered = [...targets].sort(comparePaths);
  for (let i = 1; i < ordered.length; i++) {
    const [a, b] = [ordered[i - 1], ordered[i]];
    if (a.every((name, at) => b[at] === name)) fail(40, `Updating the path '${b.join('.')}' would create a conflict at '${a.join('.')}'`);
  }
}

function compileFilters(arrayFilters, edits) {
  const filters = new Map();
  for (const filter of arrayFilters) {
    const names = new Set([...topFields(filter)].map((path) => path.split('.')[0]));
    if (names.size !== 1) fail(9, 'Error parsing array filter :: caused by :: Expected a single top-level field name');
    const [name] = names;
    if (filters.has(name)) fail(9, `Found multiple array filters with the same top-level field name ${name}`);
    const test = matcher(filter);
    filters.set(name, (value) => test(new Doc([[name, value]])));
  }
  const used = new Set(edits.flatMap(({ names }) => names.filter((name) => name.startsWith('$[')).map((name) => name.slice(2, -1))));
  for (const name of filters.keys()) if (!used.has(name)) fail(9, `The array filter for identifier '${name}' was not used in the update`);
  return filters;
}

function* topFields(filter) {
  for (const [name, value] of filter) {
    if (name === '$and' || name === '$or' || name === '$nor') for (const inner of value) yield* topFields(inner);
    else yield name;
  }
}

/** Puts the index of the first element the query matched in place of `$`. */
function place(names, doc, query) {
  const at = names.indexOf('$');
  if (at < 0) return names;
  const path = names.slice(0, at);
  const array = path.reduce((value, name) => (value instanceof Doc ? value.get(name) : Array.isArray(value) ? value[Number(name)] : undefined), doc);
  const index = Array.isArray(array) ? matchedIndex(array, path.join('.'), query) : -1;
  if (index < 0) fail(2, 'The positional operator did not find the match needed from the query.');
  return [...path, String(index), ...names.slice(at + 1)];
}

function matchedIndex(array, path, query) {
  for (const [name, operand] of query) {
    if (name === '$and') {
      for (const inner of operand) {
        const index = matchedIndex(array, path, inner);
        if (index >= 0) return index;
      }
    }
    let test;
    if (name === path && operand instanceof Doc && operand.has('$elemMatch')) test = ((match) => (item) => match([item]))(elemMatch(operand.get('$elemMatch')));
    else if (name === path) test = ((match) => (item) => match(new Doc([['v', item]])))(matcher(new Doc([['v', operand]])));
    else if (name.startsWith(`${path}.`)) test = ((match) => (item) => item instanceof Doc && match(item))(matcher(new Doc([[name.slice(path.length + 1), operand]])));
    const index = test ? array.findIndex(test) : -1;
    if (index >= 0) return index;
  }
  return -1;
}

function rename(doc, from, to) {
  const value = from.reduce((current, name, i) => {
    if (Array.isArray(current)) fail(2, `The source field of $rename cannot be an array element, '${from.slice(0, i).join('.')}' is an array`);
    return current instanceof Doc ? current.get(name) : undefined;
  }, doc);
  if (value === undefined) return doc;
  to.slice(0, -1).reduce((current, name) => {
    const next = current instanceof Doc ? current.get(name) : undefined;
    if (Array.isArray(next)) fail(2, `The destination field of $rename cannot be an array element, '${to.join('.')}'`);
    return next;
  }, doc);
  const none = new Map();
  const removed = modify(doc, from, 0, { create: false, filters: none, edit: (_, exists) => (exists ? undefined : UNCHANGED) });
  // A target that exists gives way: the renamed field takes a new place at the end, as on the server.
  const cleared = modify(removed, to, 0, { create: false, filters: none, edit: (_, exists) => (exists ? undefined : UNCHANGED) });
  return modify(cleared, to, 0, { create: true, filters: none, edit: () => value });
}

/**
 * The document an upsert starts from: the equalities of the query.
 * @param {Doc} query
 * @returns {Doc}
 */
export function upsertBase(query) {
  let base = new Doc();
  const put = (path, value) => {
    const names = path.split('.');
    base = modify(base, names, 0, { create: true, filters: new Map(), edit: (old, exists) => (exists ? fail(54, `cannot infer query fields to set, path '${path}' is matched twice`) : value) });
  };
  const gather = (part) => {
    for (const [name, value] of part) {
      if (name === '$and') value.forEach(gather);
      else if (name === '$or' && value.length === 1) gather(value[0]);
      else if (name.startsWith('$')) continue;
      else if (!(value instanceof Doc) || ![...value.keys()][0]?.startsWith('$')) {
        if (value?.constructor?.name !== 'BSONRegExp') put(name, value);
      } else if (value.has('$eq')) put(name, value.get('$eq'));
      else if (value.has('$in') && value.get('$in').length === 1) put(name, value.get('$in')[0]);
      else if (value.has('$all') && value.get('$all').length === 1 && !(value.get('$all')[0] instanceof Doc)) put(name, value.get('$all')[0]);
    }
  };
  gather(query);
  return base;
}

/** `_id` first, made if missing. @param {Doc} doc @returns {Doc} */
export function withId(doc) {
  if ([...doc.keys()][0] === '_id') return doc;
  const id = doc.has('_id') ? doc.get('_id') : new ObjectId();
  const result = new Doc([['_id', id], ...[...doc].filter(([name]) => name !== '_id')]);
  result.lossy = doc.lossy;
  return result;
}
