import { fail, lacking } from '../errors.js';
import { compare } from '../bson/compare.js';
import { Doc, UNDEFINED, toNumber } from '../bson/types.js';
import { walk } from './path.js';

/**
 * @param {Doc} spec of `sort` or `$sort`
 * @returns {(a: Doc, b: Doc) => number} of documents; an array sorts by its least element going up and its greatest going down
 */
export function sorter(spec) {
  const fields = [...spec].map(([path, direction]) => {
    if (direction instanceof Doc) lacking('sorting by $meta');
    const way = toNumber(direction);
    if (way !== 1 && way !== -1) fail(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    return { names: path.split('.'), way };
  });
  return (a, b) => {
    for (const { names, way } of fields) {
      const order = compare(sortKey(a, names, way), sortKey(b, names, way));
      if (order) return order * way;
    }
    return 0;
  };
}

function sortKey(doc, names, way) {
  if (names.length === 1) {
    const value = doc.get(names[0]);
    if (!Array.isArray(value)) return value === undefined ? null : value;
  }
  let best;
  walk(doc, names, 0, (leaf) => {
    const values = Array.isArray(leaf) ? (leaf.length ? leaf : [UNDEFINED]) : [leaf === undefined ? null : leaf];
    for (const value of values) if (best === undefined || compare(value, best) * way < 0) best = value;
    return false;
  });
  return best === undefined ? null : best;
}

/** @param {Doc[]} docs @param {Doc | undefined} spec @returns {Doc[]} sorted by one key each, computed once */
export function sorted(docs, spec) {
  return spec && spec.size > 0 ? [...docs].sort(sorter(spec)) : docs;
}
