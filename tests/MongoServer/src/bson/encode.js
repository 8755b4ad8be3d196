import { ServerError } from '../errors.js';
import { BSONRegExp, BSONSymbol, Binary, BsonUndefined, Code, DbPointer, Decimal128, Doc, Int32, MaxKey, MinKey, ObjectId, Timestamp, native } from './types.js';

class Writer {
  constructor() {
    this.buffer = Buffer.allocUnsafe(1024);
    this.offset = 0;
  }

  /** @param {number} count @returns {number} where to write them */
  room(count) {
    const at = this.offset;
    const need = at + count;
    if (need > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(need, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, at);
      this.buffer = larger;
    }
    this.offset = need;
    return at;
  }

  byte(value) {
    const at = this.room(1);
    this.buffer[at] = value;
  }

  int32(value) {
    const at = this.room(4);
    this.buffer.writeInt32LE(value, at);
  }

  int64(value) {
    const at = this.room(8);
    this.buffer.writeBigInt64LE(value, at);
  }

  bytes(source) {
    const at = this.room(source.length);
    this.buffer.set(source, at);
  }

  cstring(text) {
    if (text.includes('\0')) throw new ServerError(2, 'a field name or a pattern cannot contain a zero byte');
    const at = this.room(Buffer.byteLength(text) + 1);
    this.buffer[at + this.buffer.utf8Write(text, at)] = 0;
  }

  string(text) {
    const length = Buffer.byteLength(text) + 1;
    this.int32(length);
    const at = this.room(length);
    this.buffer.utf8Write(text, at);
    this.buffer[at + length - 1] = 0;
  }

  /** @param {Iterable<[string, unknown]>} entries */
  fields(entries) {
    const start = this.room(4);
    for (const [name, value] of entries) {
      if (value !== undefined) this.element(name, value);
    }
    this.byte(0);
    this.buffer.writeInt32LE(this.offset - start, start);
  }

  /** @param {unknown[]} items */
  array(items) {
    const start = this.room(4);
    for (let i = 0; i < items.length; i++) this.element(String(i), items[i] === undefined ? null : items[i]);
    this.byte(0);
    this.buffer.writeInt32LE(this.offset - start, start);
  }

  document(doc) {
    if (doc.raw) return this.bytes(doc.raw);
    if (doc.lossy) throw new ServerError(238, `a document with ${doc.lossy} cannot be written anew by this stand-in for MongoDB`);
    return this.fields(doc);
  }

  head(type, name) {
    this.byte(type);
    this.cstring(name);
  }

  element(name, value) {
    switch (typeof value) {
      case 'string': return this.head(0x02, name), this.string(value);
      case 'boolean': return this.head(0x08, name), this.byte(value ? 1 : 0);
      case 'bigint': return this.head(0x12, name), this.int64(value);
      case 'number': {
        this.head(0x01, name);
        const at = this.room(8);
        return this.buffer.writeDoubleLE(value, at);
      }
    }
    if (value === null) return this.head(0x0a, name);
    if (value instanceof Doc) return this.head(0x03, name), this.document(value);
    if (Array.isArray(value)) return this.head(0x04, name), this.array(value);
    if (value instanceof Int32) return this.head(0x10, name), this.int32(value.value);
    if (value instanceof ObjectId) return this.head(0x07, name), this.bytes(value.id);
    if (value instanceof Date) return this.head(0x09, name), this.int64(BigInt(value.getTime()));
    if (value instanceof Decimal128) return this.head(0x13, name), this.bytes(value.bytes);
    return this.rare(name, value);
  }

  rare(name, value) {
    if (value instanceof Binary) {
      this.head(0x05, name);
      this.int32(value.position);
      this.byte(value.sub_type);
      return this.bytes(value.buffer.subarray(0, value.position));
    }
    if (value instanceof Timestamp) {
      this.head(0x11, name);
      this.int32(value.i | 0);
      return this.int32(value.t | 0);
    }
    if (value instanceof BSONRegExp) return this.head(0x0b, name), this.cstring(value.pattern), this.cstring(value.options);
    if (value instanceof Code && !value.scope) return this.head(0x0d, name), this.string(value.code);
    if (value instanceof Code) {
      this.head(0x0f, name);
      const start = this.room(4);
      this.string(value.code);
      this.document(value.scope);
      return this.buffer.writeInt32LE(this.offset - start, start);
    }
    if (value instanceof BSONSymbol) return this.head(0x0e, name), this.string(value.value);
    if (value instanceof BsonUndefined) return this.head(0x06, name);
    if (value instanceof DbPointer) return this.head(0x0c, name), this.string(value.namespace), this.bytes(value.id.id);
    if (value instanceof MinKey) return this.head(0xff, name);
    if (value instanceof MaxKey) return this.head(0x7f, name);
    if (Object.getPrototypeOf(value) === Object.prototype) {
      this.head(0x03, name);
      return this.fields(Object.entries(value).map(([key, inner]) => [key, native(inner)]));
    }
    throw new TypeError(`no BSON value for '${name}': ${Object.prototype.toString.call(value)}`);
  }
}

/**
 * @param {Doc | Record<string, unknown>} doc a document, or a plain object of the server's own making (whole numbers become int32)
 * @returns {Buffer} the bytes of its own
 */
export function encode(doc) {
  if (doc instanceof Doc && doc.raw) return doc.raw;
  const writer = new Writer();
  if (doc instanceof Doc) writer.document(doc);
  else writer.fields(Object.entries(doc).map(([name, value]) => [name, native(value)]));
  return writer.buffer.subarray(0, writer.offset);
}
