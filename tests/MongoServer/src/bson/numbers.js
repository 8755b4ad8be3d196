import { fail } from '../errors.js';
import * as decimal from './decimal.js';
import { Decimal128, INT_MAX, INT_MIN, Int32, LONG_MAX, LONG_MIN } from './types.js';

/** int < long < double < decimal: the result of an operation has the widest type of its operands. @param {unknown} value */
export function width(value) {
  if (value instanceof Int32) return 0;
  if (typeof value === 'bigint') return 1;
  return typeof value === 'number' ? 2 : 3;
}

/** @param {any} value @returns {Decimal128} */
export function toDecimal(value) {
  if (value instanceof Decimal128) return value;
  if (value instanceof Int32) return decimal.fromLong(BigInt(value.value));
  return typeof value === 'bigint' ? decimal.fromLong(value) : decimal.fromDouble(value);
}

/** @param {any} value @returns {number} */
export function toDouble(value) {
  if (value instanceof Int32) return value.value;
  return typeof value === 'number' ? value : Number(value instanceof Decimal128 ? value.toString() : value);
}

/** @param {any} value int or long @returns {bigint} */
export const toLong = (value) => (value instanceof Int32 ? BigInt(value.value) : value);

const fitsInt = (value) => value >= INT_MIN && value <= INT_MAX;
const fitsLong = (value) => value >= LONG_MIN && value <= LONG_MAX;

/** A whole number as int32 if both operands were, as int64 if it fits, else as a double: what $add, $subtract and $multiply do on overflow. */
function whole(value, narrow) {
  if (narrow && fitsInt(value)) return new Int32(Number(value));
  return fitsLong(value) ? value : Number(value);
}

const OPERATIONS = {
  add: { whole: (a, b) => a + b, double: (a, b) => a + b, decimal: decimal.add },
  subtract: { whole: (a, b) => a - b, double: (a, b) => a - b, decimal: (a, b) => decimal.add(a, decimal.negate(b)) },
  multiply: { whole: (a, b) => a * b, double: (a, b) => a * b, decimal: decimal.multiply },
};

function arithmetic(operation, a, b) {
  const widest = Math.max(width(a), width(b));
  if (widest === 3) return operation.decimal(toDecimal(a), toDecimal(b));
  if (widest === 2) return operation.double(toDouble(a), toDouble(b));
  return whole(operation.whole(toLong(a), toLong(b)), widest === 0);
}

export const add = (a, b) => arithmetic(OPERATIONS.add, a, b);
export const subtract = (a, b) => arithmetic(OPERATIONS.subtract, a, b);
export const multiply = (a, b) => arithmetic(OPERATIONS.multiply, a, b);

/**
 * The sum in the widest type of its terms. Doubles are added with compensation, as MongoDB does: 0.1, 0.2 and 0.3 give 0.6.
 * @param {any[]} values
 */
export function sum(values) {
  let widest = 0;
  let long = 0n;
  let high = 0;
  let low = 0;
  let exact = decimal.fromLong(0n);
  const two = (value) => {
    const next = high + value;
    const back = next - high;
    low += (high - (next - back)) + (value - back);
    high = next;
  };
  for (const value of values) {
    const own = width(value);
    widest = Math.max(widest, own);
    if (own < 2) long += toLong(value);
    else if (own === 2) two(value);
    else exact = decimal.add(exact, value);
  }
  if (widest < 2) return whole(long, widest === 0);
  two(Number(long));
  two(Number(long - BigInt(Number(long))));
  const double = Number.isFinite(high) ? high + low : high;
  return widest === 2 ? double : decimal.add(exact, double === Number(long) ? decimal.fromLong(long) : decimal.fromDouble(double));
}

/** @param {any} value */
export const isZero = (value) => toDouble(value) === 0 && !(value instanceof Decimal128 && decimal.parts(value).coefficient !== 0n);

/** Division gives a double, or a decimal if one operand is. */
export function divide(a, b) {
  if (isZero(b)) fail(2, "can't $divide by zero");
  return width(a) === 3 || width(b) === 3 ? decimal.divide(toDecimal(a), toDecimal(b)) : toDouble(a) / toDouble(b);
}

export function remainder(a, b) {
  if (isZero(b)) fail(16610, "can't $mod by zero");
  const widest = Math.max(width(a), width(b));
  if (widest === 3) return decimal.remainder(toDecimal(a), toDecimal(b));
  if (widest === 2) return toDouble(a) % toDouble(b);
  return whole(toLong(a) % toLong(b), widest === 0);
}

/**
 * For `$inc`, `$mul` and `$bit`: as the operators above, but an overflow of int64 is an error.
 * @param {string} operator
 * @param {'add' | 'multiply'} name
 */
export function checked(operator, name, a, b) {
  const result = OPERATIONS[name];
  if (Math.max(width(a), width(b)) < 2 && !fitsLong(result.whole(toLong(a), toLong(b)))) {
    fail(2, `Failed to apply ${operator} operations to current value (${a}) for document`);
  }
  return arithmetic(result, a, b);
}

/** @param {any} value the whole number it is, or undefined if it has a fraction, is not finite or exceeds int64 @returns {bigint | undefined} */
export function exactLong(value) {
  if (value instanceof Int32 || typeof value === 'bigint') return toLong(value);
  if (typeof value === 'number') {
    const long = Number.isInteger(value) ? BigInt(value) : undefined;
    return long !== undefined && fitsLong(long) ? long : undefined;
  }
  const p = decimal.parts(value);
  if (p.special || p.exponent > 30) return undefined;
  const scale = 10n ** BigInt(Math.abs(p.exponent));
  if (p.exponent < 0 && p.coefficient % scale !== 0n) return undefined;
  const long = (p.negative ? -1n : 1n) * (p.exponent < 0 ? p.coefficient / scale : p.coefficient * scale);
  return fitsLong(long) ? long : undefined;
}

/** @param {bigint} value @returns {Int32 | bigint} the narrowest of int32 and int64 */
export const narrow = (value) => (fitsInt(value) ? new Int32(Number(value)) : value);
