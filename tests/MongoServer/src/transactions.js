import { ServerError, fail } from './errors.js';

/** Seconds after which an open transaction is ended, as MongoDB's default. */
const LIFETIME = 60;

/** One transaction: a snapshot to read from and the writes that nobody else sees yet. */
export class Transaction {
  /** @param {bigint} number @param {import('./storage/store.js').Store} store */
  constructor(number, store) {
    this.number = number;
    this.store = store;
    /** @type {'open' | 'committed' | 'aborted'} */
    this.state = 'open';
    this.readTimestamp = store.clock;
    this.statementsDone = 0;
    /** @type {Map<import('./storage/collection.js').Record, import('./storage/collection.js').Collection>} */
    this.writes = new Map();
    /** Collections that came to be in here. @type {Set<import('./storage/collection.js').Collection>} */
    this.created = new Set();
    /** @type {Promise<void>} done when others may go on */
    this.ended = new Promise((resolve) => (this.release = resolve));
    store.snapshots.add(this);
    this.timer = setTimeout(() => this.abort(), LIFETIME * 1000);
    this.timer.unref();
  }

  /** One that was committed before the server was started. @param {bigint} number @returns {Transaction} */
  static committed(number) {
    const past = Object.create(Transaction.prototype);
    return Object.assign(past, { number, state: 'committed', writes: new Map(), created: new Set() });
  }

  /** @throws {ServerError} unless statements may still be run in it */
  checkOpen() {
    if (this.state === 'committed') fail(256, `Transaction with { txnNumber: ${this.number} } has been committed.`);
    if (this.state === 'aborted') throw new ServerError(251, `Transaction with { txnNumber: ${this.number} } has been aborted.`, { labels: ['TransientTransactionError'] });
  }

  /** Once is as often as it counts: a repeated commit answers as the first. */
  commit() {
    if (this.state === 'committed') return;
    this.checkOpen();
    const changes = [...this.writes].map(([record, collection]) => ({ collection, record, doc: record.pending.doc }));
    if (changes.length) this.store.commit(changes);
    this.end('committed');
  }

  abort() {
    if (this.state !== 'open') return;
    for (const [record, collection] of this.writes) collection.rollback(record);
    for (const collection of this.created) if (collection.records.size === 0) this.store.drop(collection.database, collection.name);
    this.end('aborted');
  }

  end(state) {
    this.state = state;
    clearTimeout(this.timer);
    this.writes.clear();
    this.store.closeSnapshot(this);
    this.release();
  }
}
