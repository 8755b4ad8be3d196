import { fail, lacking } from '../errors.js';
import { compare, equal, keyOf, rank } from '../bson/compare.js';
import { exactLong, remainder, toDouble } from '../bson/numbers.js';
import { BSONRegExp, Binary, BSONSymbol, Doc, MaxKey, MinKey, isNullish, isNumber, isTrue, toNumber, typeCode, typeName, typeNameOf } from '../bson/types.js';
import { regularExpression } from './regex.js';

/**
 * @typedef {(value: unknown) => boolean} Test on one value; `undefined` is a missing one
 */

const isNaNValue = (value) => isNumber(value) && Number.isNaN(toDouble(value));

/** Values of different kinds are never in order, except with MinKey and MaxKey. */
function ordered(operand, holds) {
  if (operand instanceof MinKey || operand instanceof MaxKey) return (value) => holds(compare(value === undefined ? null : value, operand));
  if (isNullish(operand)) return (value) => isNullish(value) && holds(0);
  const kind = rank(operand);
  if (isNaNValue(operand)) return (value) => isNaNValue(value) && holds(0);
  return (value) => value !== undefined && rank(value) === kind && !isNaNValue(value) && holds(compare(value, operand));
}

/** @param {unknown} operand @returns {Test} */
export function equals(operand) {
  if (isNullish(operand)) return isNullish;
  return (value) => value !== undefined && equal(value, operand);
}

/** @param {string} pattern @param {string} options @returns {Test} */
function matches(pattern, options) {
  const compiled = regularExpression(pattern, options);
  return (value) => {
    if (typeof value === 'string') return compiled.test(value);
    if (value instanceof BSONSymbol) return compiled.test(value.value);
    return value instanceof BSONRegExp && value.pattern === pattern && value.options === options;
  };
}

/** @param {unknown} operand @returns {Test} */
export const literal = (operand) => (operand instanceof BSONRegExp ? matches(operand.pattern, operand.options) : equals(operand));

function isIn(operand, operator = '$in') {
  if (!Array.isArray(operand)) fail(2, `${operator} needs an array`);
  const patterns = operand.filter((item) => item instanceof BSONRegExp).map(literal);
  for (const item of operand) if (item instanceof Doc && [...item.keys()][0]?.startsWith('$') && !item.has('$ref')) fail(2, `cannot nest $ under ${operator}`);
  const keys = new Set(operand.filter((item) => !(item instanceof BSONRegExp)).map((item) => keyOf(isNullish(item) ? null : item)));
  return (value) => keys.has(keyOf(isNullish(value) ? null : value)) || patterns.some((test) => test(value));
}

/** @param {unknown} operand a name, a number, `number`, or several @returns {Set<string>} */
export function types(operand, operator = '$type') {
  const names = new Set();
  for (const item of Array.isArray(operand) ? operand : [operand]) {
    if (item === 'number') {
      for (const name of ['int', 'long', 'double', 'decimal']) names.add(name);
      continue;
    }
    const name = typeof item === 'string' ? (typeCode(item) === undefined ? undefined : item) : isNumber(item) ? typeNameOf(toNumber(item)) : undefined;
    if (!name) fail(2, typeof item === 'string' ? `Unknown type name alias: ${item}` : `Invalid numerical type code for ${operator}`);
    names.add(name);
  }
  if (names.size === 0) fail(9, `${operator} must match at least one type`);
  return names;
}

function mod(operand) {
  if (!Array.isArray(operand) || operand.length !== 2) fail(2, 'malformed mod, needs to be an array of two numbers');
  const [divisor, rest] = operand.map((item) => (isNumber(item) ? BigInt(Math.trunc(toDouble(item))) : fail(2, 'malformed mod, divisor and remainder must be numbers')));
  if (divisor === 0n) fail(2, 'divisor cannot be 0');
  return (value) => isNumber(value) && Number.isFinite(toDouble(value)) && toNumber(remainder(BigInt(Math.trunc(toDouble(value))), divisor)) === Number(rest);
}

/** @param {unknown} operand a mask as number, binary or positions */
function mask(operand, operator) {
  if (Array.isArray(operand)) return operand.reduce((bits, position) => bits | (1n << BigInt(toNumber(position) ?? fail(2, `bit positions of ${operator} must be integers`))), 0n);
  if (operand instanceof Binary) return BigInt(`0x${Buffer.from(operand.buffer.subarray(0, operand.position)).reverse().toString('hex') || '0'}`);
  const long = isNumber(operand) ? exactLong(operand) : undefined;
  if (long === undefined || long < 0n) fail(2, `${operator} takes an Array, a number, or a BinData`);
  return long;
}

function bits(operand, operator, holds) {
  const wanted = mask(operand, operator);
  return (value) => {
    if (value instanceof Binary) return holds(mask(value, operator) & wanted, wanted);
    const long = isNumber(value) ? exactLong(value) : undefined;
    return long !== undefined && holds(BigInt.asUintN(64, long) & wanted, wanted);
  };
}

/**
 * Operators that test one value. An array is tested by its elements and as itself.
 * @type {Record<string, (operand: unknown, siblings: Doc) => Test>}
 */
export const VALUE_OPERATORS = {
  $eq: equals,
  $gt: (operand) => ordered(operand, (order) => order > 0),
  $gte: (operand) => ordered(operand, (order) => order >= 0),
  $lt: (operand) => ordered(operand, (order) => order < 0),
  $lte: (operand) => ordered(operand, (order) => order <= 0),
  $in: (operand) => isIn(operand),
  $mod: mod,
  $type: (operand) => {
    const names = types(operand);
    return (value) => value !== undefined && names.has(typeName(value));
  },
  $regex: (operand, siblings) => {
    const options = siblings.get('$options') ?? (operand instanceof BSONRegExp ? operand.options : '');
    if (typeof operand !== 'string' && !(operand instanceof BSONRegExp)) fail(2, '$regex has to be a string');
    if (typeof options !== 'string') fail(2, '$options has to be a string');
    return matches(operand instanceof BSONRegExp ? operand.pattern : operand, options);
  },
  $bitsAllSet: (operand) => bits(operand, '$bitsAllSet', (set, wanted) => set === wanted),
  $bitsAnySet: (operand) => bits(operand, '$bitsAnySet', (set) => set !== 0n),
  $bitsAllClear: (operand) => bits(operand, '$bitsAllClear', (set) => set === 0n),
  $bitsAnyClear: (operand) => bits(operand, '$bitsAnyClear', (set, wanted) => set !== wanted),
};

/** @param {unknown} operand @returns {(value: unknown) => boolean} on the array itself */
export function size(operand) {
  const count = isNumber(operand) ? exactLong(operand) : undefined;
  if (count === undefined || count < 0n) fail(2, 'Failed to parse $size. Expected a non-negative integer');
  return (value) => Array.isArray(value) && value.length === Number(count);
}

/** @param {unknown} operand */
export const exists = (operand) => isTrue(operand);

for (const name of ['$near', '$nearSphere', '$geoWithin', '$geoIntersects', '$within', '$maxDistance', '$minDistance']) {
  VALUE_OPERATORS[name] = () => lacking(`the query operator '${name}'`);
}
