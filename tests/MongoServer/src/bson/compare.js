import { parts } from './decimal.js';
import { BSONRegExp, BSONSymbol, Binary, Code, DbPointer, Decimal128, Doc, Int32, ObjectId, Timestamp, typeName } from './types.js';

/** MongoDB's order across types (canonicalizeBSONType): a missing value and the deprecated undefined come before null. */
const ORDER = {
  minKey: -1, missing: 0, undefined: 0, null: 5, int: 10, long: 10, double: 10, decimal: 10, string: 15, symbol: 15, object: 20, array: 25, binData: 30, objectId: 35, bool: 40,
  date: 45, timestamp: 47, regex: 50, dbPointer: 55, javascript: 60, javascriptWithScope: 65, maxKey: 127,
};

/** @param {unknown} value @returns {number} values of equal rank compare by value, others by rank. */
export const rank = (value) => ORDER[typeName(value)];

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * MongoDB's total order: 1, 1.0, NumberLong(1) and NumberDecimal("1.0") are equal, NaN is below all numbers, strings go by their UTF-8 bytes, documents field by field.
 * @param {unknown} a
 * @param {unknown} b
 * @returns {-1 | 0 | 1}
 */
export function compare(a, b) {
  const rankA = rank(a);
  const rankB = rank(b);
  if (rankA !== rankB) return rankA < rankB ? -1 : 1;
  switch (rankA) {
    case 10: return compareNumbers(a, b);
    case 15: return compareText(a instanceof BSONSymbol ? a.value : a, b instanceof BSONSymbol ? b.value : b);
    case 20: return compareDocuments(a, b);
    case 25: return compareArrays(a, b);
    case 30: return compareBinary(a, b);
    case 35: return /** @type {any} */ (Math.sign(Buffer.compare(a.id, b.id)));
    case 40: return order(a ? 1 : 0, b ? 1 : 0);
    case 45: return order(a.getTime(), b.getTime());
    case 47: return order(a.t, b.t) || order(a.i, b.i);
    case 50: return compareText(a.pattern, b.pattern) || compareText(a.options, b.options);
    case 55: return compareText(a.namespace, b.namespace) || compare(a.id, b.id);
    case 60: return compareText(a.code, b.code);
    case 65: return compareText(a.code, b.code) || compareDocuments(a.scope, b.scope);
    default: return 0;
  }
}

/** @param {unknown} a @param {unknown} b */
export const equal = (a, b) => compare(a, b) === 0;

/** By code points, which is the order of UTF-8 bytes; UTF-16 differs for surrogates. @param {string} a @param {string} b */
export function compareText(a, b) {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const highX = x >= 0xd800 && x <= 0xdfff;
    const highY = y >= 0xd800 && y <= 0xdfff;
    if (highX !== highY && x >= 0xd800 && y >= 0xd800) return highX ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return order(a.length, b.length);
}

function compareDocuments(a, b) {
  const right = b.entries();
  for (const [name, value] of a) {
    const next = right.next();
    if (next.done) return 1;
    const [otherName, other] = next.value;
    const result = order(rank(value), rank(other)) || compareText(name, otherName) || compare(value, other);
    if (result) return result;
  }
  return right.next().done ? 0 : -1;
}

function compareArrays(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const result = compare(a[i], b[i]);
    if (result) return result;
  }
  return order(a.length, b.length);
}

const bytesOf = (binary) => Buffer.from(binary.buffer.buffer, binary.buffer.byteOffset, binary.position);

function compareBinary(a, b) {
  return order(a.position, b.position) || order(a.sub_type, b.sub_type) || Math.sign(Buffer.compare(bytesOf(a), bytesOf(b)));
}

/** The exact value of a double as coefficient × 10^exponent. */
function exactParts(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const mantissa = biased === 0 ? bits & 0xfffffffffffffn : (bits & 0xfffffffffffffn) | 0x10000000000000n;
  const power = (biased === 0 ? 1 : biased) - 1075;
  return power >= 0
    ? { negative: value < 0, coefficient: mantissa << BigInt(power), exponent: 0 }
    : { negative: value < 0, coefficient: mantissa * 5n ** BigInt(-power), exponent: power };
}

