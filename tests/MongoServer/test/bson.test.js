import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Binary, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp, serialize } from 'bson';
import { decode } from '../src/bson/decode.js';
import { encode } from '../src/bson/encode.js';
import { Doc, native } from '../src/bson/types.js';

/** Decoded and written anew, not from the bytes that were kept. */
const again = (bytes) => {
  const doc = decode(bytes);
  doc.raw = undefined;
  return encode(doc);
};

test('every type comes back byte for byte as the package bson writes it', () => {
  const bytes = Buffer.from(serialize({
    double: new Double(1), negativeZero: new Double(-0), nan: NaN, int: new Int32(1), long: Long.fromNumber(1), decimal: Decimal128.fromString('1.10'), string: 'grün 🌱', empty: '',
    object: { nested: { list: [1, [2], { x: null }] } }, binary: new Binary(Buffer.from([1, 2, 3]), 4), id: new ObjectId(), yes: true, no: false, date: new Date(-1), nothing: null,
    regex: /a.*b/im, code: new Code('f()'), scoped: new Code('f()', { a: 1 }), timestamp: new Timestamp({ t: 4294967295, i: 4294967295 }), low: new MinKey(), high: new MaxKey(),
  }));
  assert.deepEqual(again(bytes), bytes);
});

test('names that look like integers, and __proto__, keep their place', () => {
  const doc = new Doc([['10', 1], ['b', 2], ['2', 3], ['__proto__', 4], ['', 5]]);
  assert.deepEqual([...decode(encode(doc)).keys()], ['10', 'b', '2', '__proto__', '']);
});

test('a name that comes twice is kept as it is, and never written anew', () => {
  const twice = Buffer.from('13000000106100010000001061000200000000', 'hex');
  const doc = decode(twice);
  assert.deepEqual(encode(doc), twice);
  assert.throws(() => encode(new Doc(doc)), /'a' twice cannot be written anew/);
});

test('text that is not UTF-8 is kept as it is, and never written anew', () => {
  const bytes = Buffer.from('0e00000002610002000000ff0000', 'hex');
  assert.deepEqual(encode(decode(bytes)), bytes);
  assert.throws(() => again(bytes), /not UTF-8 cannot be written anew/);
});

for (const [what, hex] of Object.entries({
  'a length that is too long': '0600000000', 'a length that is too short': '0400000000', 'no ending zero': '0500000001', 'an unknown type': '0c000000146100000000000000',
  'a string past the end': '0e00000002610099000000780000', 'a boolean of 2': '090000000861000200', 'a name without an end': '0700000010616161', 'nothing at all': '',
})) {
  test(`refuses ${what}`, () => assert.throws(() => decode(Buffer.from(hex, 'hex')), { code: 22 }));
}

test('refuses documents nested deeper than MongoDB takes them', () => {
  let value = {};
  for (let i = 0; i < 250; i++) value = { a: value };
  assert.throws(() => decode(Buffer.from(serialize(value))), { code: 15 });
});

test('plain objects of the server\'s own get int32 for whole numbers', () => {
  assert.deepEqual(decode(encode({ n: 1, list: [2.5, { m: 2 }] })).get('n'), new Int32(1));
  assert.equal(native([1.5])[0], 1.5);
});

test('the corpus of the specifications comes back byte for byte, and its errors are errors', (context) => {
  const folder = fileURLToPath(new URL('../../../../shared/data/mongodb-specs/bson-corpus/tests/', import.meta.url));
  if (!existsSync(folder)) return context.skip('Needs ../shared/data');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const { valid = [], decodeErrors = [] } = JSON.parse(readFileSync(folder + file, 'utf8'));
    for (const { description, canonical_bson: hex } of valid) assert.equal(again(Buffer.from(hex, 'hex')).toString('hex').toUpperCase(), hex.toUpperCase(), `${file}: ${description}`);
    for (const { description, bson } of decodeErrors) {
      const bytes = Buffer.from(bson, 'hex');
      // Bytes behind a document are the next message's, and text that is not UTF-8 is kept but never written anew.
      assert.throws(() => assert.equal(again(bytes).length, bytes.length), `${file}: ${description}`);
    }
  }
  return undefined;
});
