import { fail } from '../errors.js';
import { Doc, typeName } from '../bson/types.js';
import { compile } from '../expression/compile.js';
import { addFields, projection, unset } from '../query/projection.js';

/** @param {unknown} stage @returns {[string, any]} */
export function stageOf(stage) {
  if (!(stage instanceof Doc)) fail(14, 'Each element of the \'pipeline\' array must be an object');
  if (stage.size !== 1) fail(40323, 'A pipeline stage specification object must contain exactly one field.');
  return [...stage][0];
}

const replaceWith = (expression, variables, name) => {
  const root = compile(expression, variables);
  return (doc, scope) => {
    const value = root(scope.on(doc));
    if (!(value instanceof Doc)) fail(40228, `'${name === '$replaceRoot' ? 'newRoot' : 'replacement document'}' expression must evaluate to an object, but resulting value was of type: ${typeName(value)}`);
    return value;
  };
};

/** The stages that make one document of one; updates take only these. @type {Record<string, (argument: any, variables?: Iterable<string>) => (doc: Doc, scope: import('../expression/compile.js').Scope) => Doc>} */
export const PER_DOCUMENT = {
  $addFields: (argument, variables) => addFields(needDocument(argument, '$addFields'), variables),
  $set: (argument, variables) => addFields(needDocument(argument, '$set'), variables),
  $unset: (argument) => unset(argument),
  $project: (argument, variables) => {
    if (needDocument(argument, '$project').size === 0) fail(51272, 'Invalid $project :: caused by :: projection specification must have at least one field');
    return projection(argument, { variables });
  },
  $replaceRoot: (argument, variables) => replaceWith(needDocument(argument, '$replaceRoot').get('newRoot') ?? fail(40231, 'no newRoot specified for the $replaceRoot stage'), variables, '$replaceRoot'),
  $replaceWith: (argument, variables) => replaceWith(argument, variables, '$replaceWith'),
};

export function needDocument(argument, stage) {
  if (!(argument instanceof Doc)) fail(40272, `${stage} specification stage must be an object, got ${typeName(argument)}`);
  return argument;
}

/** @param {unknown[]} stages @param {Iterable<string>} [variables] @returns {(doc: Doc, scope: import('../expression/compile.js').Scope) => Doc} */
export function compilePipeline(stages, variables) {
  const steps = stages.map((stage) => {
    const [name, argument] = stageOf(stage);
    if (!Object.hasOwn(PER_DOCUMENT, name)) fail(72, `${name} is not allowed to be used within an update`);
    return PER_DOCUMENT[name](argument, variables);
  });
  return (doc, scope) => steps.reduce((current, step) => step(current, scope), doc);
}
