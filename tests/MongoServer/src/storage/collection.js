import { randomUUID } from 'node:crypto';
import { ServerError } from '../errors.js';
import { compare, keyOf } from '../bson/compare.js';
import { Doc } from '../bson/types.js';

/** A write met a document that an open transaction holds: to be tried again when that has ended. */
export class Busy extends Error {
  /** @param {Promise<void>} until */
  constructor(until) {
    super('the document is held by a transaction');
    this.until = until;
  }
}

/** @param {string} what */
export const writeConflict = (what) => new ServerError(112, `WriteConflict error: this operation conflicted with another operation (${what}). Please retry your operation or multi-document transaction.`, { labels: ['TransientTransactionError'] });

/** One document by its `_id`, in its versions: what is committed, what a transaction would make of it, and what open snapshots may still read. */
export class Record {
  constructor(id, idKey) {
    this.id = id;
    this.idKey = idKey;
    /** @type {Doc | null} the committed version; null is deleted */
    this.doc = null;
    this.timestamp = 0;
    /** @type {{transaction: any, doc: Doc | null} | null} */
    this.pending = null;
    /** @type {{timestamp: number, doc: Doc | null}[]} */
    this.history = [];
    this.gone = false;
    /** @type {Map<import('./index.js').Index, {whole: Set<string>, leading: Set<string>}>} */
    this.keys = new Map();
  }

  /** @param {any} transaction @returns {Doc | null} what a reader sees */
  visible(transaction) {
    if (!transaction) return this.doc;
    if (this.pending?.transaction === transaction) return this.pending.doc;
    if (this.timestamp <= transaction.readTimestamp) return this.doc;
    return this.history.findLast((version) => version.timestamp <= transaction.readTimestamp)?.doc ?? null;
  }
}

export class Collection {
  /** @param {import('./store.js').Store} store @param {string} database @param {string} name @param {Doc} options as `listCollections` shows them */
  constructor(store, database, name, options) {
    this.store = store;
    this.database = database;
    this.name = name;
    this.options = options;
    this.uuid = randomUUID();
    /** @type {Map<string, Record>} in the order of insertion */
    this.records = new Map();
    /** @type {Record[]} */
    this.sorted = [];
    this.goneCount = 0;
    /** @type {Map<string, import('./index.js').Index>} the secondary ones */
    this.indexes = new Map();
    /** @type {((doc: Doc) => boolean) | undefined} */
    this.validator = undefined;
  }

  get namespace() {
    return `${this.database}.${this.name}`;
  }

  /** @returns {Record[]} in the order of `_id` */
  byId() {
    if (this.goneCount > 0) {
      this.sorted = this.sorted.filter((record) => !record.gone);
      this.goneCount = 0;
    }
    return this.sorted;
  }

