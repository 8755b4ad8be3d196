/**
 * How a command is run.
 * @typedef {object} Command
 * @property {(ctx: import('./execute.js').Context, body: import('../bson/types.js').Doc) => Promise<object> | object} run gives the reply without `ok`
 * @property {string[]} [fields] the arguments it knows besides the generic ones; others are refused
 * @property {boolean} [anyFields] takes what comes, for commands whose arguments are of no account here
 * @property {boolean} [write] needs the primary, takes a write concern
 * @property {boolean} [read] needs the primary or a read preference
 * @property {boolean} [transaction] may be run in one
 * @property {boolean} [retryable] as a retryable write
 * @property {boolean} [anonymous] before authentication
 * @property {boolean} [adminOnly]
 */

/** @type {Map<string, Command>} */
export const commands = new Map();

/** @param {Record<string, Command>} table */
export function register(table) {
  for (const [name, command] of Object.entries(table)) commands.set(name, command);
}
