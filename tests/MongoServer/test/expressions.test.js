import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Binary, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import { canonical, failure, start } from './support.js';

const { client } = await start();
const db = (await client({ promoteValues: false })).db('expressions');

/** The value of an expression over a document; undefined if it is missing. */
async function evaluate(expression, doc = {}) {
  const [result] = await db.aggregate([{ $documents: [{ $literal: doc }] }, { $replaceWith: { $setField: { field: 'v', input: {}, value: expression } } }]).toArray();
  return result.v;
}

const int = (n) => new Int32(n);
const long = (n) => Long.fromString(String(n));
const double = (n) => new Double(n);
const decimal = (text) => Decimal128.fromString(text);
const date = (text) => new Date(text);

/** @param {Record<string, [unknown, unknown, object?]>} table a name, then expression, value and document */
function holds(table) {
  for (const [name, [expression, expected, doc]] of Object.entries(table)) {
    test(name, async () => assert.equal(canonical(await evaluate(expression, doc)), canonical(expected)));
  }
}

function refuses(table) {
  for (const [name, [expression, code, doc]] of Object.entries(table)) {
    test(name, async () => assert.equal(Number((await failure(() => evaluate(expression, doc))).code), code));
  }
}

holds({
  '$add keeps int32': [{ $add: [int(1), int(2)] }, int(3)],
  '$add goes to long when int32 overflows': [{ $add: [int(2147483647), int(1)] }, long('2147483648')],
  '$add goes to double when long overflows': [{ $add: [long('9223372036854775807'), int(1)] }, double(9223372036854775807)],
  '$add of int and double is a double': [{ $add: [int(1), double(2)] }, double(3)],
  '$add of double and decimal is a decimal': [{ $add: [decimal('0.1'), int(2)] }, decimal('2.1')],
  '$add compensates rounding': [{ $add: [0.1, 0.2, 0.3] }, double(0.6)],
  '$add of a date and milliseconds is a date': [{ $add: [date('2020-01-01'), int(1000)] }, date('2020-01-01T00:00:01Z')],
  '$add with null is null': [{ $add: [int(1), null] }, null],
  '$add with a missing field is null': [{ $add: [int(1), '$gone'] }, null],
  '$subtract of dates is a long': [{ $subtract: [date('2020-01-01T00:00:01Z'), date('2020-01-01')] }, long(1000)],
  '$multiply goes to long': [{ $multiply: [int(2147483647), int(2)] }, long('4294967294')],
  '$divide of ints is a double': [{ $divide: [int(6), int(3)] }, double(2)],
  '$divide of decimals has 34 digits': [{ $divide: [decimal('1'), int(3)] }, decimal('0.3333333333333333333333333333333333')],
  '$mod keeps int32 and the sign of the dividend': [{ $mod: [int(-7), int(3)] }, int(-1)],
  '$mod of doubles': [{ $mod: [5.5, int(2)] }, double(1.5)],
  '$abs of the least int32 is a long': [{ $abs: int(-2147483648) }, long('2147483648')],
  '$ceil of a double is a double': [{ $ceil: 2.1 }, double(3)],
  '$floor of a decimal': [{ $floor: decimal('-2.5') }, decimal('-3')],
  '$round goes half to even': [{ $round: double(2.5) }, double(2)],
  '$round to places': [{ $round: [double(2.345), int(1)] }, double(2.3)],
  '$round before the point keeps int32': [{ $round: [int(1250), int(-2)] }, int(1200)],
  '$trunc cuts off': [{ $trunc: [double(-2.78), int(1)] }, double(-2.7)],
  '$pow of ints': [{ $pow: [int(2), int(31)] }, long('2147483648')],
  '$sqrt gives a double': [{ $sqrt: int(9) }, double(3)],
  '$sum over an array leaves out what is no number': [{ $sum: '$a' }, double(3.5), { a: [int(1), 'x', double(2.5), null] }],
  '$avg of ints is a double': [{ $avg: ['$a', '$b'] }, double(1.5), { a: int(1), b: int(2) }],
  '$max across types goes by their order': [{ $max: ['$a', '$b'] }, 'x', { a: int(9), b: 'x' }],
});