  /** @param {unknown} id @returns {number} the place of the first record whose `_id` is not below (or, after: is above) this */
  bound(id, after = false) {
    const records = this.byId();
    let low = 0;
    let high = records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compare(records[middle].id, id);
      if (order < 0 || (after && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {any} transaction */
  count(transaction) {
    let count = 0;
    for (const record of this.records.values()) if (record.visible(transaction)) count++;
    return count;
  }

  /** @param {Doc} doc with `_id` @param {any} transaction */
  insert(doc, transaction) {
    const id = doc.get('_id');
    const idKey = keyOf(id);
    const known = this.records.get(idKey);
    const record = known ?? new Record(id, idKey);
    if (known) {
      this.lock(known, transaction);
      if (known.pending ? known.pending.doc : known.doc) throw this.duplicate('_id_', new Doc([['_id', new Doc()]]), ['_id'], [id]);
    }
    this.checkUnique(doc, record, transaction);
    if (!known) this.add(record);
    this.write(record, doc, transaction);
  }

  add(record) {
    this.records.set(record.idKey, record);
    const records = this.byId();
    if (records.length === 0 || compare(records[records.length - 1].id, record.id) < 0) records.push(record);
    else records.splice(this.bound(record.id), 0, record);
  }

  /** @param {Record} record @param {Doc | null} doc the new version; null deletes @param {any} transaction */
  replace(record, doc, transaction) {
    this.lock(record, transaction);
    if (doc) this.checkUnique(doc, record, transaction);
    this.write(record, doc, transaction);
  }

  /** Others' transactions make it wait, or a transaction fail. */
  lock(record, transaction) {
    if (record.pending && record.pending.transaction !== transaction) {
      if (transaction) throw writeConflict(this.namespace);
      throw new Busy(record.pending.transaction.ended);
    }
    if (transaction && record.timestamp > transaction.readTimestamp) throw writeConflict(this.namespace);
  }

  checkUnique(doc, record, transaction) {
    for (const index of this.indexes.values()) {
      const { whole, values } = index.keys(doc);
      if (!index.unique && !index.prepareUnique) continue;
      whole.forEach((key, i) => {
        for (const other of index.entries.get(key) ?? []) {
          if (other === record) continue;
          if (other.pending && other.pending.transaction !== transaction) this.lock(other, transaction);
          const current = other.pending ? other.pending.doc : other.doc;
          if (current && index.keys(current).whole.includes(key)) throw this.duplicate(index.name, index.key, [...index.key.keys()], values[i]);
        }
      });
    }
  }

  duplicate(index, pattern, paths, values) {
    const shown = paths.map((path, i) => `${path}: ${show(values[i])}`).join(', ');
    return new ServerError(11000, `E11000 duplicate key error collection: ${this.namespace} index: ${index} dup key: { ${shown} }`, {
      extra: { keyPattern: index === '_id_' ? Doc.of({ _id: 1 }) : pattern, keyValue: new Doc(paths.map((path, i) => [path, values[i]])) },
    });
  }

  write(record, doc, transaction) {
    if (transaction) {
      if (record.pending) record.pending.doc = doc;
      else record.pending = { transaction, doc };
      transaction.writes.set(record, this);
      this.reindex(record);
    } else this.store.commit([{ collection: this, record, doc }]);
  }

  /** Makes a version the committed one. @param {Record} record @param {Doc | null} doc @param {number} timestamp */
  commit(record, doc, timestamp) {
    record.pending = null;
    if (this.store.hasSnapshots()) {
      record.history.push({ timestamp: record.timestamp, doc: record.doc });
      this.store.versioned.set(record, this);
    }
    record.doc = doc;
    record.timestamp = timestamp;
    this.reindex(record);
    this.sweep(record);
  }

  rollback(record) {
    record.pending = null;
    this.reindex(record);
    this.sweep(record);
  }

  /** Forgets a record that no version keeps. */
  sweep(record) {
    if (record.doc || record.pending || record.history.length || record.gone) return;
    record.gone = true;
    this.records.delete(record.idKey);
    this.goneCount++;
  }

  /** Brings the entries of the indexes to the keys of all versions. */
  reindex(record) {
    for (const index of this.indexes.values()) this.reindexIn(index, record);
  }

  reindexIn(index, record) {
    const keys = { whole: new Set(), leading: new Set() };
    for (const doc of [record.doc, record.pending?.doc, ...record.history.map((version) => version.doc)]) {
      if (!doc) continue;
      const own = index.keys(doc);
      own.whole.forEach((key) => keys.whole.add(key));
      own.leading.forEach((key) => keys.leading.add(key));
    }
    const before = record.keys.get(index);
    for (const [part, map] of [['whole', index.entries], ['leading', index.leading]]) {
      for (const key of before?.[part] ?? []) if (!keys[part].has(key)) forget(map, key, record);
      for (const key of keys[part]) {
        if (before?.[part].has(key)) continue;
        if (!map.has(key)) map.set(key, new Set());
        map.get(key).add(record);
      }
    }
    record.keys.set(index, keys);
  }

  /** @param {import('./index.js').Index} index built over what is there @throws {ServerError} on a duplicate, with nothing added */
  addIndex(index) {
    const seen = new Set();
    for (const record of this.records.values()) {
      if (record.pending) throw new Busy(record.pending.transaction.ended);
      if (!record.doc) continue;
      const { whole, values } = index.keys(record.doc);
      whole.forEach((key, i) => {
        if (index.unique && seen.has(key)) throw this.duplicate(index.name, index.key, [...index.key.keys()], values[i]);
        seen.add(key);
      });
    }
    this.indexes.set(index.name, index);
    for (const record of this.records.values()) this.reindexIn(index, record);
    this.store.catalogChanged();
  }

  removeIndex(name) {
    const index = this.indexes.get(name);
    this.indexes.delete(name);
    for (const record of this.records.values()) record.keys.delete(index);
    this.store.catalogChanged();
  }
}

function forget(map, key, record) {
  const set = map.get(key);
  set?.delete(record);
  if (set?.size === 0) map.delete(key);
}

function show(value) {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Doc) return `{ ${[...value].map(([name, inner]) => `${name}: ${show(inner)}`).join(', ')} }`;
  if (Array.isArray(value)) return `[ ${value.map(show).join(', ')} ]`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value?.toHexString) return `ObjectId('${value.toHexString()}')`;
  return String(value?.value ?? value);
}
