import { fail } from '../errors.js';
import { compare, equal } from '../bson/compare.js';
import { exactLong } from '../bson/numbers.js';
import { Doc, Int32, isNullish, isNumber, isTrue, typeName } from '../bson/types.js';
import { checkVariable } from './compile.js';
import { fixed, named, register, variadic } from './registry.js';

/** @param {unknown} value @param {string} operator @param {number} code @returns {unknown[]} */
export function needArray(value, operator, code, what = 'argument') {
  if (!Array.isArray(value)) fail(code, `${operator} requires its ${what} to be an array, but found: ${typeName(value)}`);
  return value;
}

/** @param {unknown} value @returns {number} a whole number within int32 */
export function needInt(value, operator, code) {
  const long = isNumber(value) ? exactLong(value) : undefined;
  if (long === undefined || long > 2147483647n || long < -2147483648n) fail(code, `${operator} requires a value representable as a 32-bit integer, but found: ${typeName(value)}`);
  return Number(long);
}

const int = (value) => new Int32(value);

function arrayElemAt([array, index], operator) {
  if (isNullish(array) || isNullish(index)) return null;
  needArray(array, operator, 28689, 'first argument');
  const at = needInt(index, operator, 28690);
  return array[at < 0 ? array.length + at : at];
}

const end = (last) => fixed(1, ([array], operator) => {
  if (isNullish(array)) return null;
  needArray(array, operator, 28689);
  return last ? array.at(-1) : array[0];
});

function concatArrays(values, operator) {
  const result = [];
  for (const value of values) {
    if (isNullish(value)) return null;
    result.push(...needArray(value, operator, 28664));
  }
  return result;
}

const filter = named(['input', 'cond'], ['as', 'limit'], (fields, compile, operator) => {
  const as = fields.get('as') ?? 'this';
  checkVariable(as);
  const input = compile(fields.get('input'));
  const test = compile(fields.get('cond'), [as]);
  const limit = fields.has('limit') ? compile(fields.get('limit')) : undefined;
  return (scope) => {
    const array = input(scope);
    if (isNullish(array)) return null;
    needArray(array, operator, 28651, "'input'");
    const most = limit ? limit(scope) : undefined;
    const count = isNullish(most) ? Infinity : needInt(most, operator, 327391);
    if (count < 1) fail(327392, '$filter: limit must be greater than 0');
    const found = [];
    for (const item of array) {
      if (found.length === count) break;
      if (isTrue(test(scope.with({ [as]: item })))) found.push(item);
    }
    return found;
  };
});

const map = named(['input', 'in'], ['as'], (fields, compile, operator) => {
  const as = fields.get('as') ?? 'this';
  checkVariable(as);
  const input = compile(fields.get('input'));
  const body = compile(fields.get('in'), [as]);
  return (scope) => {
    const array = input(scope);
    if (isNullish(array)) return null;
    return needArray(array, operator, 16883, "'input'").map((item) => {
      const value = body(scope.with({ [as]: item }));
      return value === undefined ? null : value;
    });
  };
});

const reduce = named(['input', 'initialValue', 'in'], [], (fields, compile, operator) => {
  const input = compile(fields.get('input'));
  const initial = compile(fields.get('initialValue'));
  const body = compile(fields.get('in'), ['this', 'value']);
  return (scope) => {
    const array = input(scope);
    if (isNullish(array)) return null;
    let value = initial(scope);
    for (const item of needArray(array, operator, 40080, "'input'")) value = body(scope.with({ this: item, value }));
    return value;
  };
});

const indexOfArray = variadic(2, 4, ([array, wanted, from, to], operator) => {
  if (isNullish(array)) return null;
  needArray(array, operator, 40090, 'first argument');
  const start = from === undefined ? 0 : needInt(from, operator, 40096);
  const stop = to === undefined ? array.length : Math.min(array.length, needInt(to, operator, 40096));
  for (let i = start; i < stop; i++) if (equal(array[i], wanted)) return int(i);
  return int(-1);
});

