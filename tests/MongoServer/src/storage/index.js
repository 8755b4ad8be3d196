import { fail } from '../errors.js';
import { keyOf } from '../bson/compare.js';
import { Doc, Int32, UNDEFINED, isNumber, toNumber } from '../bson/types.js';
import { matcher } from '../query/match.js';
import { walk } from '../query/path.js';

/** Options that are kept and listed but, in a stand-in, change nothing about results. */
const STORED = ['background', 'expireAfterSeconds', 'hidden', 'prepareUnique', 'weights', 'default_language', 'language_override', 'textIndexVersion', 'wildcardProjection', 'storageEngine', '2dsphereIndexVersion'];
const KNOWN = new Set(['v', 'key', 'name', 'ns', 'unique', 'sparse', 'partialFilterExpression', 'collation', ...STORED]);

/** @param {Doc} key @returns {string} the name MongoDB makes */
export const defaultName = (key) => [...key].map(([path, direction]) => `${path}_${toNumber(direction) ?? direction}`).join('_');

/** One secondary index: by key, the records of which some version has that key. */
export class Index {
  /** @param {Doc} spec as `createIndexes` gets it */
  constructor(spec) {
    const key = spec.get('key');
    if (!(key instanceof Doc) || key.size === 0) fail(67, 'Index keys cannot be empty.');
    for (const [path, direction] of key) {
      if (path === '') fail(67, 'Index keys cannot be an empty field.');
      if (isNumber(direction) ? toNumber(direction) === 0 : typeof direction !== 'string') fail(67, 'Values in v:2 index key pattern must be of number or text type and not zero.');
      if (typeof direction === 'string' && !['text', 'hashed', '2dsphere', '2d'].includes(direction)) fail(67, `Unknown index plugin '${direction}'`);
    }
    for (const name of spec.keys()) if (!KNOWN.has(name)) fail(197, `The field '${name}' is not valid for an index specification.`);
    const collation = spec.get('collation');
    /** Texts as the collation compares them, about: by letters, by accents, by case. */
    this.fold = collation && collation.get('locale') !== 'simple' ? folding(collation) : undefined;
    this.key = key;
    this.name = spec.get('name') ?? defaultName(key);
    this.unique = spec.get('unique') === true;
    /** New duplicates are refused although old ones may be there. */
    this.prepareUnique = spec.get('prepareUnique') === true;
    this.sparse = spec.get('sparse') === true;
    if (this.unique && [...key.values()].some((direction) => typeof direction === 'string')) fail(67, 'a hashed, text or geo index cannot be unique');
    if (this.unique && [...key.keys()].some((path) => path.includes('$**'))) fail(67, "Index type 'wildcard' does not support the unique option");
    const partial = spec.get('partialFilterExpression');
    if (partial && this.sparse) fail(67, 'cannot mix "partialFilterExpression" and "sparse" options');
    this.partial = partial ? matcher(partial) : undefined;
    /** As it is listed. */
    this.spec = new Doc([['v', spec.get('v') ?? new Doc()], ['key', key], ['name', this.name]]);
    for (const [name, value] of spec) if (!['v', 'key', 'name', 'ns', 'background', 'collation'].includes(name) && !(value === false)) this.spec.set(name, value);
    if (this.fold) this.spec.set('collation', whole(collation));
    if ([...key.values()].includes('text')) asText(this.spec);
    this.paths = [...key.keys()].map((path) => path.split('.'));
    /** Only plain keys find records; for wildcard, text and their like there are none. */
    this.usable = !this.fold && [...key].every(([path, direction]) => isNumber(direction) && !path.includes('$**'));
    /** @type {Map<string, Set<import('./collection.js').Record>>} by the whole key */
    this.entries = new Map();
    /** @type {Map<string, Set<import('./collection.js').Record>>} by the first field alone */
    this.leading = new Map();
  }

  /**
   * @param {Doc} doc
   * @returns {{whole: string[], leading: string[], values: unknown[][]}} nothing if the document is not in the index
   */
  keys(doc) {
    if (!(this.usable || this.fold) || (this.partial && !this.partial(doc))) return { whole: [], leading: [], values: [] };
    const columns = this.paths.map((names) => fieldValues(doc, names));
    if (this.fold) for (const values of columns) for (const [i, value] of values.entries()) if (typeof value === 'string') values[i] = this.fold(value);
    if (this.sparse && columns.every((values) => values.every((value) => value === undefined))) return { whole: [], leading: [], values: [] };
    if (columns.filter((values) => values.multikey).length > 1 && this.paths.every((names, i) => !columns[i].multikey || names[0] !== this.paths[0][0])) {
      const arrays = this.paths.filter((_, i) => columns[i].multikey).map((names) => names[0]);
      if (new Set(arrays).size > 1) fail(171, `cannot index parallel arrays [${arrays.join('] [')}]`);
    }
    let rows = [[]];
    for (const values of columns) rows = rows.flatMap((row) => values.map((value) => [...row, value === undefined ? null : value]));
    const distinct = new Map(rows.map((row) => [row.map(keyOf).join('|'), row]));
    return { whole: [...distinct.keys()], leading: [...new Set(columns[0].map((value) => keyOf(value === undefined ? null : value)))], values: [...distinct.values()] };
  }
}

/** @param {Doc} collation */
function folding(collation) {
  const strength = toNumber(collation.get('strength')) ?? 3;
  return (text) => {
    const letters = text.normalize('NFD');
    const bare = strength === 1 ? letters.replace(/\p{M}/gu, '') : letters;
    return strength < 3 && collation.get('caseLevel') !== true ? bare.toLowerCase() : bare;
  };
}

/** A collation as a server lists it: with all that was not said. @param {Doc} collation */
const whole = (collation) => new Doc([
  ['locale', collation.get('locale')],
  ...[['caseLevel', false], ['caseFirst', 'off'], ['strength', new Int32(3)], ['numericOrdering', false], ['alternate', 'non-ignorable'], ['maxVariable', 'punct'], ['normalization', false], ['backwards', false], ['version', '57.1']]
    .map(([name, value]) => [name, collation.get(name) ?? value]),
]);

/** An index over words as a server lists it: its fields with their weights, sorted. @param {Doc} spec */
function asText(spec) {
  const words = [...spec.get('key')].filter(([, way]) => way === 'text').map(([path]) => path).sort();
  const others = (before) => [...spec.get('key')].filter(([, way], i, all) => way !== 'text' && i < all.findIndex(([, first]) => first === 'text') === before);
  spec.set('key', new Doc([...others(true), ['_fts', 'text'], ['_ftsx', new Int32(1)], ...others(false)]));
  spec.set('weights', new Doc(words.map((path) => [path, spec.get('weights')?.get(path) ?? new Int32(1)])));
  if (!spec.has('default_language')) spec.set('default_language', 'english');
  if (!spec.has('language_override')) spec.set('language_override', 'language');
  if (!spec.has('textIndexVersion')) spec.set('textIndexVersion', new Int32(3));
}

/** The values of one field of a key; an array is opened, an empty one counts as undefined. */
function fieldValues(doc, names) {
  const found = [];
  let multikey = false;
  walk(doc, names, 0, (leaf) => {
    if (Array.isArray(leaf)) {
      multikey = true;
      found.push(...(leaf.length ? leaf : [UNDEFINED]));
    } else found.push(leaf);
    return false;
  });
  const values = found.length ? found : [undefined];
  values.multikey = multikey || found.length > 1;
  return values;
}
