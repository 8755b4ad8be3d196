import { fail } from '../errors.js';
import { exactLong } from '../bson/numbers.js';
import { Doc, isNumber, typeName } from '../bson/types.js';

/** @param {import('./execute.js').Context} ctx @param {Doc} body @returns {string} the collection the command names */
export function collectionName(ctx, body) {
  const name = body.get(ctx.name);
  if (typeof name !== 'string') fail(73, `collection name has invalid type ${typeName(name)}`);
  if (name === '') fail(73, `Invalid namespace specified '${ctx.database}.'`);
  return name;
}

const wrong = (name, value, wanted) => fail(14, `BSON field '${name}' is the wrong type '${typeName(value)}', expected type '${wanted}'`);

/** @param {Doc} body @param {string} name @param {Doc} [otherwise] */
export function document(body, name, otherwise = new Doc()) {
  const value = body.get(name);
  if (value === undefined || value === null) return otherwise;
  return value instanceof Doc ? value : wrong(name, value, 'object');
}

/** @param {Doc} body @param {string} name @returns {unknown[]} */
export function array(body, name) {
  const value = body.get(name);
  if (value === undefined) fail(40414, `BSON field '${name}' is missing but a required field`);
  return Array.isArray(value) ? value : wrong(name, value, 'array');
}

/** @param {Doc} body @param {string} name @param {boolean} [otherwise] */
export function flag(body, name, otherwise = false) {
  const value = body.get(name);
  if (value === undefined) return otherwise;
  if (typeof value === 'boolean') return value;
  return isNumber(value) ? exactLong(value) !== 0n : wrong(name, value, 'bool');
}

/** @param {Doc} body @param {string} name @returns {number | undefined} a whole number, not negative */
export function count(body, name) {
  const value = body.get(name);
  if (value === undefined || value === null) return undefined;
  const long = isNumber(value) ? exactLong(value) : undefined;
  if (long === undefined) wrong(name, value, 'long');
  if (long < 0n) fail(51024, `BSON field '${name}' value must be >= 0, actual value '${long}'`);
  return Number(long);
}
