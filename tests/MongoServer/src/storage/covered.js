import { Doc } from '../bson/types.js';
import { matcher } from '../query/match.js';

/**
 * What MongoDB would read from the index on `_id` alone, without looking at documents: for the count of those that were looked at (`serverStatus`, `metrics.queryExecutor.scannedObjects`).
 * An expression (`$expr`) narrows the index's bounds, but is decided on the document.
 */

/** Whether a query is about `_id` alone. @param {Doc} query */
export function isOnId(query) {
  for (const [name, operand] of query) {
    if (name === '_id') continue;
    if ((name === '$and' || name === '$or') && Array.isArray(operand) && operand.every((part) => part instanceof Doc && isOnId(part))) continue;
    return false;
  }
  return true;
}

/** What the index decides of a query beyond the bounds within which records are looked for, as a test of an `_id`; undefined for nothing. @param {Doc} query */
export function idTest(query) {
  const parts = [];
  collect(query, parts);
  if (parts.length === 0) return undefined;
  const tests = parts.map((part) => matcher(part));
  return (id) => {
    const doc = new Doc([['_id', id]]);
    return tests.every((test) => test(doc));
  };
}

function collect(query, parts) {
  for (const [name, operand] of query) {
    if (name === '_id' && operand instanceof Doc && [...operand.keys()].some((key) => key === '$nin' || key === '$ne')) parts.push(new Doc([[name, operand]]));
    else if (name === '$and' && Array.isArray(operand)) for (const part of operand) if (part instanceof Doc) collect(part, parts);
  }
}

/** Whether a projection takes `_id` and nothing else. @param {Doc | undefined} projection */
export const takesIdOnly = (projection) => projection instanceof Doc && projection.size === 1 && [...projection][0][0] === '_id' && isInclusion([...projection][0][1]);

const isInclusion = (value) => !(value instanceof Doc) && typeof value !== 'string' && Boolean(Number(value));

/** Whether stages need nothing of a document but its `_id`. @param {Doc[]} stages */
export function needIdOnly(stages) {
  for (const stage of stages) {
    const [[name, argument]] = [...stage];
    if (name === '$count') return true;
    if (name === '$limit' || name === '$skip') continue;
    if (name === '$match' || name === '$sort') {
      if (!(argument instanceof Doc) || !(name === '$match' ? isOnId(argument) : [...argument.keys()].every((key) => key === '_id'))) return false;
      continue;
    }
    if (name === '$group') return isOfId(argument);
    return name === '$project' && argument instanceof Doc && [...argument].every(([key, value]) => key === '_id' && (isInclusion(value) || isOfId(value)));
  }
  return false;
}

/** Whether an expression reads `_id` alone. */
function isOfId(value) {
  if (typeof value === 'string') return !value.startsWith('$') || value === '$_id' || value.startsWith('$_id.');
  if (Array.isArray(value)) return value.every(isOfId);
  return !(value instanceof Doc) || value.has('$literal') || [...value.values()].every(isOfId);
}
