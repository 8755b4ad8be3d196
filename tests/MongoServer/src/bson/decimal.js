import { Decimal128 } from './types.js';

/**
 * Arithmetic on decimal128, which the package `bson` leaves out. A value is either finite, (-1)^negative × coefficient × 10^exponent, or special.
 * @typedef {{special?: 'NaN' | 'Infinity', negative: boolean, coefficient: bigint, exponent: number}} Parts
 */

const DIGITS = 34;
const MAX_EXPONENT = 6111;
const MIN_EXPONENT = -6176;
export const NAN = Decimal128.fromString('NaN');

/** @param {Decimal128} value @returns {Parts} */
export function parts(value) {
  const text = value.toString();
  const negative = text.startsWith('-');
  if (text.endsWith('Infinity')) return { special: 'Infinity', negative, coefficient: 0n, exponent: 0 };
  if (text === 'NaN') return { special: 'NaN', negative: false, coefficient: 0n, exponent: 0 };
  const [, whole, fraction = '', power = '0'] = /^-?(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/.exec(text);
  return { negative, coefficient: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** @param {Parts} p @returns {Decimal128} rounded to 34 digits, half to even */
export function compose(p) {
  if (p.special === 'NaN') return NAN;
  if (p.special) return Decimal128.fromString(p.negative ? '-Infinity' : 'Infinity');
  let { coefficient, exponent } = p;
  let excess = coefficient.toString().length - DIGITS;
  if (MIN_EXPONENT - exponent > excess) excess = MIN_EXPONENT - exponent;
  if (excess > 0) {
    coefficient = divideHalfEven(coefficient, 10n ** BigInt(excess));
    exponent += excess;
    if (coefficient.toString().length > DIGITS) {
      coefficient /= 10n;
      exponent += 1;
    }
  }
  while (exponent > MAX_EXPONENT && coefficient !== 0n && coefficient.toString().length < DIGITS) {
    coefficient *= 10n;
    exponent -= 1;
  }
  const sign = p.negative ? '-' : '';
  if (coefficient === 0n) exponent = Math.min(MAX_EXPONENT, Math.max(MIN_EXPONENT, exponent));
  if (exponent > MAX_EXPONENT) return Decimal128.fromString(`${sign}Infinity`);
  return Decimal128.fromString(`${sign}${coefficient}E${exponent}`);
}

/** @param {bigint} value @param {bigint} by both not negative */
export function divideHalfEven(value, by) {
  const quotient = value / by;
  const twice = (value % by) * 2n;
  return twice > by || (twice === by && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

const signed = (p) => (p.negative ? -p.coefficient : p.coefficient);
const finite = (value, exponent, zeroNegative = false) => ({ negative: value < 0n || (value === 0n && zeroNegative), coefficient: value < 0n ? -value : value, exponent });

/** @param {Decimal128} left @param {Decimal128} right */
export function add(left, right) {
  const a = parts(left);
  const b = parts(right);
  if (a.special === 'NaN' || b.special === 'NaN') return NAN;
  if (a.special && b.special) return a.negative === b.negative ? left : NAN;
  if (a.special) return left;
  if (b.special) return right;
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = signed(a) * 10n ** BigInt(a.exponent - exponent) + signed(b) * 10n ** BigInt(b.exponent - exponent);
  return compose(finite(sum, exponent, a.negative && b.negative));
}

/** @param {Decimal128} value */
export function negate(value) {
  const p = parts(value);
  return compose({ ...p, negative: !p.negative });
}

/** @param {Decimal128} left @param {Decimal128} right */
export function multiply(left, right) {
  const a = parts(left);
  const b = parts(right);
  const negative = a.negative !== b.negative;
  if (a.special === 'NaN' || b.special === 'NaN') return NAN;
  if (a.special || b.special) {
    const zero = (!a.special && a.coefficient === 0n) || (!b.special && b.coefficient === 0n);
    return zero ? NAN : compose({ special: 'Infinity', negative, coefficient: 0n, exponent: 0 });
  }
  return compose({ negative, coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent });
}

/** @param {Decimal128} left @param {Decimal128} right not zero */
export function divide(left, right) {
  const a = parts(left);
  const b = parts(right);
  const negative = a.negative !== b.negative;
  if (a.special === 'NaN' || b.special === 'NaN' || (a.special && b.special)) return NAN;
  if (a.special) return compose({ ...a, negative });
  if (b.special) return compose({ negative, coefficient: 0n, exponent: MIN_EXPONENT });
  const preferred = a.exponent - b.exponent;
  const scale = Math.max(0, DIGITS + 2 + b.coefficient.toString().length - a.coefficient.toString().length);
  const numerator = a.coefficient * 10n ** BigInt(scale);
  let coefficient = numerator / b.coefficient;
  let exponent = preferred - scale;
  if (numerator % b.coefficient !== 0n) {
    // A trailing 1 keeps the rest visible to the rounding.
    coefficient = coefficient * 10n + 1n;
    exponent -= 1;
  } else {
    while (exponent < preferred && coefficient % 10n === 0n && coefficient !== 0n) {
      coefficient /= 10n;
      exponent += 1;
    }
    if (coefficient === 0n) exponent = preferred;
  }
  return compose({ negative, coefficient, exponent });
}

/** The remainder with the sign of the dividend. @param {Decimal128} left @param {Decimal128} right not zero */
export function remainder(left, right) {
  const a = parts(left);
  const b = parts(right);
  if (a.special || b.special === 'NaN') return NAN;
  if (b.special) return left;
  const exponent = Math.min(a.exponent, b.exponent);
  const rest = (signed(a) * 10n ** BigInt(a.exponent - exponent)) % (b.coefficient * 10n ** BigInt(b.exponent - exponent));
  return compose(finite(rest, exponent, a.negative));
}

/** @param {bigint} value */
export const fromLong = (value) => Decimal128.fromString(value.toString());

/** As MongoDB turns a double into a decimal: 15 significant digits. @param {number} value */
export function fromDouble(value) {
  if (!Number.isFinite(value)) return Decimal128.fromString(Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity');
  if (value === 0) return Decimal128.fromString(Object.is(value, -0) ? '-0' : '0');
  return Decimal128.fromString(value.toExponential(14).replace(/^(-?)(\d)\.(\d+)e([+-]\d+)$/, (_, sign, first, rest, power) => {
    const digits = first + rest;
    return `${sign}${digits}E${Number(power) - 14}`;
  }));
}
