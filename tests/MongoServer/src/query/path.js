import { Doc } from '../bson/types.js';

/**
 * Visits the values a dotted path of a query leads to. An array on the way is gone through element by element, and a number is its index too; an array at the end is not opened.
 * @param {unknown} value
 * @param {string[]} names
 * @param {number} from
 * @param {(value: unknown, element?: boolean) => boolean} visit true ends the walk; `element`: the path ended with the index of an array, whose element is not opened any more
 * @returns {boolean} whether a visit ended it
 */
export function walk(value, names, from, visit) {
  if (from === names.length) return visit(value);
  if (value instanceof Doc) return walk(value.get(names[from]), names, from + 1, visit);
  if (!Array.isArray(value)) return visit(undefined);
  const index = /^(0|[1-9]\d*)$/.test(names[from]) ? Number(names[from]) : -1;
  for (let i = 0; i < value.length; i++) {
    if (i === index && (from + 1 === names.length ? visit(value[i], true) : walk(value[i], names, from + 1, visit))) return true;
    if (value[i] instanceof Doc && walk(value[i], names, from, visit)) return true;
  }
  return false;
}

/** As {@link walk}, and an array at the end is visited by its elements and then as itself. */
export function walkLeaves(value, names, visit) {
  return walk(value, names, 0, (leaf, element) => (!element && Array.isArray(leaf) && leaf.some((item) => visit(item))) || visit(leaf));
}

/** The value at a path of documents only, for paths that were checked not to lead through arrays. @param {Doc} doc @param {string[]} names */
export function plainValue(doc, names) {
  let current = doc;
  for (const name of names) {
    if (!(current instanceof Doc)) return undefined;
    current = current.get(name);
  }
  return current;
}
