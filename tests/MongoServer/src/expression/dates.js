import { aggregate } from 'mingo';
import { ServerError, fail, lacking } from '../errors.js';
import * as numbers from '../bson/numbers.js';
import { Doc, Int32, ObjectId, Timestamp, isNullish, isNumber, typeName } from '../bson/types.js';
import { parseDate } from './convert.js';
import { named, fixed, register } from './registry.js';

/**
 * Dates and trigonometry are mingo's; here are the limits within which its answers are MongoDB's. Its values are JavaScript's, so each operator says the type of its result.
 */

const RESULT = {
  int: (value) => new Int32(value),
  long: (value) => BigInt(value),
  double: (value) => value,
  date: (value) => value,
  string: (value) => value,
  document: (value) => new Doc(Object.entries(value).map(([name, part]) => [name, new Int32(part)])),
};

/** What mingo's operator gives for arguments that are values already. */
function ask(operator, fields, result) {
  const literal = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { $literal: value }]));
  const argument = 'value' in fields ? { $literal: fields.value } : literal;
  try {
    const [{ value }] = aggregate([{}], [{ $project: { _id: 0, value: { [operator]: argument } } }]);
    return value === null || value === undefined ? null : RESULT[result](value);
  } catch (error) {
    throw new ServerError(9, error.message);
  }
}

function toDate(value, operator) {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  return fail(16006, `can't convert from BSON type ${typeName(value)} to Date in ${operator}`);
}

const plain = (value) => (isNumber(value) ? numbers.toDouble(value) : value);

/** Only UTC: mingo takes a zone's offset without its summer time. */
function checkZone(zone, operator) {
  if (zone !== undefined && !['UTC', 'GMT', '+00:00', '+0000', '+00'].includes(zone)) lacking(`${operator} with the time zone '${zone}'`);
}

const part = (result) => (argument, compile, operator) => {
  const long = argument instanceof Doc && argument.has('date');
  const date = compile(long ? argument.get('date') : Array.isArray(argument) && argument.length === 1 ? argument[0] : argument);
  const zone = long && argument.has('timezone') ? compile(argument.get('timezone')) : () => undefined;
  return (scope) => {
    const value = date(scope);
    const timezone = zone(scope);
    if (isNullish(value) || timezone === null) return null;
    checkZone(timezone, operator);
    return ask(operator, { value: toDate(value, operator) }, result);
  };
};

/** Named arguments, evaluated; a missing `date` (or any that is required) gives null. */
function dated(required, optional, result, check = () => {}) {
  return named(required, [...optional, 'timezone'], (fields, compile, operator) => {
    const compiled = [...fields].map(([name, value]) => [name, compile(value)]);
    return (scope) => {
      const values = Object.fromEntries(compiled.map(([name, value]) => [name, value(scope)]));
      if (Object.entries(values).some(([name, value]) => name !== 'onNull' && isNullish(value))) return 'onNull' in values && isNullish(values.date) ? values.onNull : null;
      checkZone(values.timezone, operator);
      for (const name of ['date', 'startDate', 'endDate']) if (name in values) values[name] = toDate(values[name], operator);
      const own = check(values, operator);
      if (own !== undefined) return own;
      const { onNull, timezone, ...rest } = values;
      return ask(operator, Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, plain(value)])), result);
    };
  });
}

const FORMATS = /%[YmdHMSLjuwzV%]/g;
const checkFormat = ({ format }, operator) => {
  const rest = format?.replace(FORMATS, '');
  if (rest?.includes('%')) lacking(`${operator} with the format '${format}'`);
};

const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'];
const checkUnit = ({ unit, startOfWeek }, operator) => {
  if (!UNITS.includes(unit)) fail(9, `${operator} parameter 'unit' value cannot be recognized as a time unit: ${unit}`);
  if (unit === 'week' || startOfWeek) lacking(`${operator} by weeks`);
};

