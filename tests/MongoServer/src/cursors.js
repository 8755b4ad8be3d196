import { randomBytes } from 'node:crypto';
import { ServerError, fail } from './errors.js';
import { encode } from './bson/encode.js';

const FIRST_BATCH = 101;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const IDLE_MS = 10 * 60 * 1000;

/**
 * Open cursors. The results of a query are fixed when it is opened: later writes don't show.
 * @typedef {{id: bigint, namespace: string, docs: import('./bson/types.js').Doc[], next: number, session?: object, transaction?: object, user?: string, used: number, keep: boolean}} Cursor
 */
export class Cursors {
  constructor() {
    /** @type {Map<bigint, Cursor>} */
    this.open = new Map();
    this.timer = setInterval(() => this.expire(), 60000);
    this.timer.unref();
  }

  stop() {
    clearInterval(this.timer);
    this.open.clear();
  }

  expire() {
    for (const cursor of this.open.values()) if (!cursor.keep && Date.now() - cursor.used > IDLE_MS) this.open.delete(cursor.id);
  }

  /**
   * @param {import('./commands/execute.js').Context} ctx
   * @param {string} namespace
   * @param {import('./bson/types.js').Doc[]} docs
   * @param {{batchSize?: number, single?: boolean, keep?: boolean}} options
   * @returns {object} the reply
   */
  first(ctx, namespace, docs, { batchSize = FIRST_BATCH, single = false, keep = false }) {
    const cursor = { id: 0n, namespace, docs, next: 0, session: ctx.session, transaction: ctx.transaction, user: ctx.connection.user, used: Date.now(), keep };
    const firstBatch = take(cursor, batchSize);
    if (!single && cursor.next < docs.length) {
      do cursor.id = randomBytes(8).readBigInt64LE() & 0x7fffffffffffffffn; while (cursor.id === 0n || this.open.has(cursor.id));
      this.open.set(cursor.id, cursor);
    }
    return { cursor: { firstBatch, id: cursor.id, ns: namespace } };
  }

  /** @param {import('./commands/execute.js').Context} ctx @param {bigint} id @param {string} namespace @param {number | undefined} batchSize */
  more(ctx, id, namespace, batchSize) {
    const cursor = this.open.get(id);
    if (!cursor) fail(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) fail(13, `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`);
    if (cursor.session !== ctx.session) throw new ServerError(50738, `Cannot run getMore on cursor ${id}, which was ${cursor.session ? 'created in another session' : 'not created in a session'}`);
    if (cursor.transaction !== ctx.transaction) fail(50740, `Cannot run getMore on cursor ${id} outside of the transaction it was created in`);
    if (cursor.user !== ctx.connection.user) fail(13, 'not authorized: the cursor was made by another user');
    cursor.used = Date.now();
    const nextBatch = take(cursor, batchSize || Infinity);
    if (cursor.next >= cursor.docs.length) this.open.delete(id);
    return { cursor: { nextBatch, id: this.open.has(id) ? id : 0n, ns: namespace } };
  }

  /** @param {bigint} id @returns {boolean} */
  kill(id) {
    return this.open.delete(id);
  }

  /** @param {(cursor: Cursor) => boolean} which */
  killWhere(which) {
    for (const cursor of this.open.values()) if (which(cursor)) this.open.delete(cursor.id);
  }
}

/** As many as asked for, as long as they fit into one reply; at least one. */
function take(cursor, count) {
  const batch = [];
  let bytes = 0;
  while (batch.length < count && cursor.next < cursor.docs.length) {
    const doc = cursor.docs[cursor.next];
    doc.raw ??= encode(doc);
    bytes += doc.raw.length;
    if (batch.length && bytes > MAX_BATCH_BYTES) break;
    batch.push(doc);
    cursor.next += 1;
  }
  return batch;
}
