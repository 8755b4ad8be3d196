import { ServerError, fail, lacking } from '../errors.js';
import * as decimal from '../bson/decimal.js';
import * as numbers from '../bson/numbers.js';
import { Decimal128, INT_MAX, INT_MIN, Int32, LONG_MAX, LONG_MIN, ObjectId, isNullish, isNumber, isTrue, typeCode, typeName, typeNameOf } from '../bson/types.js';
import { fixed, named, register } from './registry.js';

const failure = (message) => new ServerError(241, `${message} in $convert with no onError value`);

/** A double as MongoDB's server prints it: printf's `%.16g`. @param {number} value */
export function formatDouble(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits, power] = value.toExponential(15).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 16) {
    const fixed16 = Number(value.toPrecision(16)).toFixed(Math.max(0, 15 - exponent));
    return fixed16.includes('.') ? fixed16.replace(/\.?0+$/, '') : fixed16;
  }
  const sign = exponent < 0 ? '-' : '+';
  return `${digits.replace(/\.?0+$/, '')}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** @param {any} value a number, date, boolean, object id or text */
export function toText(value) {
  if (value instanceof Date) {
    const year = value.getUTCFullYear();
    if (year < 0 || year > 9999) throw failure(`Can't format the date of the year ${year}`);
    return value.toISOString();
  }
  if (typeof value === 'number') return formatDouble(value);
  if (value instanceof Int32) return String(value.value);
  if (value instanceof ObjectId) return value.toHexString();
  return String(value);
}

function inRange(value, least, most) {
  if (value < least || value > most) throw failure(`Conversion would overflow target type: ${value}`);
  return value;
}

/** The whole part as int64; fractions are cut off. */
function truncated(value) {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw failure(`Attempt to convert ${Number.isNaN(value) ? 'NaN' : 'infinity'} value to integer type`);
    return inRange(BigInt(Math.trunc(value)), LONG_MIN, LONG_MAX);
  }
  if (!(value instanceof Decimal128)) return numbers.toLong(value);
  const p = decimal.parts(value);
  if (p.special) throw failure(`Attempt to convert ${p.special} value to integer type`);
  if (p.exponent > 40) throw failure(`Conversion would overflow target type: ${value}`);
  const magnitude = p.exponent >= 0 ? p.coefficient * 10n ** BigInt(p.exponent) : p.coefficient / 10n ** BigInt(-p.exponent);
  return inRange(p.negative ? -magnitude : magnitude, LONG_MIN, LONG_MAX);
}

/** Before it is cut off, a fraction above int32's end is out of range already. */
function toInt(value) {
  if (typeof value === 'number' && Number.isFinite(value)) inRange(value, INT_MIN, INT_MAX);
  return new Int32(Number(inRange(truncated(value), BigInt(INT_MIN), BigInt(INT_MAX))));
}

function parseWhole(text, least, most) {
  if (!/^[+-]?\d+$/.test(text)) throw failure(`Failed to parse number '${text}'`);
  return inRange(BigInt(text.replace('+', '')), least, most);
}

function parseDouble(text) {
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(text)) return NaN;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw failure(`Failed to parse number '${text}'`);
  const value = Number(text);
  if (!Number.isFinite(value)) throw failure(`Failed to parse number '${text}': Out of range`);
  return value;
}

function parseDecimal(text) {
  if (!/^[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|inf|infinity|nan)$/i.test(text)) throw failure(`Failed to parse number '${text}'`);
  try {
    return Decimal128.fromStringWithRounding(text);
  } catch {
    throw failure(`Failed to parse number '${text}'`);
  }
}

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** ISO 8601; MongoDB takes many more forms, which are refused by name here. @param {string} text */
export function parseDate(text) {
  const match = ISO.exec(text);
  if (!match) {
    if (/\d/.test(text)) lacking(`the date '${text}', in a form other than ISO 8601,`);
    throw failure(`Error parsing date string '${text}'`);
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second, Number((match[7] ?? '').padEnd(3, '0').slice(0, 3))));
  date.setUTCFullYear(year, month - 1, day);
  if (month < 1 || month > 12 || date.getUTCMonth() !== month - 1 || day < 1 || hour > 23 || minute > 59 || second > 59) throw failure(`Error parsing date string '${text}'`);
  const zone = match[8] && match[8] !== 'Z' ? match[8].replace(':', '') : '+0000';
  const minutes = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3))) * (zone[0] === '-' ? -1 : 1);
  return new Date(date.getTime() - minutes * 60000);
}