const SPECIAL = { NaN: -2, Infinity: 1 };

/** -2 for NaN, ±1 for infinities, 0 for finite numbers. */
function special(value) {
  if (typeof value === 'number') return Number.isNaN(value) ? -2 : value === Infinity ? 1 : value === -Infinity ? -1 : 0;
  if (!(value instanceof Decimal128)) return 0;
  const p = parts(value);
  return p.special ? SPECIAL[p.special] * (p.negative && p.special === 'Infinity' ? -1 : 1) : 0;
}

function exact(value) {
  if (value instanceof Decimal128) return parts(value);
  if (typeof value === 'number') return exactParts(value);
  const whole = typeof value === 'bigint' ? value : BigInt(value.value);
  return { negative: whole < 0n, coefficient: whole < 0n ? -whole : whole, exponent: 0 };
}

/** @param {number | bigint | Int32 | Decimal128} a @param {number | bigint | Int32 | Decimal128} b @returns {-1 | 0 | 1} */
export function compareNumbers(a, b) {
  const x = a instanceof Int32 ? a.value : a;
  const y = b instanceof Int32 ? b.value : b;
  if (typeof x !== 'object' && typeof y !== 'object') {
    if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : -1;
    return Number.isNaN(y) ? 1 : order(x, y);
  }
  const kindX = special(x);
  const kindY = special(y);
  if (kindX || kindY) return order(kindX, kindY);
  const left = exact(x);
  const right = exact(y);
  const exponent = Math.min(left.exponent, right.exponent);
  const value = (p) => (p.negative ? -1n : 1n) * p.coefficient * 10n ** BigInt(p.exponent - exponent);
  return order(value(left), value(right));
}

function numberKey(value) {
  if (value instanceof Int32) return `n${value.value}`;
  if (typeof value === 'bigint') return `n${value}`;
  if (typeof value === 'number') {
    if (Number.isInteger(value)) return Number.isSafeInteger(value) ? `n${value === 0 ? 0 : value}` : `n${BigInt(value)}`;
    return `d${value}`;
  }
  const p = parts(value);
  if (p.special) return `d${p.negative ? '-' : ''}${p.special}`;
  let { coefficient, exponent } = p;
  while (coefficient !== 0n && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  const sign = p.negative && coefficient !== 0n ? '-' : '';
  if (coefficient === 0n) return 'n0';
  if (exponent >= 0 && exponent < 400) return `n${sign}${coefficient * 10n ** BigInt(exponent)}`;
  const double = Number(value.toString());
  return Number.isFinite(double) && compareNumbers(double, value) === 0 ? `d${double}` : `D${sign}${coefficient}E${exponent}`;
}

/** @param {unknown} value @returns {string} equal for values that compare as equal, and only for those. */
export function keyOf(value) {
  switch (typeof value) {
    case 'string': return `s${value.length}:${value}`;
    case 'undefined': return 'm';
    case 'boolean': return value ? 't' : 'f';
    case 'number':
    case 'bigint': return numberKey(value);
  }
  if (value === null) return '0';
  if (value instanceof ObjectId) return `o${value.toHexString()}`;
  if (value instanceof Int32 || value instanceof Decimal128) return numberKey(value);
  if (value instanceof Doc) {
    let key = '{';
    for (const [name, inner] of value) key += `${name.length}:${name}${keyOf(inner)},`;
    return `${key}}`;
  }
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (value instanceof Date) return `i${value.getTime()}`;
  if (value instanceof Binary) return `b${value.sub_type}:${bytesOf(value).toString('base64')}`;
  if (value instanceof Timestamp) return `T${value.t}:${value.i}`;
  if (value instanceof BSONSymbol) return keyOf(value.value);
  if (value instanceof BSONRegExp) return `r${JSON.stringify([value.pattern, value.options])}`;
  if (value instanceof Code) return `c${JSON.stringify(value.code)}${value.scope ? keyOf(value.scope) : ''}`;
  if (value instanceof DbPointer) return `p${JSON.stringify(value.namespace)}${value.id.toHexString()}`;
  const name = typeName(value);
  return name === 'undefined' ? 'm' : name;
}
