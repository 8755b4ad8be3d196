import { fail } from '../errors.js';

/**
 * A compiled expression: the value for one document, undefined if it is missing.
 * @typedef {(scope: import('./compile.js').Scope) => unknown} Compiled
 * The compiler of an operator: takes its argument as written and compiles what is in it.
 * @typedef {(argument: unknown, compile: (expression: unknown, variables?: string[]) => Compiled, operator: string) => Compiled} Operator
 */

/** @type {Map<string, Operator>} */
export const operators = new Map();

/**
 * Arguments as a list: an array is the list itself, anything else its only element.
 * @param {number} least @param {number} most
 * @param {(values: unknown[], operator: string) => unknown} evaluate
 * @returns {Operator}
 */
export function variadic(least, most, evaluate) {
  return (argument, compile, operator) => {
    const list = Array.isArray(argument) ? argument : [argument];
    if (list.length < least || list.length > most) {
      const wanted = least === most ? `exactly ${least} arguments` : `at least ${least} arguments, and at most ${most}`;
      fail(16020, `Expression ${operator} takes ${wanted}. ${list.length} were passed in.`);
    }
    const compiled = list.map((item) => compile(item));
    if (compiled.length === 1) {
      const [only] = compiled;
      return (scope) => evaluate([only(scope)], operator);
    }
    if (compiled.length === 2) {
      const [first, second] = compiled;
      return (scope) => evaluate([first(scope), second(scope)], operator);
    }
    return (scope) => evaluate(compiled.map((item) => item(scope)), operator);
  };
}

/** @param {number} count @param {(values: unknown[], operator: string) => unknown} evaluate */
export const fixed = (count, evaluate) => variadic(count, count, evaluate);

/**
 * Arguments by name: `{$op: {input: …, as: …}}`.
 * @param {string[]} required
 * @param {string[]} optional
 * @param {(fields: Map<string, unknown>, compile: (expression: unknown, variables?: string[]) => Compiled, operator: string) => Compiled} build
 * @returns {Operator}
 */
export function named(required, optional, build) {
  return (argument, compile, operator) => {
    if (!(argument instanceof Map)) fail(9, `${operator} only supports an object as its argument`);
    for (const name of argument.keys()) {
      if (!required.includes(name) && !optional.includes(name)) fail(9, `${operator} found an unknown argument: ${name}`);
    }
    for (const name of required) {
      if (!argument.has(name)) fail(9, `${operator} requires '${name}' to be specified`);
    }
    return build(argument, compile, operator);
  };
}

/** @param {Record<string, Operator>} table */
export function register(table) {
  for (const [name, operator] of Object.entries(table)) operators.set(name, operator);
}