holds({
  '$convert cuts a double to int': [{ $convert: { input: double(3.9), to: 'int' } }, int(3)],
  '$convert of text to int': [{ $convert: { input: '-12', to: 'int' } }, int(-12)],
  '$convert of "12.0" to int takes onError': [{ $convert: { input: '12.0', to: 'int', onError: 'no' } }, 'no'],
  '$convert of " 1" takes onError': [{ $convert: { input: ' 1', to: 'double', onError: 'no' } }, 'no'],
  '$convert of hexadecimal takes onError': [{ $convert: { input: '0x1F', to: 'double', onError: 'no' } }, 'no'],
  '$convert of "1e3" to double': [{ $convert: { input: '1e3', to: 'double' } }, double(1000)],
  '$convert out of range takes onError': [{ $convert: { input: long('2147483648'), to: 'int', onError: 'no' } }, 'no'],
  '$convert of NaN to int takes onError': [{ $convert: { input: NaN, to: 'int', onError: 'no' } }, 'no'],
  '$convert of an array takes onError': [{ $convert: { input: [[int(1)]], to: 'string', onError: 'no' } }, 'no'],
  '$convert of null takes onNull': [{ $convert: { input: null, to: 'int', onNull: int(7) } }, int(7)],
  '$convert of a missing field is null': [{ $convert: { input: '$gone', to: 'int', onError: 'no' } }, null],
  '$convert by a number of a type': [{ $convert: { input: int(1), to: int(18) } }, long(1)],
  '$convert of int to a date takes onError': [{ $convert: { input: int(1), to: 'date', onError: 'no' } }, 'no'],
  '$convert of long to a date': [{ $convert: { input: long(1000), to: 'date' } }, date(1000)],
  '$convert to onError can remove': [{ $convert: { input: 'x', to: 'int', onError: '$$REMOVE' } }, undefined],
  '$toDecimal of a double has 15 digits': [{ $toDecimal: double(2.5) }, decimal('2.50000000000000')],
  '$toDecimal of text keeps its zeros': [{ $toDecimal: '1.10' }, decimal('1.10')],
  '$toString of a double': [{ $toString: double(2.5) }, '2.5'],
  '$toString of a whole double': [{ $toString: double(3) }, '3'],
  '$toString of a date': [{ $toString: date('2020-01-02T03:04:05.006Z') }, '2020-01-02T03:04:05.006Z'],
  '$toString of a boolean': [{ $toString: true }, 'true'],
  '$toBool of any text is true': [{ $toBool: 'false' }, true],
  '$toBool of 0.0': [{ $toBool: double(0) }, false],
  '$toDate of text': [{ $toDate: '2020-01-02T03:04:05+02:00' }, date('2020-01-02T01:04:05Z')],
  '$toDate of an object id': [{ $toDate: new ObjectId('5e0be1000000000000000000') }, date('2020-01-01T00:00:00Z')],
  '$toObjectId': [{ $toObjectId: '5e0be1000000000000000000' }, new ObjectId('5e0be1000000000000000000')],
  '$type tells missing from null': [{ $concat: [{ $type: '$gone' }, ' ', { $type: '$a' }, ' ', { $type: '$b' }] }, 'missing null long', { a: null, b: long(1) }],
  '$isNumber': [[{ $isNumber: '$a' }, { $isNumber: '$b' }], [true, false], { a: decimal('1'), b: '1' }],
});

