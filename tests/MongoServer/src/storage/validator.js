import { ServerError, fail } from '../errors.js';
import { matcher } from '../query/match.js';

/** Compiles a collection's validator from its options. @param {import('./collection.js').Collection} collection */
export function compileValidator(collection) {
  const { options } = collection;
  const level = options.get('validationLevel') ?? 'strict';
  const action = options.get('validationAction') ?? 'error';
  if (!['off', 'strict', 'moderate'].includes(level)) fail(2, `Enumeration value '${level}' for field 'validationLevel' is not a valid value.`);
  if (!['error', 'warn'].includes(action)) fail(2, `Enumeration value '${action}' for field 'validationAction' is not a valid value.`);
  const query = options.get('validator');
  collection.validator = query && query.size > 0 ? matcher(query) : undefined;
}

/**
 * @param {import('./collection.js').Collection} collection
 * @param {import('../bson/types.js').Doc} doc as it would be
 * @param {import('../bson/types.js').Doc | undefined} before the document it is made of; undefined for an insert
 */
export function validate(collection, doc, before) {
  const { validator, options } = collection;
  const level = options.get('validationLevel') ?? 'strict';
  if (!validator || level === 'off' || (options.get('validationAction') ?? 'error') === 'warn' || validator(doc)) return;
  // Moderate leaves alone what was invalid already.
  if (level === 'moderate' && before && !validator(before)) return;
  throw new ServerError(121, 'Document failed validation', {
    extra: { errInfo: { failingDocumentId: doc.get('_id'), details: { operatorName: [...options.get('validator').keys()][0] } } },
  });
}
