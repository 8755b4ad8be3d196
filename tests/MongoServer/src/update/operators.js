import { fail } from '../errors.js';
import { compare, equal, keyOf } from '../bson/compare.js';
import { checked, toLong } from '../bson/numbers.js';
import { Doc, Int32, Timestamp, isNumber, isTrue, toNumber, typeName } from '../bson/types.js';
import { literal } from '../query/predicates.js';
import { matcher } from '../query/match.js';
import { sorter } from '../query/sort.js';
import { UNCHANGED } from './tree.js';

/**
 * An operator makes, from its operand, the editor of the value at the path; missing is undefined.
 * @typedef {{create: boolean, editor: (operand: any, context: {now: Date, timestamp: Timestamp, path: string}) => (value: unknown, exists: boolean) => unknown}} UpdateOperator
 */

function amount(operator, operand, path) {
  if (!isNumber(operand)) fail(14, `Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${String(operand)}}`);
}

const arithmetic = (operator, name, initial) => (operand, { path }) => {
  amount(operator, operand, path);
  return (value, exists) => {
    if (!exists) return initial(operand);
    if (!isNumber(value)) fail(14, `Cannot apply ${operator} to a value of non-numeric type. The field '${path}' is of non-numeric type ${typeName(value)}`);
    return checked(operator, name, value, operand);
  };
};

/** Zero of the operand's type. */
const zero = (operand) => (operand instanceof Int32 ? new Int32(0) : typeof operand === 'bigint' ? 0n : checked('$mul', 'multiply', operand, new Int32(0)));

const extreme = (better) => (operand) => (value, exists) => (!exists || better(compare(operand, value)) ? operand : UNCHANGED);

function needArray(value, exists, operator, path) {
  if (exists && !Array.isArray(value)) fail(operator === '$push' ? 2 : 14, `The field '${path}' must be an array but is of type ${typeName(value)}`);
  return exists ? value : [];
}

function each(operand, operator, allowed) {
  if (!(operand instanceof Doc) || [...operand.keys()][0] !== '$each') {
    if (operand instanceof Doc && operand.has('$each')) fail(52, `The dollar ($) prefixed field must be $each first in ${operator}`);
    return { items: [operand] };
  }
  const items = operand.get('$each');
  if (!Array.isArray(items)) fail(2, `The argument to $each in ${operator} must be an array but it was of type: ${typeName(items)}`);
  for (const name of operand.keys()) if (!allowed.includes(name)) fail(2, `Unrecognized clause in ${operator}: ${name}`);
  return { items, slice: toNumber(operand.get('$slice')), position: toNumber(operand.get('$position')), sort: operand.get('$sort') };
}

function push(operand, { path }) {
  const { items, slice, position, sort } = each(operand, '$push', ['$each', '$slice', '$position', '$sort']);
  const order = sort instanceof Doc ? ((by) => (a, b) => by(asDocument(a), asDocument(b)))(sorter(sort)) : sort === undefined ? undefined : (a, b) => compare(a, b) * toNumber(sort);
  return (value, exists) => {
    const array = needArray(value, exists, '$push', path);
    const at = position === undefined ? array.length : position < 0 ? Math.max(0, array.length + position) : Math.min(position, array.length);
    let result = [...array.slice(0, at), ...items, ...array.slice(at)];
    if (order) result.sort(order);
    if (slice !== undefined) result = slice === 0 ? [] : slice > 0 ? result.slice(0, slice) : result.slice(slice);
    return result;
  };
}

const asDocument = (value) => (value instanceof Doc ? value : new Doc());

function addToSet(operand, { path }) {
  const { items } = each(operand, '$addToSet', ['$each']);
  return (value, exists) => {
    const array = needArray(value, exists, '$addToSet', path);
    const known = new Set(array.map(keyOf));
    const fresh = items.filter((item) => {
      const key = keyOf(item);
      return known.has(key) ? false : known.add(key);
    });
    return fresh.length || !exists ? [...array, ...fresh] : UNCHANGED;
  };
}

