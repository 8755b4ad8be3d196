import { fail } from '../errors.js';
import { compareNumbers, equal, keyOf } from '../bson/compare.js';
import { isZero, remainder } from '../bson/numbers.js';
import { Doc, isNumber, toNumber, typeName } from '../bson/types.js';
import { types } from './predicates.js';
import { regularExpression } from './regex.js';

/** @typedef {(value: unknown) => boolean} Test */

const JSON_TYPES = { object: ['object'], array: ['array'], number: ['int', 'long', 'double', 'decimal'], boolean: ['bool'], string: ['string'], null: ['null'] };

const when = (applies, test) => (value) => !applies(value) || test(value);
const isText = (value) => typeof value === 'string';
const isDocument = (value) => value instanceof Doc;
const length = (value) => [...value].length;

function count(operand, keyword) {
  const number = isNumber(operand) ? toNumber(operand) : undefined;
  if (number === undefined || !Number.isInteger(number) || number < 0) fail(9, `$jsonSchema keyword '${keyword}' must be a non-negative integer`);
  return number;
}

function schemas(operand, keyword) {
  if (!Array.isArray(operand) || operand.length === 0) fail(9, `$jsonSchema keyword '${keyword}' must be a nonempty array`);
  return operand.map(jsonSchema);
}

function names(operand, keyword) {
  if (!Array.isArray(operand) || !operand.every(isText)) fail(14, `$jsonSchema keyword '${keyword}' must be an array of strings`);
  if (operand.length === 0) fail(9, `$jsonSchema keyword '${keyword}' cannot be an empty array`);
  return operand;
}

const jsonType = (operand) => {
  const list = (Array.isArray(operand) ? operand : [operand]).flatMap((name) => {
    if (name === 'integer') fail(9, "$jsonSchema type 'integer' is not currently supported.");
    return JSON_TYPES[name] ?? fail(2, `Unknown type name alias: ${name}`);
  });
  return (value) => list.includes(typeName(value));
};

/** Properties, by their name or a pattern, and the rest. */
function properties(schema) {
  const own = new Map([...(schema.get('properties') ?? [])].map(([name, inner]) => [name, jsonSchema(inner)]));
  const patterns = [...(schema.get('patternProperties') ?? [])].map(([pattern, inner]) => [regularExpression(pattern), jsonSchema(inner)]);
  const additional = schema.get('additionalProperties');
  const rest = additional instanceof Doc ? jsonSchema(additional) : additional === false ? () => false : () => true;
  return when(isDocument, (doc) => {
    for (const [name, value] of doc) {
      const exact = own.get(name);
      const found = patterns.filter(([pattern]) => pattern.test(name));
      if (exact && !exact(value)) return false;
      if (!found.every(([, test]) => test(value))) return false;
      if (!exact && found.length === 0 && !rest(value)) return false;
    }
    return true;
  });
}

function items(schema) {
  const each = schema.get('items');
  const additional = schema.get('additionalItems');
  if (!Array.isArray(each)) {
    const test = jsonSchema(each);
    return when(Array.isArray, (array) => array.every(test));
  }
  const tests = each.map(jsonSchema);
  const rest = additional instanceof Doc ? jsonSchema(additional) : additional === false ? () => false : () => true;
  return when(Array.isArray, (array) => array.every((item, i) => (i < tests.length ? tests[i](item) : rest(item))));
}

function dependencies(operand) {
  const parts = [...operand].map(([name, needs]) => [name, Array.isArray(needs) ? (doc) => needs.every((other) => doc.has(other)) : jsonSchema(needs)]);
  return when(isDocument, (doc) => parts.every(([name, test]) => !doc.has(name) || test(doc)));
}

const bound = (holds) => (operand, schema, keyword) => {
  if (!isNumber(operand)) fail(14, `$jsonSchema keyword '${keyword}' must be a number`);
  return when(isNumber, (value) => holds(compareNumbers(value, operand), schema));
};

