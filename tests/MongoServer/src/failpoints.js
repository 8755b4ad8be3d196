import { ServerError, fail, lacking } from './errors.js';
import { Doc, toNumber } from './bson/types.js';

const FIELDS = ['failCommands', 'errorCode', 'errorLabels', 'closeConnection', 'closeConnectionAfterApplying', 'blockConnection', 'blockTimeMS', 'writeConcernError', 'appName', 'errorExtraInfo', 'failInternalCommands', 'namespace'];

/**
 * What a command runs into.
 * @typedef {{close: boolean, closeAfter: boolean, blockMs: number, errorCode?: number, labels?: string[], writeConcernError?: Doc}} Fault
 */

/** MongoDB's `failCommand`, and one extension: `closeConnectionAfterApplying` does the work and then drops the connection unanswered. */
export class FailPoints {
  constructor() {
    /** @type {{left: number, skip: number, probability: number, data: Doc} | undefined} */
    this.active = undefined;
    this.timesEntered = 0;
  }

  /** @param {string} name @param {unknown} mode @param {Doc | undefined} data */
  configure(name, mode, data = new Doc()) {
    if (name !== 'failCommand') lacking(`the fail point '${name}'`);
    for (const field of data.keys()) if (!FIELDS.includes(field)) lacking(`failCommand's '${field}'`);
    if (mode === 'off') {
      this.active = undefined;
      return;
    }
    const failCommands = data.get('failCommands');
    if (!Array.isArray(failCommands)) fail(9, "failCommand needs data with 'failCommands'");
    const active = { left: Infinity, skip: 0, probability: 1, data };
    if (mode instanceof Doc && (mode.has('times') || mode.has('skip'))) {
      if (mode.has('times')) active.left = toNumber(mode.get('times'));
      if (mode.has('skip')) active.skip = toNumber(mode.get('skip'));
    } else if (mode instanceof Doc && mode.has('activationProbability')) active.probability = toNumber(mode.get('activationProbability'));
    else if (mode !== 'alwaysOn') fail(2, 'unknown failpoint mode');
    this.active = active;
  }

  /** @param {string} command @param {string | undefined} appName @param {string | undefined} namespace @returns {Fault | undefined} and counts it as used */
  meet(command, appName, namespace) {
    const { active } = this;
    if (!active || !active.data.get('failCommands').includes(command)) return undefined;
    if (active.data.has('appName') && active.data.get('appName') !== appName) return undefined;
    if (active.data.has('namespace') && active.data.get('namespace') !== namespace) return undefined;
    if (active.skip > 0) {
      active.skip -= 1;
      return undefined;
    }
    if (Math.random() >= active.probability) return undefined;
    this.timesEntered += 1;
    active.left -= 1;
    if (active.left <= 0) this.active = undefined;
    const { data } = active;
    return {
      close: data.get('closeConnection') === true,
      closeAfter: data.get('closeConnectionAfterApplying') === true,
      blockMs: data.get('blockConnection') === true ? toNumber(data.get('blockTimeMS')) ?? 0 : 0,
      errorCode: toNumber(data.get('errorCode')),
      labels: data.get('errorLabels'),
      writeConcernError: data.get('writeConcernError'),
    };
  }
}

/** @param {Fault} fault @param {string} command */
export function faultError(fault, command) {
  const error = new ServerError(fault.errorCode, `Failing command via 'failCommand' failpoint: ${command}`, { labels: fault.labels });
  error.labelsGiven = fault.labels !== undefined;
  return error;
}
