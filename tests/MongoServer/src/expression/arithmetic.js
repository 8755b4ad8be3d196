import { fail } from '../errors.js';
import * as decimal from '../bson/decimal.js';
import * as numbers from '../bson/numbers.js';
import { Decimal128, Int32, LONG_MAX, LONG_MIN, isNullish, isNumber, typeName } from '../bson/types.js';
import { compareNumbers } from '../bson/compare.js';
import { fixed, register, variadic } from './registry.js';

function needNumber(value, operator, code = 28765) {
  if (!isNumber(value)) fail(code, `${operator} only supports numeric types, not ${typeName(value)}`);
}

function add(values, operator) {
  let date = false;
  const terms = [];
  for (const value of values) {
    if (isNullish(value)) return null;
    if (value instanceof Date) {
      if (date) fail(16612, 'only one date allowed in an $add expression');
      date = true;
      terms.push(BigInt(value.getTime()));
    } else {
      if (!isNumber(value)) fail(14, `${operator} only supports numeric or date types, not ${typeName(value)}`);
      terms.push(value);
    }
  }
  return date ? dateAt(numbers.sum(terms)) : numbers.sum(terms);
}

function dateAt(milliseconds) {
  const date = new Date(Math.round(numbers.toDouble(milliseconds)));
  if (Number.isNaN(date.getTime())) fail(15, 'date overflow in $add');
  return date;
}

function subtract([a, b]) {
  if (isNullish(a) || isNullish(b)) return null;
  if (a instanceof Date) {
    if (b instanceof Date) return BigInt(a.getTime()) - BigInt(b.getTime());
    if (isNumber(b)) return dateAt(numbers.subtract(BigInt(a.getTime()), b));
  }
  if (!isNumber(a) || !isNumber(b)) fail(14, `can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return numbers.subtract(a, b);
}

function multiply(values, operator) {
  let product = new Int32(1);
  for (const value of values) {
    if (isNullish(value)) return null;
    needNumber(value, operator, 14);
    product = numbers.multiply(product, value);
  }
  return product;
}

const binary = (code, evaluate) => fixed(2, ([a, b], operator) => {
  if (isNullish(a) || isNullish(b)) return null;
  if (!isNumber(a) || !isNumber(b)) fail(code, `${operator} only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  return evaluate(a, b, operator);
});

const unary = (evaluate) => fixed(1, ([value], operator) => {
  if (isNullish(value)) return null;
  needNumber(value, operator);
  return evaluate(value, operator);
});

function abs(value) {
  if (value instanceof Int32) return value.value === -2147483648 ? 2147483648n : new Int32(Math.abs(value.value));
  if (typeof value === 'bigint') {
    if (value === LONG_MIN) fail(28680, "can't take $abs of long long min");
    return value < 0n ? -value : value;
  }
  return typeof value === 'number' ? Math.abs(value) : decimal.compose({ ...decimal.parts(value), negative: false });
}

/** Rounds toward where `pick` says, in the value's own type; `pick` gets the truncated magnitude, whether a rest is left, the comparison of the rest to one half and the sign. */
function roundTo(value, place, pick) {
  if (value instanceof Int32 || typeof value === 'bigint') {
    if (place >= 0) return value;
    const long = numbers.toLong(value);
    const result = shift(long < 0n, long < 0n ? -long : long, -place, pick);
    if (value instanceof Int32) return numbers.narrow(result);
    if (result > LONG_MAX || result < LONG_MIN) fail(51080, 'rounding a long overflowed');
    return result;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || (place >= 0 && Number.isInteger(value))) return value;
    // To whole numbers exactly; to other places MongoDB goes by way of a decimal of 15 digits.
    if (place === 0) return numbers.toDouble(roundDecimal(Decimal128.fromString(String(value)), 0, pick));
    return numbers.toDouble(roundDecimal(numbers.toDecimal(value), place, pick));
  }
  return roundDecimal(value, place, pick);
}

function shift(negative, magnitude, places, pick) {
  const unit = 10n ** BigInt(places);
  const rest = magnitude % unit;
  const whole = magnitude / unit;
  const up = rest !== 0n && pick({ odd: whole % 2n === 1n, half: rest * 2n === unit, over: rest * 2n > unit, negative });
  const result = (up ? whole + 1n : whole) * unit;
  return negative ? -result : result;
}