const without = (array, gone) => {
  const rest = array.filter((item) => !gone(item));
  return rest.length === array.length ? UNCHANGED : rest;
};

function pull(operand, { path }) {
  let gone;
  if (operand instanceof Doc && [...operand.keys()][0]?.startsWith('$')) {
    const test = matcher(new Doc([['v', operand]]));
    gone = (item) => test(new Doc([['v', item]]));
  } else if (operand instanceof Doc) {
    const test = matcher(operand);
    gone = (item) => item instanceof Doc && test(item);
  } else gone = literal(operand);
  return (value, exists) => (exists ? without(needArray(value, exists, '$pull', path), gone) : UNCHANGED);
}

function pullAll(operand, { path }) {
  if (!Array.isArray(operand)) fail(2, `$pullAll requires an array argument but was given a ${typeName(operand)}`);
  return (value, exists) => (exists ? without(needArray(value, exists, '$pullAll', path), (item) => operand.some((other) => equal(other, item))) : UNCHANGED);
}

function pop(operand, { path }) {
  const side = toNumber(operand);
  if (side !== 1 && side !== -1) fail(9, `$pop expects 1 or -1, found: ${String(operand)}`);
  return (value, exists) => {
    if (!exists) return UNCHANGED;
    const array = needArray(value, exists, '$pop', path);
    return array.length === 0 ? UNCHANGED : side === 1 ? array.slice(0, -1) : array.slice(1);
  };
}

function bit(operand, { path }) {
  if (!(operand instanceof Doc) || operand.size === 0) fail(2, 'The $bit modifier is not compatible with this value');
  const combine = { and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b };
  const isWhole = (value) => value instanceof Int32 || typeof value === 'bigint';
  for (const [name, mask] of operand) if (!Object.hasOwn(combine, name) || !isWhole(mask)) fail(2, `The $bit modifier only supports 'and', 'or', and 'xor' with int or long, not '${name}'`);
  return (value, exists) => {
    let result = exists ? value : new Int32(0);
    if (!isWhole(result)) fail(2, `Cannot apply $bit to a value of non-integral type. The field '${path}' has the type ${typeName(value)}`);
    for (const [name, mask] of operand) {
      const long = BigInt.asIntN(64, combine[name](toLong(result), toLong(mask)));
      result = result instanceof Int32 && mask instanceof Int32 ? new Int32(Number(BigInt.asIntN(32, long))) : long;
    }
    return result;
  };
}

function currentDate(operand, { now, timestamp }) {
  const type = operand instanceof Doc ? operand.get('$type') : 'date';
  if (type !== 'date' && type !== 'timestamp') fail(2, "The '$type' string field is required to be 'date' or 'timestamp'");
  if (!(operand instanceof Doc) && !isTrue(operand) && operand !== false) fail(2, `${typeName(operand)} is not valid type for $currentDate`);
  return () => (type === 'date' ? now : timestamp);
}

/** @type {Record<string, UpdateOperator>} `$rename` and `$setOnInsert` are the caller's. */
export const UPDATE_OPERATORS = {
  $set: { create: true, editor: (operand) => () => operand },
  $unset: { create: false, editor: () => (_, exists) => (exists ? undefined : UNCHANGED) },
  $inc: { create: true, editor: arithmetic('$inc', 'add', (operand) => operand) },
  $mul: { create: true, editor: arithmetic('$mul', 'multiply', zero) },
  $min: { create: true, editor: extreme((order) => order < 0) },
  $max: { create: true, editor: extreme((order) => order > 0) },
  $currentDate: { create: true, editor: currentDate },
  $push: { create: true, editor: push },
  $addToSet: { create: true, editor: addToSet },
  $pull: { create: false, editor: pull },
  $pullAll: { create: false, editor: pullAll },
  $pop: { create: false, editor: pop },
  $bit: { create: true, editor: bit },
};