/** @type {Record<string, (operand: any, schema: Doc, keyword: string) => Test>} */
const KEYWORDS = {
  bsonType: (operand) => {
    const allowed = types(operand, '$jsonSchema');
    return (value) => allowed.has(typeName(value));
  },
  type: jsonType,
  required: (operand, _, keyword) => {
    const needed = names(operand, keyword);
    return when(isDocument, (doc) => needed.every((name) => doc.has(name)));
  },
  properties: (_, schema) => properties(schema),
  patternProperties: (_, schema) => properties(schema),
  additionalProperties: (_, schema) => properties(schema),
  minProperties: (operand, _, keyword) => when(isDocument, ((least) => (doc) => doc.size >= least)(count(operand, keyword))),
  maxProperties: (operand, _, keyword) => when(isDocument, ((most) => (doc) => doc.size <= most)(count(operand, keyword))),
  dependencies,
  items: (_, schema) => items(schema),
  additionalItems: () => () => true,
  minItems: (operand, _, keyword) => when(Array.isArray, ((least) => (array) => array.length >= least)(count(operand, keyword))),
  maxItems: (operand, _, keyword) => when(Array.isArray, ((most) => (array) => array.length <= most)(count(operand, keyword))),
  uniqueItems: (operand) => when((value) => operand === true && Array.isArray(value), (array) => new Set(array.map(keyOf)).size === array.length),
  minimum: bound((order, schema) => (schema.get('exclusiveMinimum') === true ? order > 0 : order >= 0)),
  maximum: bound((order, schema) => (schema.get('exclusiveMaximum') === true ? order < 0 : order <= 0)),
  exclusiveMinimum: (operand, schema) => (schema.has('minimum') && typeof operand === 'boolean' ? () => true : fail(9, "$jsonSchema keyword 'exclusiveMinimum' must be a boolean beside 'minimum'")),
  exclusiveMaximum: (operand, schema) => (schema.has('maximum') && typeof operand === 'boolean' ? () => true : fail(9, "$jsonSchema keyword 'exclusiveMaximum' must be a boolean beside 'maximum'")),
  multipleOf: (operand) => when(isNumber, (value) => isZero(remainder(value, operand))),
  minLength: (operand, _, keyword) => when(isText, ((least) => (value) => length(value) >= least)(count(operand, keyword))),
  maxLength: (operand, _, keyword) => when(isText, ((most) => (value) => length(value) <= most)(count(operand, keyword))),
  pattern: (operand) => when(isText, ((pattern) => (value) => pattern.test(value))(regularExpression(operand))),
  enum: (operand) => (value) => operand.some((item) => equal(item, value)),
  allOf: (operand, _, keyword) => ((tests) => (value) => tests.every((test) => test(value)))(schemas(operand, keyword)),
  anyOf: (operand, _, keyword) => ((tests) => (value) => tests.some((test) => test(value)))(schemas(operand, keyword)),
  oneOf: (operand, _, keyword) => ((tests) => (value) => tests.filter((test) => test(value)).length === 1)(schemas(operand, keyword)),
  not: (operand) => ((test) => (value) => !test(value))(jsonSchema(operand)),
  title: () => () => true,
  description: () => () => true,
};

/**
 * MongoDB's dialect of JSON schema, draft 4 with `bsonType`.
 * @param {unknown} schema
 * @returns {Test}
 */
export function jsonSchema(schema) {
  if (!(schema instanceof Doc)) fail(14, '$jsonSchema must be an object');
  const tests = [];
  for (const [keyword, operand] of schema) {
    if (!Object.hasOwn(KEYWORDS, keyword)) fail(9, `Unknown $jsonSchema keyword: ${keyword}`);
    tests.push(KEYWORDS[keyword](operand, schema, keyword));
  }
  if (schema.has('type') && schema.has('bsonType')) fail(9, "Cannot specify both $jsonSchema keywords 'type' and 'bsonType'");
  return (value) => tests.every((test) => test(value));
}