function roundDecimal(value, place, pick) {
  const p = decimal.parts(value);
  if (p.special || p.exponent >= -place) return value;
  const places = -place - p.exponent;
  const result = shift(p.negative, p.coefficient, places, pick);
  return decimal.compose({ negative: p.negative, coefficient: (result < 0n ? -result : result) / 10n ** BigInt(places), exponent: -place });
}

const halfEven = ({ odd, half, over }) => over || (half && odd);
const PICK = { $ceil: ({ negative }) => !negative, $floor: ({ negative }) => negative, $trunc: () => false, $round: halfEven };

const rounding = variadic(1, 2, ([value, place = new Int32(0)], operator) => {
  if (isNullish(value) || isNullish(place)) return null;
  needNumber(value, operator, 51081);
  const long = isNumber(place) ? numbers.exactLong(place) : undefined;
  if (long === undefined) fail(51082, `precision argument to ${operator} must be an integral value`);
  if (long < -20n || long > 100n) fail(51083, `cannot apply ${operator} with precision value ${long}, value must be in [-20, 100]`);
  return roundTo(value, Number(long), PICK[operator]);
});

function pow(a, b) {
  const widest = Math.max(numbers.width(a), numbers.width(b));
  if (widest < 2) {
    const exponent = numbers.toLong(b);
    if (exponent >= 0n && exponent < 64n) {
      const result = numbers.toLong(a) ** exponent;
      if (result <= LONG_MAX && result >= LONG_MIN) return widest === 0 ? numbers.narrow(result) : result;
    } else if (numbers.isZero(a) && exponent < 0n) fail(28764, '$pow cannot take a base of 0 and a negative exponent');
    const result = numbers.toDouble(a) ** Number(exponent);
    return Number.isInteger(result) && Math.abs(result) < 2 ** 53 ? (widest === 0 ? numbers.narrow(BigInt(result)) : BigInt(result)) : result;
  }
  return real('$pow', (x, y) => x ** y)(a, b);
}

/** Decimals lose digits in JavaScript's functions: such a result would be wrong in silence. */
const real = (operator, compute) => (...values) => {
  if (values.some((value) => value instanceof Decimal128)) fail(238, `${operator} of a decimal is not implemented by this stand-in for MongoDB (tests/MongoServer)`);
  return compute(...values.map(numbers.toDouble));
};

const positive = (operator, compute) => (value) => {
  if (compareNumbers(value, 0) <= 0) fail(28766, `${operator}'s argument must be a positive number, but is ${numbers.toDouble(value)}`);
  return real(operator, compute)(value);
};

const whole = (name) => unary((value, operator) => roundTo(value, 0, PICK[name]));

const bitwise = (start, combine) => variadic(0, Infinity, (values, operator) => {
  let result = new Int32(start);
  for (const value of values) {
    if (isNullish(value)) return null;
    if (!(value instanceof Int32 || typeof value === 'bigint')) fail(14, `${operator} only supports int and long operands, not ${typeName(value)}`);
    result = result instanceof Int32 && value instanceof Int32 ? new Int32(combine(result.value, value.value)) : BigInt.asIntN(64, combine(numbers.toLong(result), numbers.toLong(value)));
  }
  return result;
});

register({
  $add: variadic(0, Infinity, add),
  $subtract: fixed(2, subtract),
  $multiply: variadic(0, Infinity, multiply),
  $divide: binary(14, numbers.divide),
  $mod: binary(16611, numbers.remainder),
  $abs: unary(abs),
  $ceil: whole('$ceil'),
  $floor: whole('$floor'),
  $round: rounding,
  $trunc: rounding,
  $pow: binary(28763, pow),
  $sqrt: unary((value) => {
    if (compareNumbers(value, 0) < 0) fail(28714, "$sqrt's argument must be greater than or equal to 0");
    return real('$sqrt', Math.sqrt)(value);
  }),
  $exp: unary(real('$exp', Math.exp)),
  $ln: unary(positive('$ln', Math.log)),
  $log10: unary(positive('$log10', Math.log10)),
  $bitAnd: bitwise(-1, (a, b) => a & b),
  $bitOr: bitwise(0, (a, b) => a | b),
  $bitXor: bitwise(0, (a, b) => a ^ b),
  $bitNot: fixed(1, ([value], operator) => {
    if (isNullish(value)) return null;
    if (!(value instanceof Int32 || typeof value === 'bigint')) fail(14, `${operator} only supports int and long, not: ${typeName(value)}.`);
    return value instanceof Int32 ? new Int32(~value.value) : ~value;
  }),
});