function numberToDate(value) {
  const ms = Number(truncated(value));
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) lacking(`the date ${ms}, outside the years ±271821,`);
  return date;
}

const bool = (yes, no) => (value) => (value ? yes : no);
const yes = () => true;
const same = (value) => value;

/** From and to, as MongoDB 7.0 has them; what is not here is no conversion. */
const TABLE = {
  double: { double: same, string: toText, bool: isTrue, date: numberToDate, int: toInt, long: truncated, decimal: numbers.toDecimal },
  int: { double: numbers.toDouble, string: toText, bool: isTrue, int: same, long: truncated, decimal: numbers.toDecimal },
  long: { double: numbers.toDouble, string: toText, bool: isTrue, date: numberToDate, int: toInt, long: same, decimal: numbers.toDecimal },
  decimal: { double: decimalToDouble, string: toText, bool: isTrue, date: numberToDate, int: toInt, long: truncated, decimal: same },
  string: {
    double: parseDouble, string: same, bool: yes, date: parseDate, objectId: parseObjectId, decimal: parseDecimal,
    int: (text) => new Int32(Number(parseWhole(text, BigInt(INT_MIN), BigInt(INT_MAX)))), long: (text) => parseWhole(text, LONG_MIN, LONG_MAX),
  },
  objectId: { string: toText, bool: yes, objectId: same, date: (id) => id.getTimestamp() },
  bool: { double: bool(1, 0), string: String, bool: same, int: (value) => new Int32(value ? 1 : 0), long: bool(1n, 0n), decimal: (value) => decimal.fromLong(value ? 1n : 0n) },
  date: { double: (date) => date.getTime(), string: toText, bool: yes, date: same, long: (date) => BigInt(date.getTime()), decimal: (date) => decimal.fromLong(BigInt(date.getTime())) },
  timestamp: { bool: yes, date: (value) => new Date(value.t * 1000) },
  object: { bool: yes }, array: { bool: yes }, binData: { bool: yes }, regex: { bool: yes }, dbPointer: { bool: yes }, javascript: { bool: yes }, symbol: { bool: yes }, javascriptWithScope: { bool: yes },
};

function decimalToDouble(value) {
  const double = numbers.toDouble(value);
  if (!Number.isFinite(double) && !decimal.parts(value).special) throw failure(`Conversion would overflow target type: ${value}`);
  return double;
}

function parseObjectId(text) {
  if (!/^[0-9a-fA-F]{24}$/.test(text)) throw failure(`Failed to parse objectId '${text}'`);
  return new ObjectId(text);
}

/** @param {unknown} value not nullish @param {string} to the name of a type */
export function convert(value, to) {
  const from = typeName(value);
  const conversion = TABLE[from] && Object.hasOwn(TABLE[from], to) ? TABLE[from][to] : undefined;
  if (!conversion) throw failure(`Unsupported conversion from ${from} to ${to}`);
  return conversion(value);
}

function targetType(to) {
  if (isNumber(to)) {
    const name = typeNameOf(Number(numbers.exactLong(to)));
    if (!name) fail(9, `In $convert, numeric value for 'to' does not correspond to a BSON type: ${toText(to)}`);
    return name;
  }
  if (typeof to !== 'string') fail(9, `$convert's 'to' argument must be a string or number, but is ${typeName(to)}`);
  if (typeCode(to) === undefined) fail(2, `Unknown type name: ${to}`);
  return to;
}

const convertOperator = named(['input', 'to'], ['onError', 'onNull'], (fields, compile) => {
  const [input, to] = ['input', 'to'].map((name) => compile(fields.get(name)));
  const onError = fields.has('onError') ? compile(fields.get('onError')) : undefined;
  const onNull = fields.has('onNull') ? compile(fields.get('onNull')) : undefined;
  return (scope) => {
    const type = to(scope);
    const value = input(scope);
    if (!isNullish(type)) targetType(type);
    if (isNullish(value)) return onNull ? onNull(scope) : null;
    if (isNullish(type)) return null;
    try {
      return convert(value, targetType(type));
    } catch (error) {
      if (onError && error instanceof ServerError && error.code === 241) return onError(scope);
      throw error;
    }
  };
});

const to = (type) => fixed(1, ([value]) => (isNullish(value) ? null : convert(value, type)));

register({
  $convert: convertOperator,
  $toBool: to('bool'),
  $toDate: to('date'),
  $toDecimal: to('decimal'),
  $toDouble: to('double'),
  $toInt: to('int'),
  $toLong: to('long'),
  $toObjectId: to('objectId'),
  $toString: to('string'),
});
