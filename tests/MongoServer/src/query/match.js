import { fail, lacking } from '../errors.js';
import { Doc, isTrue } from '../bson/types.js';
import { Scope, compile } from '../expression/compile.js';
import { jsonSchema } from './jsonSchema.js';
import { walk, walkLeaves } from './path.js';
import { VALUE_OPERATORS, equals, exists, literal, size } from './predicates.js';

/**
 * A compiled query.
 * @typedef {(doc: Doc, scope?: Scope) => boolean} Matcher
 */

/** @param {unknown} value */
const isOperators = (value) => value instanceof Doc && value.size > 0 && [...value.keys()][0].startsWith('$') && !['$ref', '$id', '$db'].includes([...value.keys()][0]);

/**
 * @param {Doc} query
 * @param {Iterable<string>} [variables] what `$expr` may use as `$$name`
 * @returns {Matcher}
 */
export function matcher(query, variables = []) {
  const known = [...variables];
  const parts = [];
  for (const [name, operand] of query) {
    if (!name.startsWith('$')) parts.push(field(name, operand, known));
    else if (name !== '$comment') parts.push(top(name, operand, known));
  }
  if (parts.length === 1) return parts[0];
  return (doc, scope) => {
    for (const part of parts) if (!part(doc, scope)) return false;
    return true;
  };
}

function top(name, operand, known) {
  switch (name) {
    case '$and':
    case '$or':
    case '$nor': {
      if (!Array.isArray(operand) || operand.length === 0) fail(2, `${name} must be a nonempty array`);
      const parts = operand.map((item) => (item instanceof Doc ? matcher(item, known) : fail(2, `${name} entries need to be full objects`)));
      if (name === '$and') return (doc, scope) => parts.every((part) => part(doc, scope));
      if (name === '$or') return (doc, scope) => parts.some((part) => part(doc, scope));
      return (doc, scope) => !parts.some((part) => part(doc, scope));
    }
    case '$expr': {
      const expression = compile(operand, known);
      return (doc, scope) => isTrue(expression(scope ? scope.on(doc) : new Scope(doc)));
    }
    case '$jsonSchema': return jsonSchema(operand);
    case '$alwaysTrue': return () => true;
    case '$alwaysFalse': return () => false;
    case '$sampleRate':
    case '$text':
    case '$where': return lacking(`the query operator '${name}'`);
    default: return fail(2, `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`);
  }
}

function field(path, operand, known) {
  const names = path.split('.');
  if (!isOperators(operand)) return leaf(names, literal(operand));
  const parts = [...operand].flatMap(([name, argument]) => (name === '$options' ? [] : [operation(names, name, argument, operand, known)]));
  if (operand.has('$options') && !operand.has('$regex')) fail(2, '$options needs a $regex');
  return parts.length === 1 ? parts[0] : (doc) => parts.every((part) => part(doc));
}

const leaf = (names, test) => (names.length === 1
  ? (doc) => {
    const value = doc.get(names[0]);
    return (Array.isArray(value) && value.some(test)) || test(value);
  }
  : (doc) => walkLeaves(doc, names, test));

function operation(names, name, operand, siblings, known) {
  if (Object.hasOwn(VALUE_OPERATORS, name)) return leaf(names, VALUE_OPERATORS[name](operand, siblings));
  switch (name) {
    case '$ne': return negate(leaf(names, equals(operand)));
    case '$nin': return negate(leaf(names, VALUE_OPERATORS.$in(operand, siblings)));
    case '$not': return negate(not(names, operand, known));
    case '$exists': {
      const found = (doc) => walk(doc, names, 0, (value) => value !== undefined);
      return exists(operand) ? found : negate(found);
    }
    case '$size': return whole(names, size(operand));
    case '$elemMatch': return whole(names, elemMatch(operand, known));
    case '$all': return all(names, operand, known);
    case '$expr': return fail(2, '$expr is not allowed inside a field');
    default: return fail(2, `unknown operator: ${name}`);
  }
}

const negate = (test) => (doc) => !test(doc);
const whole = (names, test) => (doc) => walk(doc, names, 0, test);

function not(names, operand, known) {
  if (!isOperators(operand)) {
    const test = literal(operand);
    if (operand?.constructor?.name !== 'BSONRegExp') fail(2, '$not needs a regex or a document');
    return leaf(names, test);
  }
  return field(names.join('.'), operand, known);
}

/** @param {unknown} operand @returns {(value: unknown) => boolean} on the array */
export function elemMatch(operand, known = []) {
  if (!(operand instanceof Doc)) fail(2, '$elemMatch needs an Object');
  if (isOperators(operand) && !['$and', '$or', '$nor', '$expr'].includes([...operand.keys()][0])) {
    // The elements are values: each is tested as the only field of a document.
    const test = field('v', operand, known);
    return (value) => Array.isArray(value) && value.some((item) => test(new Doc([['v', item]])));
  }
  const test = matcher(operand, known);
  return (value) => Array.isArray(value) && value.some((item) => item instanceof Doc ? test(item) : Array.isArray(item) && test(new Doc(item.map((inner, i) => [String(i), inner]))));
}

function all(names, operand, known) {
  if (!Array.isArray(operand)) fail(2, '$all needs an array');
  if (operand.length === 0) return () => false;
  const parts = operand.map((item) => (item instanceof Doc && item.has('$elemMatch') ? whole(names, elemMatch(item.get('$elemMatch'), known)) : leaf(names, literal(item))));
  return (doc) => parts.every((part) => part(doc));
}
