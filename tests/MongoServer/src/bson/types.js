import { BSONSymbol, Binary, Code, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';

export { BSONSymbol, Binary, Code, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp };

/**
 * A BSON document: a map in the order of its fields. Plain objects won't do: they sort names that look like integers and treat `__proto__` as special.
 *
 * The values: `number` is a double, `bigint` an int64, `Int32` an int32; string, boolean, null, `Date`, arrays and `Doc` are themselves; the rest are the classes of the
 * package `bson`. `undefined` is a missing value and never stored. Documents that are stored are not changed; a change is a new `Doc`.
 */
export class Doc extends Map {
  /** The bytes this was read from, while it is unchanged. @type {Buffer | undefined} */
  raw = undefined;
  /** Why it can't be written anew without loss (repeated names, invalid UTF-8). @type {string | undefined} */
  lossy = undefined;
  /** The fields that this is about. @type {Set<string> | undefined} */
  damaged = undefined;

  /** @param {Iterable<[string, unknown]>} [entries] of another document: the copy is as lossy */
  constructor(entries) {
    super(entries);
    if (entries instanceof Doc && entries.lossy) {
      this.lossy = entries.lossy;
      this.damaged = entries.damaged;
    }
  }

  /** @param {Record<string, unknown>} fields @returns {Doc} for documents the server makes itself: whole numbers become int32, nested plain objects `Doc`. */
  static of(fields) {
    const doc = new Doc();
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined) doc.set(name, native(value));
    }
    return doc;
  }
}

/** @param {unknown} value @returns {unknown} a value of JavaScript as one of BSON. */
export function native(value) {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? new Int32(value) : value;
  if (Array.isArray(value)) return value.map(native);
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) return Doc.of(value);
  return value;
}

/** The deprecated BSON type 6, kept apart from a missing value. */
export class BsonUndefined {}
export const UNDEFINED = new BsonUndefined();

/** The deprecated BSON type 12. */
export class DbPointer {
  /** @param {string} namespace @param {ObjectId} id */
  constructor(namespace, id) {
    this.namespace = namespace;
    this.id = id;
  }
}

/** A regular expression as it is stored; the class of the package `bson` refuses options it doesn't know. */
export class BSONRegExp {
  /** @param {string} pattern @param {string} options in alphabetical order, as they are in BSON */
  constructor(pattern, options) {
    this.pattern = pattern;
    this.options = options;
  }
}

export const INT_MIN = -2147483648;
export const INT_MAX = 2147483647;
export const LONG_MIN = -(2n ** 63n);
export const LONG_MAX = 2n ** 63n - 1n;

const CODES = {
  double: 1, string: 2, object: 3, array: 4, binData: 5, undefined: 6, objectId: 7, bool: 8, date: 9, null: 10, regex: 11, dbPointer: 12, javascript: 13, symbol: 14,
  javascriptWithScope: 15, int: 16, timestamp: 17, long: 18, decimal: 19, minKey: -1, maxKey: 127,
};
const NAMES_BY_CODE = new Map(Object.entries(CODES).map(([name, code]) => [code, name]));

/** @param {unknown} value @returns {string} the name `$type` gives the value's type; `missing` for undefined. */
export function typeName(value) {
  switch (typeof value) {
    case 'undefined': return 'missing';
    case 'number': return 'double';
    case 'bigint': return 'long';
    case 'string': return 'string';
    case 'boolean': return 'bool';
  }
  if (value === null) return 'null';
  if (value instanceof Doc) return 'object';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Int32) return 'int';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Date) return 'date';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof Binary) return 'binData';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof BSONRegExp) return 'regex';
  if (value instanceof Code) return value.scope ? 'javascriptWithScope' : 'javascript';
  if (value instanceof BSONSymbol) return 'symbol';
  if (value instanceof MinKey) return 'minKey';
  if (value instanceof MaxKey) return 'maxKey';
  if (value instanceof BsonUndefined) return 'undefined';
  if (value instanceof DbPointer) return 'dbPointer';
  throw new TypeError(`no BSON value: ${Object.prototype.toString.call(value)}`);
}

/** @param {string} name @returns {number | undefined} */
export const typeCode = (name) => (Object.hasOwn(CODES, name) ? CODES[name] : undefined);

/** @param {number} code @returns {string | undefined} */
export const typeNameOf = (code) => NAMES_BY_CODE.get(code);

/** @param {unknown} value */
export const isNumber = (value) => typeof value === 'number' || typeof value === 'bigint' || value instanceof Int32 || value instanceof Decimal128;

/** @param {unknown} value null, missing or the deprecated undefined */
export const isNullish = (value) => value === undefined || value === null || value instanceof BsonUndefined;

/** @param {unknown} value @returns {boolean} MongoDB's truth: everything but false, null, missing and zero. */
export function isTrue(value) {
  if (isNullish(value) || value === false) return false;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'bigint') return value !== 0n;
  if (value instanceof Int32) return value.value !== 0;
  if (value instanceof Decimal128) return !/^-?0*(\.0*)?(E.*)?$/.test(value.toString());
  return true;
}

/**
 * @param {unknown} value an option of a command
 * @returns {number | undefined} as a JavaScript number, or undefined if it is no number
 */
export function toNumber(value) {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Int32) return value.value;
  if (value instanceof Decimal128) return Number(value.toString());
  return undefined;
}
