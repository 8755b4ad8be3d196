import { fail } from '../errors.js';
import { encode } from '../bson/encode.js';
import { Binary, Doc, Int32, isNullish, typeName } from '../bson/types.js';
import { needArray } from './arrays.js';
import { fixed, named, register, variadic } from './registry.js';

const without = (doc, name) => {
  const copy = new Doc(doc);
  copy.delete(name);
  return copy;
};

/** The name of `$getField` and the others is constant: a text that starts with `$` must come as `$literal`. */
function constantField(expression, operator) {
  const field = expression instanceof Doc && (expression.has('$literal') || expression.has('$const')) ? expression.get('$literal') ?? expression.get('$const') : expression;
  if (typeof field !== 'string') fail(4161107, `${operator} requires 'field' to evaluate to a constant string`);
  if (field === expression && field.startsWith('$')) fail(4161108, `${operator} requires 'field' to be a constant; write {$literal: '${field}'} for a name that starts with '$'`);
  return field;
}

/** @type {import('./registry.js').Operator} */
const getField = (argument, compile, operator) => {
  const long = argument instanceof Doc && argument.has('field');
  if (long) for (const name of argument.keys()) if (name !== 'field' && name !== 'input') fail(3041701, `${operator} found an unknown argument: ${name}`);
  const expression = long ? argument.get('field') : argument;
  if (typeof expression === 'string' && expression.startsWith('$') && !long) constantField(expression, operator);
  const field = compile(expression);
  const input = long && argument.has('input') ? compile(argument.get('input')) : compile('$$CURRENT');
  return (scope) => {
    const name = field(scope);
    if (typeof name !== 'string') fail(3041704, `${operator} requires 'field' to evaluate to type String, but got ${typeName(name)}`);
    const doc = input(scope);
    if (isNullish(doc)) return doc === undefined ? undefined : null;
    return doc instanceof Doc ? doc.get(name) : undefined;
  };
};

const setField = named(['field', 'input', 'value'], [], (fields, compile, operator) => {
  const field = constantField(fields.get('field'), operator);
  const input = compile(fields.get('input'));
  const value = compile(fields.get('value'));
  return (scope) => assign(input(scope), field, value(scope), operator);
});

const unsetField = named(['field', 'input'], [], (fields, compile, operator) => {
  const field = constantField(fields.get('field'), operator);
  const input = compile(fields.get('input'));
  return (scope) => assign(input(scope), field, undefined, operator);
});

function assign(doc, field, value, operator) {
  if (isNullish(doc)) return null;
  if (!(doc instanceof Doc)) fail(4161105, `${operator} requires 'input' to evaluate to type Object`);
  if (value === undefined) return doc.has(field) ? without(doc, field) : doc;
  return new Doc(doc).set(field, value);
}

function arrayToObject([array], operator) {
  if (isNullish(array)) return null;
  const result = new Doc();
  let form;
  for (const item of needArray(array, operator, 40386)) {
    const own = Array.isArray(item) ? 'pair' : item instanceof Doc ? 'document' : undefined;
    if (!own) fail(40398, `Unrecognised input type format for ${operator}: ${typeName(item)}`);
    form ??= own;
    if (own !== form) fail(form === 'pair' ? 40396 : 40391, `${operator} requires a consistent input format: all pairs or all documents with 'k' and 'v'`);
    let key;
    let value;
    if (own === 'pair') {
      if (item.length !== 2) fail(40397, `${operator} requires an array of size 2 arrays, found array of size: ${item.length}`);
      [key, value] = item;
    } else {
      if (item.size !== 2) fail(40392, `${operator} requires an object keys of 'k' and 'v'. Found incorrect number of keys:${item.size}`);
      if (!item.has('k') || !item.has('v')) fail(40393, `${operator} requires an object with keys 'k' and 'v'.`);
      key = item.get('k');
      value = item.get('v');
    }
    if (typeof key !== 'string') fail(own === 'pair' ? 40395 : 40394, `${operator} requires keys of type String, but found: ${typeName(key)}`);
    if (key.includes('\0')) fail(4940400, `Key field cannot contain an embedded null byte`);
    result.set(key, value);
  }
  return result;
}

function objectToArray([doc], operator) {
  if (isNullish(doc)) return null;
  if (!(doc instanceof Doc)) fail(40390, `${operator} requires a document input, found: ${typeName(doc)}`);
  return [...doc].map(([k, v]) => new Doc([['k', k], ['v', v]]));
}

function mergeObjects(values, operator) {
  const result = new Doc();
  // One argument that is an array is a list of documents.
  for (const value of values.length === 1 && Array.isArray(values[0]) ? values[0] : values) {
    if (isNullish(value)) continue;
    if (!(value instanceof Doc)) fail(40400, `${operator} requires object inputs, but input is of type ${typeName(value)}`);
    for (const [name, inner] of value) result.set(name, inner);
  }
  return result;
}

register({
  $getField: getField,
  $setField: setField,
  $unsetField: unsetField,
  $arrayToObject: fixed(1, arrayToObject),
  $objectToArray: fixed(1, objectToArray),
  $mergeObjects: variadic(0, Infinity, mergeObjects),
  $bsonSize: fixed(1, ([doc]) => {
    if (isNullish(doc)) return null;
    if (!(doc instanceof Doc)) fail(31393, `$bsonSize requires a document input, found: ${typeName(doc)}`);
    return new Int32(encode(doc).length);
  }),
  $binarySize: fixed(1, ([value]) => {
    if (isNullish(value)) return null;
    if (typeof value === 'string') return new Int32(Buffer.byteLength(value));
    if (!(value instanceof Binary)) fail(51276, `$binarySize requires a string or BinData argument, found: ${typeName(value)}`);
    return new Int32(value.position);
  }),
});
