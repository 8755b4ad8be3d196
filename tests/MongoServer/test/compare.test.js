import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, keyOf } from '../src/bson/compare.js';
import { BSONRegExp, Binary, Code, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp, native } from '../src/bson/types.js';

const decimal = (text) => Decimal128.fromString(text);

test('types are in the order of the manual', () => {
  const order = [
    new MinKey(), undefined, null, NaN, -Infinity, decimal('-1E400'), -1.5, new Int32(0), 0.1, 1n, 2 ** 53, 2n ** 53n + 1n, Infinity, '', 'A', 'a', '\ufffd', '🌱', native({}), native({ a: 1 }), native({ a: 1, b: 0 }),
    native({ b: 0 }), native({ a: 'x' }), [], [1], [1, 2], [2], new Binary(Buffer.from([9]), 0), new Binary(Buffer.from([1, 1]), 0), new Binary(Buffer.from([1, 1]), 4), new ObjectId('0'.repeat(24)), false, true, new Date(0),
    new Timestamp({ t: 1, i: 1 }), new BSONRegExp('a', ''), new Code('f'), new MaxKey(),
  ];
  for (let i = 0; i < order.length; i++) for (let j = 0; j < order.length; j++) assert.equal(compare(order[i], order[j]), Math.sign(i - j), `${i} against ${j}`);
});

test('equal numbers of different types are equal and have one key', () => {
  for (const equals of [
    [new Int32(1), 1, 1n, decimal('1'), decimal('1.0'), decimal('10E-1')], [0, -0, 0n, new Int32(0), decimal('-0'), decimal('0E+10')], [0.5, decimal('0.50')], [NaN, decimal('NaN')],
    [2 ** 60, 2n ** 60n], [Infinity, decimal('Infinity')],
  ]) {
    for (const a of equals) {
      for (const b of equals) {
        assert.equal(compare(a, b), 0);
        assert.equal(keyOf(a), keyOf(b));
      }
    }
  }
});

test('numbers that only look equal are not', () => {
  for (const [a, b] of [[0.1, decimal('0.1')], [2 ** 53, 2n ** 53n + 1n], [9007199254740993n, 9007199254740992]]) {
    assert.notEqual(compare(a, b), 0);
    assert.notEqual(keyOf(a), keyOf(b));
  }
});

test('the order of fields counts in documents', () => {
  assert.notEqual(compare(native({ a: 1, b: 2 }), native({ b: 2, a: 1 })), 0);
  assert.notEqual(keyOf(native({ a: 1, b: 2 })), keyOf(native({ b: 2, a: 1 })));
});