/** Months and years keep within the month: 31 January and a month is the last of February. */
const shift = (sign) => (values, operator) => {
  checkUnit({ ...values, unit: values.unit === 'week' ? 'day' : values.unit }, operator);
  const long = isNumber(values.amount) ? numbers.exactLong(values.amount) : undefined;
  if (long === undefined) fail(5166405, `${operator} expects integer amount of time units`);
  const amount = Number(long) * sign;
  const months = { year: 12, quarter: 3, month: 1 }[values.unit];
  if (months === undefined) {
    const unit = { week: 604800000, day: 86400000, hour: 3600000, minute: 60000, second: 1000, millisecond: 1 }[values.unit];
    return new Date(values.startDate.getTime() + amount * unit);
  }
  const date = new Date(values.startDate);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months * amount);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date;
};

const fromString = named(['dateString'], ['format', 'timezone', 'onError', 'onNull'], (fields, compile, operator) => {
  const [text, format, zone, onError, onNull] = ['dateString', 'format', 'timezone', 'onError', 'onNull'].map((name) => (fields.has(name) ? compile(fields.get(name)) : undefined));
  return (scope) => {
    const value = text(scope);
    const pattern = format?.(scope);
    const timezone = zone?.(scope);
    if (isNullish(value)) return onNull ? onNull(scope) : null;
    if (pattern === null || timezone === null) return null;
    checkZone(timezone, operator);
    try {
      if (typeof value !== 'string') fail(241, `${operator} requires that 'dateString' be a string, found: ${typeName(value)} with value`);
      return pattern === undefined ? parseDate(value) : parseFormat(value, pattern, operator);
    } catch (error) {
      if (onError && error instanceof ServerError && error.code !== 238) return onError(scope);
      throw error;
    }
  };
});

const NUMERIC = { Y: '(?<Y>\\d{4})', m: '(?<m>\\d{2})', d: '(?<d>\\d{2})', H: '(?<H>\\d{2})', M: '(?<M>\\d{2})', S: '(?<S>\\d{2})', L: '(?<L>\\d{3})', z: '(?<z>[+-]\\d{2}:?\\d{2}|Z)' };

function parseFormat(value, format, operator) {
  let pattern = '';
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%') {
      pattern += format[i].replace(/[.*+?^${}()|[\]\\/-]/, '\\$&');
      continue;
    }
    const letter = format[++i];
    if (letter === '%') pattern += '%';
    else if (Object.hasOwn(NUMERIC, letter ?? '')) pattern += NUMERIC[letter];
    else lacking(`${operator} with the format '${format}'`);
  }
  const groups = new RegExp(`^${pattern}$`, 'u').exec(value)?.groups;
  if (!groups) fail(241, `Error parsing date string '${value}' by the format '${format}'`);
  for (const needed of ['Y', 'm', 'd']) if (!groups[needed]) fail(241, `an incomplete date/time string has been found, with elements missing: '${value}'`);
  const { Y, m, d, H = '00', M = '00', S = '00', L = '000', z = 'Z' } = groups;
  return parseDate(`${Y}-${m}-${d}T${H}:${M}:${S}.${L}${z}`);
}

const double = () => fixed(1, ([value], operator) => {
  if (isNullish(value)) return null;
  if (!isNumber(value)) fail(28765, `${operator} only supports numeric types, not ${typeName(value)}`);
  if (typeName(value) === 'decimal') lacking(`${operator} of a decimal`);
  return ask(operator, { value: numbers.toDouble(value) }, 'double');
});

register({
  $year: part('int'), $month: part('int'), $dayOfMonth: part('int'), $hour: part('int'), $minute: part('int'), $second: part('int'), $millisecond: part('int'),
  $dayOfWeek: part('int'), $dayOfYear: part('int'), $isoDayOfWeek: part('int'), $isoWeek: part('int'),
  $dateToString: dated(['date'], ['format', 'onNull'], 'string', checkFormat),
  $dateTrunc: dated(['date', 'unit'], ['binSize', 'startOfWeek'], 'date', checkUnit),
  $dateDiff: dated(['startDate', 'endDate', 'unit'], ['startOfWeek'], 'long', checkUnit),
  $dateAdd: dated(['startDate', 'unit', 'amount'], [], 'date', shift(1)),
  $dateSubtract: dated(['startDate', 'unit', 'amount'], [], 'date', shift(-1)),
  $dateFromString: fromString,
  ...Object.fromEntries(['$sin', '$cos', '$tan', '$asin', '$acos', '$atan', '$sinh', '$cosh', '$tanh', '$degreesToRadians', '$radiansToDegrees'].map((name) => [name, double()])),
});
