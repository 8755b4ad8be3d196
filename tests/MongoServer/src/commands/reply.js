import { ServerError } from '../errors.js';

/** Codes after which a write may be sent again, by the specification of retryable writes. */
const RETRYABLE = new Set([6, 7, 64, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);
/** Codes after which a whole transaction may be run again. */
const TRANSIENT = new Set([24, 112, 246, 251, 89, 91, 189, 262, 10107, 11600, 11602, 13435, 13436]);

/** @param {unknown} error @returns {Record<string, unknown>} `{ok: 0, …}` */
export function errorReply(error) {
  const known = error instanceof ServerError ? error : new ServerError(1, `the stand-in failed: ${error?.stack ?? error}`);
  return {
    ok: 0,
    errmsg: known.message,
    code: known.code,
    codeName: known.codeName,
    ...known.extra,
    ...(known.labels.length ? { errorLabels: [...known.labels] } : {}),
  };
}

/**
 * The labels that the server adds by the code.
 * @param {ServerError} error
 * @param {{inTransaction: boolean, ending: boolean, retryable: boolean}} where `ending`: commitTransaction or abortTransaction
 */
export function addLabels(error, { inTransaction, ending, retryable }) {
  if (error.labelsGiven) return;
  const add = (label) => error.labels.includes(label) || error.labels.push(label);
  if (!inTransaction) error.labels = error.labels.filter((label) => label !== 'TransientTransactionError');
  if (inTransaction && !ending && TRANSIENT.has(error.code)) add('TransientTransactionError');
  if ((retryable || ending) && RETRYABLE.has(error.code)) add('RetryableWriteError');
}
