import { fail } from '../errors.js';
import { Doc, Timestamp } from '../bson/types.js';
import { Collection } from './collection.js';

/** The data of one deployment, which all its nodes share: a secondary never lags. */
export class Store {
  constructor() {
    /** @type {Map<string, Map<string, Collection>>} */
    this.databases = new Map();
    this.clock = 0;
    /** Open transactions with a snapshot. @type {Set<any>} */
    this.snapshots = new Set();
    /** Records with versions that only snapshots read. @type {Map<any, Collection>} */
    this.versioned = new Map();
    /** What keeps the data over the death of the process. @type {import('./journal.js').Journal | undefined} */
    this.journal = undefined;
    this.ordinal = 1;
    this.second = 0;
  }

  /** @returns {Timestamp} of the last operation, always rising */
  timestamp() {
    const now = Math.floor(Date.now() / 1000);
    this.ordinal = now > this.second ? 1 : this.ordinal + 1;
    this.second = Math.max(now, this.second);
    return new Timestamp({ t: this.second, i: this.ordinal });
  }

  hasSnapshots() {
    return this.snapshots.size > 0;
  }

  /** @param {{collection: Collection, record: any, doc: Doc | null}[]} changes all of them or none */
  commit(changes) {
    this.journal?.add(changes);
    this.clock += 1;
    for (const { collection, record, doc } of changes) collection.commit(record, doc, this.clock);
  }

  /** When the last snapshot is closed, the versions kept for it go. */
  closeSnapshot(transaction) {
    this.snapshots.delete(transaction);
    if (this.hasSnapshots()) return;
    for (const [record, collection] of this.versioned) {
      record.history = [];
      collection.reindex(record);
      collection.sweep(record);
    }
    this.versioned.clear();
  }

  /** Collections, their options or their indexes are others than before. */
  catalogChanged() {
    if (this.journal) this.journal.catalogChanged = true;
  }

  /** @param {string} database @param {string} name @returns {Collection | undefined} */
  find(database, name) {
    return this.databases.get(database)?.get(name);
  }

  /** @param {string} database @param {string} name @param {Doc} [options] @returns {Collection} */
  create(database, name, options = new Doc()) {
    checkName(database, name);
    if (!this.databases.has(database)) this.databases.set(database, new Map());
    const collection = new Collection(this, database, name, options);
    this.databases.get(database).set(name, collection);
    this.catalogChanged();
    return collection;
  }

  /** Puts a collection where another may have been. @param {string} database @param {string} name @param {Collection} collection */
  put(database, name, collection) {
    checkName(database, name);
    if (!this.databases.has(database)) this.databases.set(database, new Map());
    this.databases.get(database).set(name, collection);
    collection.database = database;
    collection.name = name;
    this.catalogChanged();
  }

  drop(database, name) {
    const collections = this.databases.get(database);
    collections?.delete(name);
    if (collections?.size === 0) this.databases.delete(database);
    this.catalogChanged();
  }
}

/** @param {string} database @param {string} name */
export function checkName(database, name) {
  if (typeof database !== 'string' || database === '' || /[\0/\\. "$]/.test(database) || database.length > 63) fail(73, `Invalid database name: '${database}'`);
  if (typeof name !== 'string' || name === '' || name.startsWith('.') || name.endsWith('.') || /[\0$]/.test(name) || name.includes('..')) fail(73, `Invalid namespace specified '${database}.${name}'`);
  if (Buffer.byteLength(`${database}.${name}`) > 255) fail(73, `Fully qualified namespace is too long. Namespace: ${database}.${name} Max: 255`);
}
