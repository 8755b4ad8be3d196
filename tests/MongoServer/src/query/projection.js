import { fail, lacking } from '../errors.js';
import { Doc, isNumber, isTrue, toNumber } from '../bson/types.js';
import { Scope, compile } from '../expression/compile.js';
import { elemMatch } from './match.js';

/**
 * A tree of the fields of a projection: each either goes on (`children`) or ends in a leaf.
 * @typedef {{children: Map<string, Node>, leaf?: 'keep' | 'drop' | import('../expression/registry.js').Compiled}} Node
 */

/** @returns {Node} */
const node = () => ({ children: new Map() });

/** @param {Node} root @param {string} path @param {Node['leaf']} leaf */
function plant(root, path, leaf) {
  let at = root;
  const names = path.split('.');
  if (names.some((name) => name === '')) fail(40353, `FieldPath must not be empty, start or end with '.': '${path}'`);
  names.forEach((name, i) => {
    if (name.startsWith('$')) fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField: '${path}'`);
    if (at.leaf) fail(31249, `Path collision at ${path} remaining portion ${names.slice(i).join('.')}`);
    if (!at.children.has(name)) at.children.set(name, node());
    at = at.children.get(name);
  });
  if (at.leaf || at.children.size) fail(31250, `Path collision at ${path}`);
  at.leaf = leaf;
}

/** Documents nested in a specification are paths written long: `{a: {b: 1}}` is `{'a.b': 1}`. */
function* flatten(spec, prefix = '') {
  for (const [name, value] of spec) {
    const path = prefix + name;
    if (value instanceof Doc && value.size > 0 && ![...value.keys()][0].startsWith('$')) yield* flatten(value, `${path}.`);
    else yield [path, value];
  }
}

const isFlag = (value) => isNumber(value) || typeof value === 'boolean';

/**
 * @param {Doc} spec of `find` or `$project`
 * @param {{find?: boolean, variables?: Iterable<string>}} [options] `find` takes `$elemMatch` and `$slice` as its own operators
 * @returns {(doc: Doc, scope?: Scope) => Doc}
 */
export function projection(spec, options = {}) {
  const root = node();
  const after = [];
  let including;
  let id;
  for (const [path, value] of flatten(spec)) {
    if (path.endsWith('.$') || path.includes('.$.')) lacking(`the positional projection '${path}'`);
    const special = options.find && value instanceof Doc ? findOperator(path, value) : undefined;
    if (special) {
      after.push(special);
      if (value.has('$elemMatch')) {
        if (including === false) fail(31253, 'Cannot do $elemMatch in exclusion projection');
        including = true;
        plant(root, path, 'keep');
      }
      continue;
    }
    if (path === '_id' && isFlag(value)) {
      id = isTrue(value);
      continue;
    }
    const keep = !isFlag(value) || isTrue(value);
    if (including !== undefined && including !== keep) {
      fail(including ? 31254 : 31253, `Cannot do ${keep ? 'inclusion' : 'exclusion'} on field ${path} in ${including ? 'inclusion' : 'exclusion'} projection`);
    }
    including = keep;
    plant(root, path, isFlag(value) ? (keep ? 'keep' : 'drop') : compile(value, options.variables));
  }
  including ??= id === true;
  if (!root.children.has('_id') && (including ? id !== false : id === false)) root.children.set('_id', { children: new Map(), leaf: including ? 'keep' : 'drop' });
  const apply = including
    ? (doc, scope) => compute(root, include(root, doc), scope)
    : (doc) => exclude(root, doc);
  return (doc, scope = new Scope(doc)) => after.reduce((result, change) => change(result, doc), apply(doc, scope.on(doc)));
}

/** @returns {((result: Doc, doc: Doc) => Doc) | undefined} */
function findOperator(path, value) {
  if (value.has('$meta')) lacking("the projection '$meta'");
  if (value.has('$elemMatch')) {
    const test = elemMatch(value.get('$elemMatch'));
    return (result, doc) => {
      const array = doc.get(path);
      const found = Array.isArray(array) ? array.find((item) => test([item])) : undefined;
      const copy = new Doc(result);
      if (found === undefined) copy.delete(path);
      else copy.set(path, [found]);
      return copy;
    };
  }
  if (!value.has('$slice')) return undefined;
  const argument = value.get('$slice');
  if (Array.isArray(argument) && !argument.every(isNumber)) return undefined;
  const [first, count] = (Array.isArray(argument) ? argument : [argument]).map(toNumber);
  return (result) => {
    const array = result.get(path);
    if (!Array.isArray(array)) return result;
    const start = first < 0 ? Math.max(0, array.length + first) : first;
    const slice = count === undefined ? (first < 0 ? array.slice(first) : array.slice(0, first)) : array.slice(start, start + count);
    return new Doc(result).set(path, slice);
  };
}

function include(at, value) {
  if (Array.isArray(value)) return value.map((item) => include(at, item)).filter((item) => item !== undefined);
  if (!(value instanceof Doc)) return undefined;
  const result = new Doc();
  for (const [name, inner] of value) {
    const child = at.children.get(name);
    if (!child) continue;
    const kept = child.leaf === 'keep' ? inner : child.leaf ? undefined : include(child, inner);
    if (kept !== undefined) keep(result, name, kept, value);
  }
  return result;
}

function exclude(at, value) {
  if (Array.isArray(value)) return value.map((item) => exclude(at, item));
  if (!(value instanceof Doc)) return value;
  if (![...at.children.keys()].some((name) => value.has(name))) return value;
  const result = new Doc();
  for (const [name, inner] of value) {
    const child = at.children.get(name);
    if (!child) keep(result, name, inner, value);
    else if (!child.leaf) keep(result, name, exclude(child, inner), value);
  }
  return result;
}

/** A field that could not be read without loss makes the result as lossy. */
function keep(result, name, inner, from) {
  result.set(name, inner);
  if (from.damaged?.has(name)) result.lossy = from.lossy;
}

const hasComputed = (at) => typeof at.leaf === 'function' || [...at.children.values()].some(hasComputed);

/** Puts the computed fields into a value; what is no document gives way to one. */
function compute(at, value, scope) {
  if (Array.isArray(value)) return value.map((item) => compute(at, item, scope));
  let result = value;
  for (const [name, child] of at.children) {
    if (!hasComputed(child)) continue;
    if (!(result instanceof Doc)) result = new Doc();
    else if (result === value) result = new Doc(value);
    const computed = typeof child.leaf === 'function' ? child.leaf(scope) : compute(child, result.get(name), scope);
    if (computed === undefined) result.delete(name);
    else result.set(name, computed);
  }
  return result;
}

/**
 * `$addFields` and `$set`: everything stays, the fields are put in.
 * @param {Doc} spec
 * @param {Iterable<string>} [variables]
 * @returns {(doc: Doc, scope: Scope) => Doc}
 */
export function addFields(spec, variables) {
  const root = node();
  if (spec.size === 0) fail(40177, 'Invalid $addFields :: caused by :: an empty object is not a valid value');
  for (const [path, value] of flatten(spec)) plant(root, path, compile(value, variables));
  return (doc, scope) => compute(root, doc, scope.on(doc));
}

/** `$unset`. @param {unknown} argument a path or several @returns {(doc: Doc) => Doc} */
export function unset(argument) {
  const paths = Array.isArray(argument) ? argument : [argument];
  if (paths.length === 0 || !paths.every((path) => typeof path === 'string')) fail(31002, '$unset specification must be a string or an array');
  const root = node();
  for (const path of paths) plant(root, path, 'drop');
  return (doc) => exclude(root, doc);
}
