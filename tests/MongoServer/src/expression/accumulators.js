import { fail, lacking } from '../errors.js';
import { compare, keyOf } from '../bson/compare.js';
import { divide, sum, toDouble } from '../bson/numbers.js';
import { Decimal128, Doc, Int32, isNullish, isNumber, typeName } from '../bson/types.js';
import { register } from './registry.js';

const numbersOf = (values) => values.filter(isNumber);

function average(values) {
  const numbers = numbersOf(values);
  if (numbers.length === 0) return null;
  const total = sum(numbers);
  return divide(total instanceof Decimal128 ? total : toDouble(total), new Int32(numbers.length));
}

function extreme(values, way) {
  let best;
  for (const value of values) if (!isNullish(value) && (best === undefined || compare(value, best) * way > 0)) best = value;
  return best === undefined ? null : best;
}

function deviation(values, sample) {
  const numbers = numbersOf(values).map((value) => (value instanceof Decimal128 ? lacking('a standard deviation of decimals') : toDouble(value)));
  if (numbers.length < (sample ? 2 : 1)) return null;
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((total, value) => total + (value - mean) ** 2, 0) / (numbers.length - (sample ? 1 : 0)));
}

function merge(values) {
  const result = new Doc();
  for (const value of values) {
    if (isNullish(value)) continue;
    if (!(value instanceof Doc)) fail(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`);
    for (const [name, inner] of value) result.set(name, inner);
  }
  return result;
}

/** What `$group` makes of the values of a group, in their order; undefined is a missing one. @type {Record<string, (values: unknown[]) => unknown>} */
export const ACCUMULATORS = {
  $sum: (values) => sum(numbersOf(values)),
  $avg: average,
  $min: (values) => extreme(values, -1),
  $max: (values) => extreme(values, 1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => [...new Map(values.filter((value) => value !== undefined).map((value) => [keyOf(value), value])).values()],
  $mergeObjects: merge,
  $count: (values) => new Int32(values.length),
  $stdDevPop: (values) => deviation(values, false),
  $stdDevSamp: (values) => deviation(values, true),
};

/** As an expression: one argument that is an array is the list of values, else each argument is one. */
const asExpression = (name) => (argument, compile) => {
  const items = (Array.isArray(argument) ? argument : [argument]).map((item) => compile(item));
  return (scope) => {
    const values = items.map((item) => item(scope));
    return ACCUMULATORS[name](values.length === 1 && Array.isArray(values[0]) ? values[0] : values);
  };
};

register(Object.fromEntries(['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp'].map((name) => [name, asExpression(name)])));