const range = variadic(2, 3, ([from, to, step = int(1)], operator) => {
  const start = needInt(from, operator, 34443);
  const stop = needInt(to, operator, 34445);
  const by = needInt(step, operator, 34447);
  if (by === 0) fail(34449, '$range requires a non-zero step value');
  const result = [];
  for (let i = start; by > 0 ? i < stop : i > stop; i += by) result.push(int(i));
  return result;
});

const slice = variadic(2, 3, ([array, first, count], operator) => {
  if (isNullish(array) || isNullish(first) || count === null) return null;
  needArray(array, operator, 28724, 'first argument');
  const n = needInt(first, operator, 28726);
  if (count === undefined) return n >= 0 ? array.slice(0, n) : array.slice(n);
  const length = needInt(count, operator, 28728);
  if (length <= 0) fail(28729, 'Third argument to $slice must be positive');
  const start = n < 0 ? Math.max(0, array.length + n) : n;
  return array.slice(start, start + length);
});

const zip = named(['inputs'], ['useLongestLength', 'defaults'], (fields, compile, operator) => {
  const inputs = fields.get('inputs');
  if (!Array.isArray(inputs) || inputs.length === 0) fail(34461, '$zip requires at least one input array');
  const columns = inputs.map((item) => compile(item));
  const longest = fields.get('useLongestLength') === true;
  const defaults = fields.has('defaults') ? compile(fields.get('defaults')) : undefined;
  return (scope) => {
    const arrays = columns.map((column) => column(scope));
    if (arrays.some(isNullish)) return null;
    arrays.forEach((array) => needArray(array, operator, 34468, 'input'));
    const lengths = arrays.map((array) => array.length);
    const rest = defaults ? needArray(defaults(scope), operator, 34467, "'defaults'") : [];
    return Array.from({ length: (longest ? Math.max : Math.min)(...lengths) }, (_, row) => arrays.map((array, column) => (row < array.length ? array[row] : rest[column] ?? null)));
  };
});

const sortArray = named(['input', 'sortBy'], [], (fields, compile, operator) => {
  const input = compile(fields.get('input'));
  const by = fields.get('sortBy');
  const value = (item, path) => path.split('.').reduce((current, name) => (current instanceof Doc ? current.get(name) : undefined), item) ?? null;
  const order = by instanceof Doc
    ? (a, b) => [...by].reduce((result, [path, way]) => result || compare(value(a, path), value(b, path)) * Number(exactLong(way)), 0)
    : (a, b) => compare(a, b) * Number(exactLong(by));
  return (scope) => {
    const array = input(scope);
    return isNullish(array) ? null : [...needArray(array, operator, 2942504, "'input'")].sort(order);
  };
});

const ends = (least) => named(['input', 'n'], [], (fields, compile, operator) => {
  const input = compile(fields.get('input'));
  const count = compile(fields.get('n'));
  return (scope) => {
    const array = input(scope);
    if (isNullish(array)) return null;
    const n = needInt(count(scope), operator, 5787902);
    if (n <= 0) fail(5787908, `'n' must be greater than 0, found ${n}`);
    return least(needArray(array, operator, 5788200, "'input'"), n);
  };
});

const present = (array) => array.filter((item) => !isNullish(item));

register({
  $arrayElemAt: fixed(2, arrayElemAt),
  $first: end(false),
  $last: end(true),
  $concatArrays: variadic(0, Infinity, concatArrays),
  $filter: filter,
  $map: map,
  $reduce: reduce,
  $in: fixed(2, ([value, array], operator) => needArray(array, operator, 40081, 'second argument').some((item) => equal(item, value))),
  $indexOfArray: indexOfArray,
  $isArray: fixed(1, ([value]) => Array.isArray(value)),
  $range: range,
  $reverseArray: fixed(1, ([array], operator) => (isNullish(array) ? null : [...needArray(array, operator, 34435)].reverse())),
  $size: fixed(1, ([array], operator) => int(needArray(array, operator, 17124).length)),
  $slice: slice,
  $zip: zip,
  $sortArray: sortArray,
  $firstN: ends((array, n) => array.slice(0, n)),
  $lastN: ends((array, n) => array.slice(-n)),
  $minN: ends((array, n) => present(array).sort(compare).slice(0, n)),
  $maxN: ends((array, n) => present(array).sort((a, b) => compare(b, a)).slice(0, n)),
});
