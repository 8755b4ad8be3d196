import { fail, lacking } from '../errors.js';
import { compareText } from '../bson/compare.js';
import { BSONRegExp, BSONSymbol, Code, Doc, Int32, isNullish, isNumber, typeName } from '../bson/types.js';
import { regularExpression } from '../query/regex.js';
import { needInt } from './arrays.js';
import { toText } from './convert.js';
import { fixed, named, register, variadic } from './registry.js';

/** What string operators take for a text: null is "", numbers and dates are written out. */
function text(value, operator) {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  if (value instanceof BSONSymbol) return value.value;
  if (value instanceof Code) return value.code;
  if (isNumber(value) || value instanceof Date) return toText(value);
  return fail(16007, `can't convert from BSON type ${typeName(value)} to String in ${operator}`);
}

function needText(value, operator, code) {
  if (typeof value !== 'string') fail(code, `${operator} requires a string, found: ${typeName(value)}`);
  return value;
}

function concat(values, operator) {
  let result = '';
  for (const value of values) {
    if (isNullish(value)) return null;
    if (typeof value !== 'string') fail(16702, `${operator} only supports strings, not ${typeName(value)}`);
    result += value;
  }
  return result;
}

/** Only ASCII letters, as MongoDB has it. */
const upper = (value) => value.replace(/[a-z]/g, (letter) => letter.toUpperCase());
const lower = (value) => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const split = fixed(2, ([value, separator], operator) => {
  if (isNullish(value) || isNullish(separator)) return null;
  needText(value, operator, 40085);
  needText(separator, operator, 40086);
  if (separator === '') fail(40087, '$split requires a non-empty separator');
  return value.split(separator);
});

/** The white space MongoDB trims when it is told no characters. */
const WHITE = new Set('\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a');

const trim = (left, right) => named(['input'], ['chars'], (fields, compile, operator) => {
  const input = compile(fields.get('input'));
  const chars = fields.has('chars') ? compile(fields.get('chars')) : undefined;
  return (scope) => {
    const value = input(scope);
    if (isNullish(value)) return null;
    needText(value, operator, 50699);
    let set = WHITE;
    if (chars) {
      const given = chars(scope);
      if (isNullish(given)) return null;
      set = new Set(needText(given, operator, 50700));
    }
    const letters = [...value];
    let from = 0;
    let to = letters.length;
    while (left && from < to && set.has(letters[from])) from++;
    while (right && to > from && set.has(letters[to - 1])) to--;
    return letters.slice(from, to).join('');
  };
});

const substrCP = fixed(3, ([value, from, count], operator) => {
  const start = needInt(from, operator, 34450);
  const length = needInt(count, operator, 34452);
  if (start < 0) fail(34455, '$substrCP: the starting index must be a non-negative integer');
  if (length < 0) fail(34454, '$substrCP: length must be a nonnegative integer');
  return [...text(value, operator)].slice(start, start + length).join('');
});

const substrBytes = fixed(3, ([value, from, count], operator) => {
  if (!isNumber(from)) fail(16034, `${operator}: starting index must be a numeric type`);
  if (!isNumber(count)) fail(16035, `${operator}: length must be a numeric type`);
  const bytes = Buffer.from(text(value, operator));
  const start = needInt(from, operator, 16034);
  const length = needInt(count, operator, 16035);
  if (start < 0) fail(50752, `${operator}: starting index must be non-negative (got: ${start})`);
  const stop = length < 0 ? bytes.length : Math.min(bytes.length, start + length);
  const inside = (at) => at < bytes.length && (bytes[at] & 0xc0) === 0x80;
  if (inside(start)) fail(28656, `${operator}: Invalid range, starting index is a UTF-8 continuation byte.`);
  if (inside(stop)) fail(28657, `${operator}: Invalid range, ending index is in the middle of a UTF-8 character.`);
  return bytes.toString('utf8', start, Math.max(start, stop));
});