holds({
  '$literal keeps a dollar': [{ $literal: '$5 off' }, '$5 off'],
  '$getField reads a name with a dot': [{ $getField: 'price.usd' }, int(5), { 'price.usd': int(5), price: { usd: int(6) } }],
  '$getField reads a name with a dollar': [{ $getField: { $literal: '$x' } }, int(1), { $x: int(1) }],
  '$getField from what is no document is missing': [{ $getField: { field: 'a', input: '$s' } }, undefined, { s: 'text' }],
  '$getField from null is null': [{ $getField: { field: 'a', input: null } }, null],
  '$setField writes a name with a dot': [{ $setField: { field: 'a.b', input: '$$ROOT', value: int(1) } }, { x: int(0), 'a.b': int(1) }, { x: int(0) }],
  '$setField keeps the place': [{ $setField: { field: 'a', input: '$$ROOT', value: 'new' } }, { a: 'new', b: int(2) }, { a: int(1), b: int(2) }],
  '$setField with nothing removes': [{ $setField: { field: 'a', input: '$$ROOT', value: { $cond: [true, '$gone', 1] } } }, { b: int(2) }, { a: int(1), b: int(2) }],
  '$getField from an array is missing': [{ $type: { $getField: { field: 'a', input: '$l' } } }, 'missing', { l: [{ a: int(1) }] }],
  '$cond can give nothing': [{ $type: { $cond: [false, '$a', '$$REMOVE'] } }, 'missing', { a: int(1) }],
  '$let of nothing is missing': [{ $let: { vars: { x: '$gone' }, in: { $type: '$$x' } } }, 'missing'],
  '$allElementsTrue takes its one argument for the array': [{ $allElementsTrue: [{ $map: { input: '$a', in: { $gt: ['$$this', int(1)] } } }] }, false, { a: [int(1), int(2)] }],
  '$anyElementTrue of none is false': [{ $anyElementTrue: ['$a'] }, false, { a: [] }],
  '$setField with $$REMOVE removes': [{ $setField: { field: 'a', input: '$$ROOT', value: '$$REMOVE' } }, { b: int(2) }, { a: int(1), b: int(2) }],
  '$unsetField': [{ $unsetField: { field: 'a.b', input: '$$ROOT' } }, { a: { b: int(2) } }, { 'a.b': int(1), a: { b: int(2) } }],
  '$mergeObjects': [{ $mergeObjects: ['$a', null, { y: int(3) }] }, { x: int(1), y: int(3) }, { a: { x: int(1), y: int(2) } }],
  '$objectToArray keeps the order of names that look like integers': [{ $objectToArray: '$o' }, [{ k: '10', v: int(1) }, { k: '9', v: int(2) }], { o: new Map([['10', int(1)], ['9', int(2)]]) }],
  '$arrayToObject of pairs': [{ $arrayToObject: { $literal: [['b', int(1)], ['a', int(2)]] } }, { b: int(1), a: int(2) }],
  '$arrayToObject of documents, the last of a name wins': [{ $arrayToObject: { $literal: [{ k: 'a', v: int(1) }, { k: 'a', v: int(2) }] } }, { a: int(2) }],
  '$map over each, null for missing': [{ $map: { input: '$a', as: 'x', in: '$$x.n' } }, [int(1), null], { a: [{ n: int(1) }, {}] }],
  '$map of null is null': [{ $map: { input: '$gone', in: '$$this' } }, null],
  '$filter': [{ $filter: { input: '$a', as: 'x', cond: { $gt: ['$$x', int(1)] } } }, [int(2), int(3)], { a: [int(1), int(2), int(3)] }],
  '$reduce': [{ $reduce: { input: '$a', initialValue: '', in: { $concat: ['$$value', '$$this'] } } }, 'abc', { a: ['a', 'b', 'c'] }],
  '$let': [{ $let: { vars: { x: int(2), y: '$a' }, in: { $multiply: ['$$x', '$$y'] } } }, int(6), { a: int(3) }],
  'a path goes through arrays, and leaves out what is missing': ['$a.b', [int(1), int(3)], { a: [{ b: int(1) }, { c: int(2) }, { b: int(3) }, int(4)] }],
  'a number in a path is no index': ['$a.0', [], { a: [int(1)] }],
  'an array of missing fields has nulls': [['$gone', int(1)], [null, int(1)]],
  'a document of missing fields leaves them out': [{ a: '$gone', b: int(1) }, { b: int(1) }],
  '$cond takes null for false': [{ $cond: [null, 'yes', 'no'] }, 'no'],
  '$cond takes "" for true': [{ $cond: { if: '', then: 'yes', else: 'no' } }, 'yes'],
  '$switch': [{ $switch: { branches: [{ case: false, then: int(1) }, { case: int(1), then: int(2) }], default: int(3) } }, int(2)],
  '$ifNull': [{ $ifNull: ['$gone', null, int(3)] }, int(3)],
  '$eq of a missing field and null is false': [{ $eq: ['$gone', null] }, false],
  '$eq goes by value across types of numbers': [{ $eq: [int(1), decimal('1.0')] }, true],
  '$gt goes across types': [{ $gt: ['a', int(1)] }, true],
  '$cmp': [{ $cmp: [int(1), int(2)] }, int(-1)],
  '$in': [{ $in: [double(1), [int(1), int(2)]] }, true],
  '$setUnion goes by value': [{ $setUnion: [[int(2), int(1)], [double(2)]] }, [int(1), int(2)]],
  '$setDifference keeps the order': [{ $setDifference: [[int(3), int(1), int(2)], [int(1)]] }, [int(3), int(2)]],
  '$concatArrays': [{ $concatArrays: [[int(1)], '$a'] }, [int(1), int(2)], { a: [int(2)] }],
  '$slice from the end': [{ $slice: [[int(1), int(2), int(3)], int(-2)] }, [int(2), int(3)]],
  '$arrayElemAt beyond the end is missing': [{ $arrayElemAt: [[int(1)], int(5)] }, undefined],
  '$size is an int32': [{ $size: '$a' }, int(2), { a: [int(1), int(2)] }],
  '$range': [{ $range: [int(0), int(5), int(2)] }, [int(0), int(2), int(4)]],
  '$zip': [{ $zip: { inputs: [[int(1), int(2)], ['a']], useLongestLength: true } }, [[int(1), 'a'], [int(2), null]]],
  '$sortArray': [{ $sortArray: { input: '$a', sortBy: { n: int(-1) } } }, [{ n: int(2) }, { n: int(1) }], { a: [{ n: int(1) }, { n: int(2) }] }],
  '$bsonSize is an int32': [{ $bsonSize: '$$ROOT' }, int(12), { a: int(1) }],
  '$split': [{ $split: ['a,b,,c', ','] }, ['a', 'b', '', 'c']],
  '$trim': [{ $trim: { input: ' \ta b\n ' } }, 'a b'],
  '$trim of given characters': [{ $rtrim: { input: 'a!?!', chars: '?!' } }, 'a'],
  '$substrCP counts code points': [{ $substrCP: ['x🌱ü!', int(1), int(2)] }, '🌱ü'],
  '$substrBytes counts bytes': [{ $substrBytes: ['aü!', int(1), int(2)] }, 'ü'],
  '$strLenCP and $strLenBytes': [[{ $strLenCP: '🌱ü' }, { $strLenBytes: '🌱ü' }], [int(2), int(6)]],
  '$concat with null is null': [{ $concat: ['a', '$gone'] }, null],
  '$toUpper takes ASCII only': [{ $toUpper: 'aü' }, 'Aü'],
  '$indexOfCP': [{ $indexOfCP: ['🌱ab', 'b'] }, int(2)],
  '$replaceAll': [{ $replaceAll: { input: 'a.b.c', find: '.', replacement: { $literal: '$&' } } }, 'a$&b$&c'],
  '$regexFind': [{ $regexFind: { input: 'x🌱12', regex: '(\\d)(\\d)' } }, { match: '12', idx: int(2), captures: ['1', '2'] }],
  '$regexMatch with a look ahead for the very end': [[{ $regexMatch: { input: '12', regex: '^[0-9]+(?![\\s\\S])' } }, { $regexMatch: { input: '12\n', regex: '^[0-9]+(?![\\s\\S])' } }], [true, false]],
  '$regexMatch with options': [{ $regexMatch: { input: 'ABC', regex: 'b', options: 'i' } }, true],
});

