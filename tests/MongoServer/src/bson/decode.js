import { ServerError } from '../errors.js';
import { BSONRegExp, BSONSymbol, Binary, Code, DbPointer, Decimal128, Doc, Int32, MaxKey, MinKey, ObjectId, Timestamp, UNDEFINED } from './types.js';

/** As deep as MongoDB takes them. */
const MAX_DEPTH = 200;

const invalid = (what) => new ServerError(22, `Invalid BSON: ${what}`);
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Reader {
  /** @param {Buffer} buffer @param {number} offset */
  constructor(buffer, offset) {
    this.buffer = buffer;
    this.offset = offset;
    /** What was read so far that could not be written again as it was. @type {string[]} */
    this.losses = [];
  }

  /** @param {number} count @param {number} end */
  take(count, end) {
    const at = this.offset;
    if (count < 0 || at + count > end) throw invalid('a value reaches past its document');
    this.offset = at + count;
    return at;
  }

  text(start, end) {
    const text = this.buffer.utf8Slice(start, end);
    if (text.includes('\ufffd')) {
      try {
        strictUtf8.decode(this.buffer.subarray(start, end));
      } catch {
        this.losses.push('text that is not UTF-8');
      }
    }
    return text;
  }

  cstring(end) {
    const at = this.offset;
    const zero = this.buffer.indexOf(0, at);
    if (zero < 0 || zero >= end) throw invalid('a name without an end');
    this.offset = zero + 1;
    return this.text(at, zero);
  }

  string(end) {
    const length = this.buffer.readInt32LE(this.take(4, end));
    if (length < 1) throw invalid('a string of negative length');
    const at = this.take(length, end);
    if (this.buffer[at + length - 1] !== 0) throw invalid('a string without its ending zero');
    return this.text(at, at + length - 1);
  }

  /** @param {boolean} array @param {number} limit @param {number} depth @returns {Doc | unknown[]} */
  document(array, limit, depth) {
    if (depth > MAX_DEPTH) throw new ServerError(15, `BSON nested more than ${MAX_DEPTH} levels deep`);
    const start = this.take(4, limit);
    const length = this.buffer.readInt32LE(start);
    const end = start + length - 1;
    if (length < 5 || end + 1 > limit) throw invalid('a document with a wrong length');
    if (this.buffer[end] !== 0) throw invalid('a document without its ending zero');
    const result = array ? [] : new Doc();
    while (this.offset < end) {
      const type = this.buffer[this.offset++];
      const losses = this.losses.length;
      const name = this.cstring(end);
      const value = this.value(type, end, depth);
      if (array) result.push(value);
      else {
        if (result.has(name)) this.losses.push(`the field name '${name}' twice`);
        else result.set(name, value);
        if (this.losses.length > losses) {
          result.lossy ??= this.losses[losses];
          (result.damaged ??= new Set()).add(name);
        }
      }
    }
    if (this.offset !== end) throw invalid('a document whose values do not fill it');
    this.offset = end + 1;
    return result;
  }

  value(type, end, depth) {
    const { buffer } = this;
    switch (type) {
      case 0x01: return buffer.readDoubleLE(this.take(8, end));
      case 0x02: return this.string(end);
      case 0x03: return this.document(false, end, depth + 1);
      case 0x04: return this.document(true, end, depth + 1);
      case 0x05: return this.binary(end);
      case 0x06: return UNDEFINED;
      case 0x07: return this.objectId(end);
      case 0x08: {
        const flag = buffer[this.take(1, end)];
        if (flag > 1) throw invalid('a boolean that is neither 0 nor 1');
        return flag === 1;
      }
      case 0x09: {
        const ms = buffer.readBigInt64LE(this.take(8, end));
        const date = new Date(Number(ms));
        if (Number.isNaN(date.getTime())) throw new ServerError(238, `the date ${ms} is outside the years this stand-in for MongoDB can hold (±271821)`);
        return date;
      }
      case 0x0a: return null;
      case 0x0b: return new BSONRegExp(this.cstring(end), this.cstring(end));
      case 0x0c: return new DbPointer(this.string(end), this.objectId(end));
      case 0x0d: return new Code(this.string(end));
      case 0x0e: return new BSONSymbol(this.string(end));
      case 0x0f: {
        const start = this.offset;
        const length = buffer.readInt32LE(this.take(4, end));
        const code = new Code(this.string(end), this.document(false, end, depth + 1));
        if (this.offset !== start + length) throw invalid('code with scope of a wrong length');
        return code;
      }
      case 0x10: return new Int32(buffer.readInt32LE(this.take(4, end)));
      case 0x11: {
        const at = this.take(8, end);
        return new Timestamp({ t: buffer.readUInt32LE(at + 4), i: buffer.readUInt32LE(at) });
      }
      case 0x12: return buffer.readBigInt64LE(this.take(8, end));
      case 0x13: {
        const at = this.take(16, end);
        return new Decimal128(Buffer.from(buffer.subarray(at, at + 16)));
      }
      case 0x7f: return new MaxKey();
      case 0xff: return new MinKey();
      default: throw invalid(`the unknown type 0x${type.toString(16)}`);
    }
  }

  objectId(end) {
    const at = this.take(12, end);
    return new ObjectId(Buffer.from(this.buffer.subarray(at, at + 12)));
  }

  binary(end) {
    const length = this.buffer.readInt32LE(this.take(4, end));
    const subtype = this.buffer[this.take(1, end)];
    const at = this.take(length, end);
    if (subtype === 2 && (length < 4 || this.buffer.readInt32LE(at) !== length - 4)) throw invalid('binary of subtype 2 with a wrong inner length');
    // Subtype 2 keeps its inner length here, so that its bytes come back as they were.
    return new Binary(Buffer.from(this.buffer.subarray(at, at + length)), subtype);
  }
}

/**
 * Reads one document, strict about lengths and types; its bytes stay attached as `raw`.
 * @param {Buffer} buffer
 * @param {number} [offset]
 * @returns {Doc}
 */
export function decode(buffer, offset = 0) {
  const reader = new Reader(buffer, offset);
  try {
    const doc = /** @type {Doc} */ (reader.document(false, buffer.length, 0));
    doc.raw = buffer.subarray(offset, reader.offset);
    return doc;
  } catch (error) {
    throw error instanceof RangeError ? invalid('a document cut short') : error;
  }
}
