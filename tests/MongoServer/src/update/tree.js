import { fail } from '../errors.js';
import { compareText } from '../bson/compare.js';
import { Doc } from '../bson/types.js';

/** What an editor answers for "leave it as it is", so that nothing is created on the way. */
export const UNCHANGED = Symbol('unchanged');

const INDEX = /^(0|[1-9]\d*)$/;
/** As MongoDB: an array is not padded by more than this. */
const MAX_PADDING = 1500000;

/**
 * Copies the containers on the way to a path and puts in what the editor makes of the value there.
 * @param {unknown} container
 * @param {string[]} names may contain `$[]` and `$[name]`
 * @param {number} at
 * @param {{edit: (value: unknown, exists: boolean, container: unknown) => unknown, create: boolean, filters: Map<string, (value: unknown) => boolean>}} change
 *   `edit` answers {@link UNCHANGED}, or undefined to remove
 * @returns {unknown} the container, the same object if nothing changed
 */
export function modify(container, names, at, change) {
  const name = names[at];
  if (container instanceof Doc) return inDocument(container, names, at, change);
  if (Array.isArray(container)) return name.startsWith('$[') ? inElements(container, names, at, change) : inArray(container, names, at, change);
  if (name.startsWith('$[')) fail(2, `Cannot apply array updates to non-array element at '${names.slice(0, at).join('.')}'`);
  if (!change.create) return container;
  return fail(28, `Cannot create field '${name}' in element {${names[at - 1] ?? ''}: ${String(container)}}`);
}

function inDocument(doc, names, at, change) {
  const name = names[at];
  if (name.startsWith('$[')) fail(2, `The path '${names.slice(0, at + 1).join('.')}' must exist in the document in order to apply array updates.`);
  const old = doc.get(name);
  const value = step(old, doc.has(name), doc, names, at, change);
  if (value === UNCHANGED || value === old) return doc;
  const copy = new Doc(doc);
  if (value === undefined) copy.delete(name);
  else copy.set(name, value);
  return copy;
}

/** @returns {unknown} the new value, or {@link UNCHANGED} */
function step(old, exists, container, names, at, change) {
  if (at === names.length - 1) return change.edit(old, exists, container);
  if (exists) return modify(old, names, at + 1, change);
  if (!change.create) return UNCHANGED;
  if (names.slice(at + 1).some((name) => name.startsWith('$['))) fail(2, `The path '${names.slice(0, at + 1).join('.')}' must exist in the document in order to apply array updates.`);
  const created = modify(new Doc(), names, at + 1, change);
  return created.size === 0 ? UNCHANGED : created;
}

function inArray(array, names, at, change) {
  const name = names[at];
  if (!INDEX.test(name)) {
    if (!change.create) return array;
    fail(28, `Cannot create field '${name}' in element {${names[at - 1]}: [array]}`);
  }
  const index = Number(name);
  const exists = index < array.length;
  if (!exists && index - array.length > MAX_PADDING) fail(2, `can't backfill more than ${MAX_PADDING} elements`);
  const value = step(array[index], exists, array, names, at, change);
  if (value === UNCHANGED || value === array[index]) return array;
  const copy = [...array];
  while (copy.length < index) copy.push(null);
  // An element is not taken out of the middle: $unset leaves null.
  copy[index] = value === undefined ? null : value;
  return copy;
}

function inElements(array, names, at, change) {
  const identifier = names[at].slice(2, -1);
  const applies = identifier === '' ? () => true : change.filters.get(identifier);
  if (!applies) fail(2, `No array filter found for identifier '${identifier}' in path '${names.join('.')}'`);
  let changed = false;
  const copy = array.map((item) => {
    if (!applies(item)) return item;
    const value = step(item, true, array, names, at, change);
    if (value === UNCHANGED || value === item) return item;
    changed = true;
    return value === undefined ? null : value;
  });
  return changed ? copy : array;
}

/** The order in which MongoDB applies the paths of an update, whatever their order in the command. @param {string[]} a @param {string[]} b */
export function comparePaths(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] === b[i]) continue;
    return INDEX.test(a[i]) && INDEX.test(b[i]) ? Number(a[i]) - Number(b[i]) : compareText(a[i], b[i]);
  }
  return a.length - b.length;
}
