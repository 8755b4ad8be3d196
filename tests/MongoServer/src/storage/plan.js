import { compare, keyOf } from '../bson/compare.js';
import { BSONRegExp, Doc, isNullish } from '../bson/types.js';

/**
 * What a query says of `_id`: at least `lower` and at most `upper` (both as a rough fence, the query itself is checked on each document), or one of `keys`.
 * @typedef {{lower?: unknown, upper?: unknown, keys?: unknown[]}} Fence
 */

const plain = (value) => !isNullish(value) && !(value instanceof BSONRegExp) && !Array.isArray(value);

/** @param {Doc} query @returns {Fence} */
export function fence(query) {
  let result = {};
  for (const [name, operand] of query) {
    if (name === '_id') result = both(result, ofOperand(operand));
    else if (name === '$and' && Array.isArray(operand)) for (const part of operand) result = both(result, part instanceof Doc ? fence(part) : {});
    else if (name === '$or' && Array.isArray(operand) && operand.length) result = both(result, operand.map((part) => (part instanceof Doc ? fence(part) : {})).reduce(either));
    else if (name === '$expr' && operand instanceof Doc) result = both(result, ofExpression(operand));
  }
  return result;
}

function ofOperand(operand) {
  if (!(operand instanceof Doc) || ![...operand.keys()][0]?.startsWith('$')) return plain(operand) ? { keys: [operand] } : {};
  let result = {};
  for (const [name, value] of operand) {
    if (name === '$eq' && plain(value)) result = both(result, { keys: [value] });
    else if (name === '$in' && Array.isArray(value) && value.every(plain)) result = both(result, { keys: value });
    else if ((name === '$gt' || name === '$gte') && plain(value)) result = both(result, { lower: value });
    else if ((name === '$lt' || name === '$lte') && plain(value)) result = both(result, { upper: value });
  }
  return result;
}

/** `{$gt: ['$_id', {$literal: …}]}` compares across types, and so goes on where `{_id: {$gt: …}}` stops. */
function ofExpression(expression) {
  let result = {};
  for (const [name, operands] of expression) {
    if (name === '$and' && Array.isArray(operands)) {
      for (const part of operands) if (part instanceof Doc) result = both(result, ofExpression(part));
    } else if (Array.isArray(operands) && operands[0] === '$_id') {
      const [, right] = operands;
      const value = right instanceof Doc && right.size === 1 && right.has('$literal') ? right.get('$literal') : typeof right === 'string' && right.startsWith('$') ? undefined : right;
      if (value === undefined || value === null || Array.isArray(value) || (value instanceof Doc && value === right)) continue;
      if (name === '$gt' || name === '$gte') result = both(result, { lower: value });
      else if (name === '$lt' || name === '$lte') result = both(result, { upper: value });
      else if (name === '$eq') result = both(result, { keys: [value] });
    }
  }
  return result;
}

const extreme = (a, b, way) => (compare(a, b) * way > 0 ? a : b);
const pick = (a, b, way) => (a === undefined ? b : b === undefined ? a : extreme(a, b, way));

function both(a, b) {
  return { lower: pick(a.lower, b.lower, 1), upper: pick(a.upper, b.upper, -1), keys: !a.keys || (b.keys && b.keys.length < a.keys.length) ? b.keys : a.keys };
}

function either(a, b) {
  const ends = (fenced) => (fenced.keys?.length ? { lower: fenced.keys.reduce((x, y) => extreme(x, y, -1)), upper: fenced.keys.reduce((x, y) => extreme(x, y, 1)) } : fenced);
  const [left, right] = [ends(a), ends(b)];
  return {
    lower: left.lower === undefined || right.lower === undefined ? undefined : extreme(left.lower, right.lower, -1),
    upper: left.upper === undefined || right.upper === undefined ? undefined : extreme(left.upper, right.upper, 1),
    keys: a.keys && b.keys ? [...a.keys, ...b.keys] : undefined,
  };
}

/**
 * The records that may match, and whether they come in the order of `_id`.
 * @param {import('./collection.js').Collection} collection
 * @param {Doc} query
 * @param {{order?: 1 | -1, min?: unknown, max?: unknown}} [options] `order`: by `_id`; `min` and `max`: the fence of a `hint` on `_id`, the upper end exclusive
 * @returns {Iterable<import('./collection.js').Record>}
 */
export function candidates(collection, query, options = {}) {
  const fenced = fence(query);
  const { order } = options;
  if (fenced.keys && options.min === undefined && options.max === undefined) {
    const keys = [...new Map(fenced.keys.map((id) => [keyOf(id), id]))];
    if (keys.length > 1) keys.sort(([, a], [, b]) => compare(a, b) * (order ?? 1));
    return keys.map(([key]) => collection.records.get(key)).filter((record) => record);
  }
  const lower = pick(fenced.lower, options.min, 1);
  if (order || lower !== undefined || fenced.upper !== undefined || options.max !== undefined) {
    let to = fenced.upper === undefined ? undefined : collection.bound(fenced.upper, true);
    if (options.max !== undefined) to = Math.min(to ?? Infinity, collection.bound(options.max));
    const slice = collection.byId().slice(lower === undefined ? 0 : collection.bound(lower), to);
    return order === -1 ? slice.reverse() : slice;
  }
  return bySecondary(collection, query) ?? [...collection.records.values()];
}

/** By an index whose first field the query holds equal to something. */
function bySecondary(collection, query) {
  let best;
  for (const index of collection.indexes.values()) {
    if (!index.usable || index.partial || index.sparse) continue;
    const operand = query.get([...index.key.keys()][0]);
    const value = operand instanceof Doc && [...operand.keys()][0]?.startsWith('$') ? (operand.has('$eq') ? operand.get('$eq') : undefined) : operand;
    if (value === undefined || !plain(value)) continue;
    const found = index.leading.get(keyOf(value));
    if (!found) return [];
    if (!best || found.size < best.size) best = found;
  }
  return best && [...best];
}
