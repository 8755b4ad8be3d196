import { fail } from '../errors.js';
import { compare, keyOf } from '../bson/compare.js';
import { isNullish, isTrue, typeName } from '../bson/types.js';
import { needArray } from './arrays.js';
import { fixed, register, variadic } from './registry.js';

const keys = (array) => new Map(array.map((item) => [keyOf(item), item]));
/** MongoDB keeps sets in the order of values; it promises none. */
const sorted = (map) => [...map.values()].sort(compare);

function combine(pick, code) {
  return variadic(0, Infinity, (values, operator) => {
    if (values.some(isNullish)) return null;
    const sets = values.map((value) => {
      if (!Array.isArray(value)) fail(code, `All operands of ${operator} must be arrays. One argument is of type: ${typeName(value)}`);
      return keys([...value].reverse());
    });
    return sorted(pick(sets));
  });
}

const union = (sets) => {
  const all = new Map();
  for (const set of sets) for (const [key, item] of set) if (!all.has(key)) all.set(key, item);
  return all;
};
const intersection = (sets) => new Map(sets.length ? [...sets[0]].filter(([key]) => sets.every((set) => set.has(key))) : []);

const difference = fixed(2, ([a, b], operator) => {
  if (isNullish(a) || isNullish(b)) return null;
  const without = keys(needArray(b, operator, 17049));
  const left = new Map();
  for (const item of needArray(a, operator, 17048)) {
    const key = keyOf(item);
    if (!without.has(key) && !left.has(key)) left.set(key, item);
  }
  return [...left.values()];
});

const isSubset = fixed(2, ([a, b], operator) => {
  const all = keys(needArray(b, operator, 17042));
  return needArray(a, operator, 17046).every((item) => all.has(keyOf(item)));
});

const setEquals = variadic(2, Infinity, (values, operator) => {
  const sets = values.map((value) => keys(needArray(value, operator, 17044)));
  return sets.every((set) => set.size === sets[0].size && [...set.keys()].every((key) => sets[0].has(key)));
});

register({
  $setUnion: combine(union, 17043),
  $setIntersection: combine(intersection, 17047),
  $setDifference: difference,
  $setIsSubset: isSubset,
  $setEquals: setEquals,
  $allElementsTrue: fixed(1, ([array], operator) => needArray(array, operator, 17040).every(isTrue)),
  $anyElementTrue: fixed(1, ([array], operator) => needArray(array, operator, 17041).some(isTrue)),
});