holds({
  '$year and its like are int32': [[{ $year: '$d' }, { $month: '$d' }, { $dayOfMonth: '$d' }, { $hour: '$d' }, { $dayOfWeek: '$d' }, { $dayOfYear: '$d' }], [2020, 2, 29, 13, 7, 60].map(int), { d: date('2020-02-29T13:00:00Z') }],
  '$dateToString with a format': [{ $dateToString: { date: '$d', format: '%d/%m/%Y %H:%M:%S.%L' } }, '29/02/2020 13:00:00.007', { d: date('2020-02-29T13:00:00.007Z') }],
  '$dateToString without a format': [{ $dateToString: { date: '$d' } }, '2020-02-29T13:00:00.000Z', { d: date('2020-02-29T13:00:00Z') }],
  '$dateToString of null takes onNull': [{ $dateToString: { date: '$gone', onNull: 'none' } }, 'none'],
  '$dateFromString with a format': [{ $dateFromString: { dateString: '31/12/2020', format: '%d/%m/%Y' } }, date('2020-12-31')],
  '$dateFromString that fails takes onError': [{ $dateFromString: { dateString: '12/31/2020', format: '%d/%m/%Y', onError: 'no' } }, 'no'],
  '$dateAdd stays within the month': [{ $dateAdd: { startDate: '$d', unit: 'month', amount: int(1) } }, date('2020-02-29T05:00:00Z'), { d: date('2020-01-31T05:00:00Z') }],
  '$dateDiff is a long': [{ $dateDiff: { startDate: date('2020-01-01'), endDate: date('2020-03-01'), unit: 'day' } }, long(60)],
  '$dateTrunc': [{ $dateTrunc: { date: date('2020-05-31T13:14:15Z'), unit: 'hour' } }, date('2020-05-31T13:00:00Z')],
  '$sin': [{ $sin: double(0) }, double(0)],
});

