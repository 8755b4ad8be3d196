import { ServerError, fail } from './errors.js';
import { keyOf } from './bson/compare.js';
import { Transaction } from './transactions.js';

/** @param {string} message */
const noTransaction = (message) => new ServerError(251, message, { labels: ['TransientTransactionError'] });

/** What the server remembers of a logical session: its newest transaction number and what was done under it. */
export class Session {
  constructor(id, lsid, owner) {
    this.id = id;
    this.owner = owner;
    /** As clients name it; unknown of one that only a journal tells of. @type {import('./bson/types.js').Doc | undefined} */
    this.lsid = lsid;
    this.number = -1n;
    /** Results of retryable writes by statement. @type {Map<number, any>} */
    this.statements = new Map();
    /** @type {Transaction | undefined} */
    this.transaction = undefined;
    /** What is being run in it. @type {Set<{killed: boolean}>} */
    this.running = new Set();
  }

  /** A new number ends what was open under the older one. */
  advance(number) {
    this.transaction?.abort();
    this.number = number;
    this.statements.clear();
    this.transaction = undefined;
  }

  /** @param {number} statement @param {object} result @param {import('./storage/journal.js').Journal | undefined} journal */
  remember(statement, result, journal) {
    this.statements.set(statement, result);
    journal?.remember(this.id, this.number, { statement, result });
  }

  /** @param {bigint} number of a retryable write @returns {Session} with the results of an earlier try, if there was one */
  retryable(number) {
    if (number < this.number) fail(225, `Retryable write with txnNumber ${number} is prohibited on session because a newer retryable write with txnNumber ${this.number} has already started on this session.`);
    if (number > this.number) this.advance(number);
    else if (this.transaction) fail(117, `txnNumber ${number} is the number of a transaction, not of a retryable write`);
    return this;
  }

  /** @param {bigint} number @param {boolean} starting @param {import('./storage/store.js').Store} store @returns {Transaction} */
  inTransaction(number, starting, store) {
    if (number < this.number) fail(225, `Cannot start transaction ${number} on session because a newer transaction ${this.number} has already started.`);
    if (starting) {
      // Started and failed at its first statement, a transaction may be started anew under its number.
      if (number === this.number && !(this.transaction?.state === 'aborted' && !this.transaction.statementsDone)) fail(117, `Only servers in a sharded cluster can start a new transaction at the active transaction number ${number}`);
      this.advance(number);
      this.transaction = new Transaction(number, store);
      return this.transaction;
    }
    if (number > this.number || !this.transaction) throw noTransaction(`Given transaction number ${number} does not match any in-progress transactions. The active transaction number is ${this.number}`);
    return this.transaction;
  }
}

export class Sessions {
  constructor() {
    /** @type {Map<string, Session>} */
    this.byId = new Map();
  }

  /** @param {import('./bson/types.js').Doc} lsid @param {string} owner the user, or "" without authentication */
  get(lsid, owner) {
    const key = `${owner}/${keyOf(lsid.get('id'))}`;
    if (!this.byId.has(key)) this.byId.set(key, new Session(key, lsid, owner));
    const session = this.byId.get(key);
    session.lsid ??= lsid;
    session.owner ??= owner;
    return session;
  }

  /** What a journal knows of a session. @param {string} key @param {bigint} number @param {any} what */
  restore(key, number, what) {
    if (!this.byId.has(key)) this.byId.set(key, new Session(key));
    const session = this.byId.get(key);
    if (session.number !== number) session.advance(number);
    if (what.committed) session.transaction = Transaction.committed(number);
    else session.statements.set(what.statement, what.result);
  }

  /** Ends a session and what is open in it. */
  end(lsid, owner) {
    const key = `${owner}/${keyOf(lsid.get('id'))}`;
    const session = this.byId.get(key);
    session?.transaction?.abort();
    for (const command of session?.running ?? []) command.killed = true;
    this.byId.delete(key);
  }
}