const indexOf = (bytes) => variadic(2, 4, ([value, wanted, from, to], operator) => {
  if (isNullish(value)) return null;
  needText(value, operator, 40091);
  needText(wanted, operator, 40092);
  const units = bytes ? Buffer.from(value, 'utf8').toString('latin1') : [...value];
  const needle = bytes ? Buffer.from(wanted, 'utf8').toString('latin1') : [...wanted];
  const start = from === undefined ? 0 : needInt(from, operator, 40096);
  const stop = to === undefined ? units.length : Math.min(units.length, needInt(to, operator, 40096));
  if (start < 0 || (to !== undefined && stop < 0)) fail(40097, `${operator} requires a nonnegative index`);
  for (let i = start; i + needle.length <= stop; i++) {
    let same = true;
    for (let j = 0; same && j < needle.length; j++) same = units[i + j] === needle[j];
    if (same) return new Int32(i);
  }
  return new Int32(-1);
});

const replace = (all) => named(['input', 'find', 'replacement'], [], (fields, compile, operator) => {
  const [input, find, replacement] = ['input', 'find', 'replacement'].map((name) => compile(fields.get(name)));
  return (scope) => {
    const values = [input(scope), find(scope), replacement(scope)];
    if (values.some(isNullish)) return null;
    const [value, wanted, by] = values.map((item) => needText(item, operator, 51746));
    if (wanted === '') return all ? [by, ...[...value].flatMap((letter) => [letter, by])].join('') : by + value;
    return all ? value.split(wanted).join(by) : value.replace(wanted, () => by);
  };
});

const regex = (answer) => named(['input', 'regex'], ['options'], (fields, compile, operator) => {
  const [input, pattern, options] = ['input', 'regex', 'options'].map((name) => compile(fields.get(name) ?? null));
  return (scope) => {
    const value = input(scope);
    const given = pattern(scope);
    if (isNullish(given) || isNullish(value)) return answer.nothing;
    if (typeof value !== 'string') fail(51104, `${operator} needs 'input' to be of type string`);
    if (typeof given !== 'string' && !(given instanceof BSONRegExp)) fail(51105, `${operator} needs 'regex' to be of type string or regex`);
    const compiled = regularExpression(given instanceof BSONRegExp ? given.pattern : given, options(scope) ?? (given instanceof BSONRegExp ? given.options : ''));
    return answer.of(compiled, value);
  };
});

const found = (value, match) => new Doc([
  ['match', match[0]],
  ['idx', new Int32([...value.slice(0, match.index)].length)],
  ['captures', match.slice(1).map((capture) => capture ?? null)],
]);

register({
  $concat: variadic(0, Infinity, concat),
  $toUpper: fixed(1, ([value], operator) => upper(text(value, operator))),
  $toLower: fixed(1, ([value], operator) => lower(text(value, operator))),
  $split: split,
  $trim: trim(true, true),
  $ltrim: trim(true, false),
  $rtrim: trim(false, true),
  $substrCP: substrCP,
  $substrBytes: substrBytes,
  $substr: substrBytes,
  $strLenCP: fixed(1, ([value], operator) => new Int32([...needText(value, operator, 34471)].length)),
  $strLenBytes: fixed(1, ([value], operator) => new Int32(Buffer.byteLength(needText(value, operator, 34473)))),
  $strcasecmp: fixed(2, ([a, b], operator) => new Int32(compareText(upper(text(a, operator)), upper(text(b, operator))))),
  $indexOfCP: indexOf(false),
  $indexOfBytes: indexOf(true),
  $replaceOne: replace(false),
  $replaceAll: replace(true),
  $regexMatch: regex({ nothing: false, of: (pattern, value) => pattern.test(value) }),
  $regexFind: regex({ nothing: null, of: (pattern, value) => { const match = pattern.exec(value); return match ? found(value, match) : null; } }),
  $regexFindAll: regex({ nothing: [], of: (pattern, value) => [...value.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))].map((match) => found(value, match)) }),
  $function: () => lacking("the expression '$function'"),
});
