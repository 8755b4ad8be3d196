import { fail } from '../errors.js';
import { compare, equal } from '../bson/compare.js';
import { Doc, Int32, isNullish, isNumber, isTrue, typeName } from '../bson/types.js';
import { checkVariable } from './compile.js';
import { fixed, named, register, variadic } from './registry.js';

/** @type {import('./registry.js').Operator} */
const cond = (argument, compile, operator) => {
  const parts = argument instanceof Doc ? ['if', 'then', 'else'].map((name) => argument.get(name)) : argument;
  if (argument instanceof Doc) {
    for (const name of argument.keys()) if (!['if', 'then', 'else'].includes(name)) fail(17083, `Unrecognized parameter to $cond: ${name}`);
    for (const name of ['if', 'then', 'else']) if (!argument.has(name)) fail(17080, `Missing '${name}' parameter to $cond`);
  } else if (!Array.isArray(parts) || parts.length !== 3) {
    fail(16020, `Expression ${operator} takes exactly 3 arguments. ${Array.isArray(parts) ? parts.length : 1} were passed in.`);
  }
  const [test, yes, no] = parts.map((part) => compile(part));
  return (scope) => (isTrue(test(scope)) ? yes(scope) : no(scope));
};

const switchOperator = named(['branches'], ['default'], (fields, compile) => {
  const branches = fields.get('branches');
  if (!Array.isArray(branches)) fail(40060, '$switch expected an array for \'branches\'');
  if (branches.length === 0) fail(40068, '$switch requires at least one branch');
  const cases = branches.map((branch) => {
    if (!(branch instanceof Doc) || !branch.has('case') || !branch.has('then')) fail(40067, "$switch requires each branch have a 'case' and a 'then' expression");
    return [compile(branch.get('case')), compile(branch.get('then'))];
  });
  const otherwise = fields.has('default') ? compile(fields.get('default')) : undefined;
  return (scope) => {
    for (const [test, value] of cases) if (isTrue(test(scope))) return value(scope);
    if (!otherwise) fail(40066, '$switch could not find a matching branch for an input, and no default was specified.');
    return otherwise(scope);
  };
});

/** @type {import('./registry.js').Operator} */
const ifNull = (argument, compile) => {
  if (!Array.isArray(argument) || argument.length < 2) fail(1257300, '$ifNull needs at least two arguments');
  const values = argument.map((item) => compile(item));
  return (scope) => {
    let value;
    for (const item of values) {
      value = item(scope);
      if (!isNullish(value)) return value;
    }
    return value;
  };
};

const letOperator = named(['vars', 'in'], [], (fields, compile) => {
  const declared = fields.get('vars');
  if (!(declared instanceof Doc)) fail(16874, 'invalid parameter: expected an object (vars)');
  const variables = [...declared].map(([name, value]) => {
    checkVariable(name);
    return [name, compile(value)];
  });
  const body = compile(fields.get('in'), variables.map(([name]) => name));
  return (scope) => body(scope.with(Object.fromEntries(variables.map(([name, value]) => [name, value(scope)]))));
});

const lazily = (decide, otherwise) => (argument, compile) => {
  const items = (Array.isArray(argument) ? argument : [argument]).map((item) => compile(item));
  return (scope) => {
    for (const item of items) if (isTrue(item(scope)) === decide) return decide;
    return otherwise;
  };
};

register({
  $literal: (argument) => () => argument,
  $const: (argument) => () => argument,
  $expr: (argument, compile) => compile(argument),
  $cond: cond,
  $switch: switchOperator,
  $ifNull: ifNull,
  $let: letOperator,
  $and: lazily(false, true),
  $or: lazily(true, false),
  $not: fixed(1, ([value]) => !isTrue(value)),
  $eq: fixed(2, ([a, b]) => equal(a, b)),
  $ne: fixed(2, ([a, b]) => !equal(a, b)),
  $gt: fixed(2, ([a, b]) => compare(a, b) > 0),
  $gte: fixed(2, ([a, b]) => compare(a, b) >= 0),
  $lt: fixed(2, ([a, b]) => compare(a, b) < 0),
  $lte: fixed(2, ([a, b]) => compare(a, b) <= 0),
  $cmp: fixed(2, ([a, b]) => new Int32(compare(a, b))),
  $type: fixed(1, ([value]) => typeName(value)),
  $isNumber: fixed(1, ([value]) => isNumber(value)),
  $rand: variadic(0, 1, () => Math.random()),
});
