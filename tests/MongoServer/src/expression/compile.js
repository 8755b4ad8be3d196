import { fail, lacking } from '../errors.js';
import { Doc, Timestamp } from '../bson/types.js';
import { operators } from './registry.js';
import './accumulators.js';
import './arithmetic.js';
import './arrays.js';
import './convert.js';
import './dates.js';
import './logic.js';
import './objects.js';
import './sets.js';
import './strings.js';

/** What an expression sees: the document, and the variables by name. */
export class Scope {
  /**
   * @param {unknown} root the document, `$$ROOT`
   * @param {Record<string, unknown>} [variables] with null as prototype or chained to such
   * @param {Date} [now] `$$NOW`, one for the whole command
   */
  constructor(root, variables = Object.create(null), now = new Date()) {
    this.root = root;
    this.variables = variables;
    this.now = now;
  }

  /** @param {Record<string, unknown>} more @returns {Scope} the same document with further variables */
  with(more) {
    return new Scope(this.root, Object.assign(Object.create(this.variables), more), this.now);
  }

  /** @param {unknown} root @returns {Scope} the same variables with another document */
  on(root) {
    return new Scope(root, this.variables, this.now);
  }
}

/** `$$REMOVE` and `$$NOW` and their like; `$$DESCEND`, `$$KEEP` and `$$PRUNE` belong to `$redact`, which is lacking. */
const SYSTEM = {
  ROOT: (scope) => scope.root,
  CURRENT: (scope) => ('CURRENT' in scope.variables ? scope.variables.CURRENT : scope.root),
  REMOVE: () => undefined,
  NOW: (scope) => scope.now,
  CLUSTER_TIME: (scope) => new Timestamp({ t: Math.floor(scope.now.getTime() / 1000), i: 1 }),
};

/**
 * @param {unknown} expression as it stands in a command
 * @param {Iterable<string>} [variables] the names `$$name` may use besides the system's
 * @returns {import('./registry.js').Compiled}
 */
export function compile(expression, variables = []) {
  return compileIn(expression, new Set(variables));
}

function compileIn(expression, known) {
  if (typeof expression === 'string') return expression.startsWith('$') ? path(expression, known) : () => expression;
  if (Array.isArray(expression)) {
    const items = expression.map((item) => compileIn(item, known));
    return (scope) => items.map((item) => {
      const value = item(scope);
      return value === undefined ? null : value;
    });
  }
  if (expression instanceof Doc) return object(expression, known);
  return () => expression;
}

function object(expression, known) {
  const [first] = expression.keys();
  if (first?.startsWith('$')) {
    if (expression.size !== 1) fail(15983, `an object representing an expression must have exactly one field, the operator '${first}'`);
    return operation(first, expression.get(first), known);
  }
  const fields = [];
  for (const [name, value] of expression) {
    if (name.startsWith('$')) fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField: '${name}'`);
    if (name.includes('.')) fail(16405, `FieldPath field names may not contain '.': '${name}'`);
    fields.push([name, compileIn(value, known)]);
  }
  return (scope) => {
    const result = new Doc();
    for (const [name, value] of fields) {
      const present = value(scope);
      if (present !== undefined) result.set(name, present);
    }
    return result;
  };
}

function operation(name, argument, known) {
  const operator = operators.get(name);
  if (!operator) {
    if (!/^\$[a-zA-Z]/.test(name)) fail(168, `Unrecognized expression '${name}'`);
    lacking(`the expression '${name}'`);
  }
  return operator(argument, (inner, more) => compileIn(inner, more ? new Set([...known, ...more]) : known), name);
}

function path(text, known) {
  if (!text.startsWith('$$')) {
    const names = segments(text.slice(1));
    return (scope) => resolve('CURRENT' in scope.variables ? scope.variables.CURRENT : scope.root, names, 0);
  }
  const [variable, ...names] = segments(text.slice(2));
  if (Object.hasOwn(SYSTEM, variable)) {
    const read = SYSTEM[variable];
    return names.length ? (scope) => resolve(read(scope), names, 0) : read;
  }
  if (!known.has(variable)) fail(17276, `Use of undefined variable: ${variable}`);
  return names.length ? (scope) => resolve(scope.variables[variable], names, 0) : (scope) => scope.variables[variable];
}

/** @param {string} text a dotted path without its `$` @returns {string[]} */
export function segments(text) {
  const names = text.split('.');
  for (const name of names) {
    if (name === '') fail(40353, `FieldPath must not be empty, start or end with '.', or have an empty part: '${text}'`);
    if (name.startsWith('$') && !['$ref', '$id', '$db'].includes(name)) fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField: '${name}'`);
  }
  if (names.length > 200) fail(15, `FieldPath '${text.slice(0, 40)}…' is too long`);
  return names;
}

/**
 * The value at a path as aggregation sees it: through an array it goes to each document in it; a number never is an index.
 * @param {unknown} value @param {string[]} names @param {number} from
 */
export function resolve(value, names, from) {
  let current = value;
  for (let i = from; i < names.length; i++) {
    if (Array.isArray(current)) {
      const found = [];
      for (const item of current) {
        if (!(item instanceof Doc)) continue;
        const inner = resolve(item, names, i);
        if (inner !== undefined) found.push(inner);
      }
      return found;
    }
    if (!(current instanceof Doc)) return undefined;
    current = current.get(names[i]);
  }
  return current;
}

/** @param {string} name a variable of `$let`, `$map` and the like */
export function checkVariable(name) {
  if (typeof name !== 'string' || !/^([a-z\u0080-\uffff][a-zA-Z0-9_\u0080-\uffff]*|CURRENT)$/u.test(name)) fail(9, `'${name}' starts with an invalid character for a user variable name`);
}

