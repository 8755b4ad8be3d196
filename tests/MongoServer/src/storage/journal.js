import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { keyOf } from '../bson/compare.js';
import { decode } from '../bson/decode.js';
import { encode } from '../bson/encode.js';
import { Doc, toNumber } from '../bson/types.js';
import { Collection, Record } from './collection.js';
import { Index } from './index.js';
import { compileValidator } from './validator.js';

/** So many changes are written at once, at the most; a transaction's are never parted. */
const ENOUGH = 1000;

/**
 * Keeps what was done in a file, so that a server that was killed and started again knows it. Each entry is one document: the changes of a statement with its answer for a
 * retry, so that neither is there without the other. It survives the death of the process, not of the machine: nothing is forced to the disk.
 */
export class Journal {
  /** @param {string} folder */
  constructor(folder) {
    mkdirSync(folder, { recursive: true });
    this.file = path.join(folder, 'journal.bson');
    this.changes = [];
    this.retries = [];
    this.catalogChanged = false;
  }

  /** Reads what is there into an empty server, and goes on writing behind it. @param {import('../server.js').Server} server */
  open(server) {
    this.server = server;
    const bytes = existsSync(this.file) ? readFileSync(this.file) : Buffer.alloc(0);
    /** @type {Map<string, Collection>} */
    const collections = new Map();
    let offset = 0;
    // An entry that was not written to its end never was.
    while (offset + 4 <= bytes.length && offset + bytes.readInt32LE(offset) <= bytes.length) {
      const entry = decode(bytes, offset);
      offset += entry.raw.length;
      this.replay(entry, server, collections);
    }
    if (offset < bytes.length) truncateSync(this.file, offset);
    this.descriptor = openSync(this.file, 'a');
  }

  close() {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  /** @param {{collection: Collection, record: Record, doc: Doc | null}[]} changes */
  add(changes) {
    for (const { collection, record, doc } of changes) this.changes.push(new Doc([['c', collection.uuid], ['i', record.id], ['d', doc]]));
    if (this.changes.length >= ENOUGH && this.retries.length === 0) this.flush();
  }

  /** @param {string} session @param {bigint} number @param {object} what `{statement, result}` or `{committed: true}` */
  remember(session, number, what) {
    this.retries.push(Doc.of({ s: session, n: number, ...what }));
  }

  /** Writes what has come together; before this nobody is answered. */
  flush() {
    if (!this.catalogChanged && this.changes.length === 0 && this.retries.length === 0) return;
    const entry = new Doc();
    if (this.catalogChanged) entry.set('catalog', this.catalog());
    entry.set('changes', this.changes).set('retries', this.retries);
    this.changes = [];
    this.retries = [];
    this.catalogChanged = false;
    writeSync(this.descriptor, encode(entry));
  }

  catalog() {
    return [...this.server.store.databases.values()].flatMap((collections) => [...collections.values()]).map((collection) => Doc.of({
      uuid: collection.uuid, database: collection.database, name: collection.name, options: collection.options, indexes: [...collection.indexes.values()].map((index) => index.spec),
    }));
  }

  replay(entry, { store, sessions }, collections) {
    if (entry.has('catalog')) restoreCatalog(entry.get('catalog'), store, collections);
    for (const change of entry.get('changes')) {
      const collection = collections.get(change.get('c'));
      if (!collection) continue;
      const id = change.get('i');
      const key = keyOf(id);
      const record = collection.records.get(key) ?? new Record(id, key);
      if (!collection.records.has(key)) collection.add(record);
      const doc = change.get('d');
      if (doc) doc.raw = encode(doc);
      store.clock += 1;
      collection.commit(record, doc, store.clock);
    }
    for (const retry of entry.get('retries')) sessions.restore(retry.get('s'), retry.get('n'), answer(retry));
  }
}

/** @param {Doc} retry */
function answer(retry) {
  if (retry.get('committed') === true) return { committed: true };
  const result = Object.fromEntries(retry.get('result'));
  for (const count of ['n', 'nModified']) if (count in result) result[count] = toNumber(result[count]);
  if (result.upserted) result.upserted = { id: result.upserted.get('id') };
  return { statement: toNumber(retry.get('statement')), result };
}

function restoreCatalog(catalog, store, collections) {
  const listed = new Set(catalog.map((item) => item.get('uuid')));
  for (const [uuid, collection] of collections) {
    if (!listed.has(uuid)) collections.delete(uuid);
    store.drop(collection.database, collection.name);
  }
  for (const item of catalog) {
    const [uuid, database, name] = ['uuid', 'database', 'name'].map((field) => item.get(field));
    const collection = collections.get(uuid) ?? new Collection(store, database, name, new Doc());
    collection.uuid = uuid;
    collection.options = item.get('options');
    compileValidator(collection);
    collections.set(uuid, collection);
    store.put(database, name, collection);
    const names = new Set(item.get('indexes').map((spec) => spec.get('name')));
    for (const index of [...collection.indexes.keys()]) if (!names.has(index)) collection.removeIndex(index);
    for (const spec of item.get('indexes')) {
      if (collection.indexes.has(spec.get('name'))) collection.removeIndex(spec.get('name'));
      collection.addIndex(new Index(spec));
    }
  }
}
