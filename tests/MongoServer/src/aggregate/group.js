import { fail, lacking } from '../errors.js';
import { keyOf } from '../bson/compare.js';
import { Doc } from '../bson/types.js';
import { compile } from '../expression/compile.js';
import { ACCUMULATORS } from '../expression/accumulators.js';

/**
 * @param {Doc} spec of `$group`
 * @param {Iterable<string>} variables
 * @returns {(docs: Iterable<Doc>, scope: import('../expression/compile.js').Scope) => Iterable<Doc>} in the order in which the groups are met
 */
export function group(spec, variables) {
  if (!spec.has('_id')) fail(15955, 'a group specification must include an _id');
  const id = compile(spec.get('_id'), variables);
  const fields = [...spec].filter(([name]) => name !== '_id').map(([name, value]) => {
    if (name.includes('.')) fail(40235, `The field name '${name}' cannot contain '.'`);
    if (!(value instanceof Doc) || value.size !== 1) fail(40234, `The field '${name}' must be an accumulator object`);
    const [[operator, argument]] = value;
    if (!Object.hasOwn(ACCUMULATORS, operator)) lacking(`the group operator '${operator}'`);
    return { name, finish: ACCUMULATORS[operator], value: operator === '$count' ? () => null : compile(argument, variables) };
  });
  return function* run(docs, scope) {
    const groups = new Map();
    for (const doc of docs) {
      const own = scope.on(doc);
      const value = id(own);
      const key = keyOf(value);
      let found = groups.get(key);
      if (!found) groups.set(key, (found = { id: value, columns: fields.map(() => []) }));
      fields.forEach((field, i) => found.columns[i].push(field.value(own)));
    }
    for (const { id: value, columns } of groups.values()) {
      const result = new Doc([['_id', value === undefined ? null : value]]);
      fields.forEach((field, i) => {
        const made = field.finish(columns[i]);
        result.set(field.name, made);
      });
      yield result;
    }
  };
}