test('$$NOW is one date for the whole command', async () => {
  const [a, b] = await evaluate(['$$NOW', '$$NOW']);
  assert.ok(a instanceof Date);
  assert.equal(a.getTime(), b.getTime());
});

refuses({
  'an unknown variable': ['$$x', 17276],
  'an operator that is lacking, by name': [{ $function: {} }, 238],
  'an object of operator and field': [{ $add: [], b: 1 }, 15983],
  'adding text': [{ $add: [int(1), 'x'] }, 14],
  'dividing by zero': [{ $divide: [int(1), int(0)] }, 2],
  'too few arguments': [{ $eq: [int(1)] }, 16020],
  '$toInt of text that is no number': [{ $toInt: 'x' }, 241],
  '$size of what is no array': [{ $size: '$gone' }, 17124],
  '$switch without a match': [{ $switch: { branches: [{ case: false, then: 1 }] } }, 40066],
  '$concat of a number': [{ $concat: ['a', int(1)] }, 16702],
  '$arrayToObject of a number': [{ $arrayToObject: { $literal: [int(1)] } }, 40398],
  '$setField by a name that is not constant': [{ $setField: { field: { $concat: ['a'] }, input: '$$ROOT', value: 1 } }, 4161107],
  'a time zone other than UTC, by name': [{ $hour: { date: '$$NOW', timezone: 'Europe/Berlin' } }, 238],
  'a date in another form than ISO 8601, by name': [{ $toDate: '12/31/2020' }, 238],
  'a regular expression that JavaScript lacks, by name': [{ $regexMatch: { input: 'a', regex: '(?>a)' } }, 238],
});

test('a timestamp and binary pass through', async () => {
  const doc = { t: new Timestamp({ t: 5, i: 1 }), b: new Binary(Buffer.from([1]), 5) };
  assert.equal(canonical(await evaluate(['$t', '$b'], doc)), canonical([doc.t, doc.b]));
});
