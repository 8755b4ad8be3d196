import { Binary, Doc } from '../bson/types.js';
import { fail, lacking } from '../errors.js';
import { matcher } from '../query/match.js';
import { compileStages } from '../aggregate/pipeline.js';
import { compileValidator } from '../storage/validator.js';
import { modifyIndex } from './indexes.js';
import { collectionName, count, document, flag } from './arguments.js';
import { source } from './source.js';
import { register } from './registry.js';

/** Options of `create` that are kept as they are; what else MongoDB has would change results. */
const OPTIONS = ['capped', 'size', 'max', 'viewOn', 'pipeline', 'validator', 'validationLevel', 'validationAction', 'changeStreamPreAndPostImages', 'indexOptionDefaults', 'storageEngine'];

function create(ctx, body) {
  const name = collectionName(ctx, body);
  if (ctx.store.find(ctx.database, name)) fail(48, `Collection ${ctx.database}.${name} already exists.`);
  for (const option of ['timeseries', 'clusteredIndex', 'expireAfterSeconds', 'encryptedFields']) if (body.has(option)) lacking(`create's '${option}'`);
  const options = new Doc(OPTIONS.filter((option) => body.has(option)).map((option) => [option, body.get(option)]));
  if (options.get('capped') === true && !options.has('size')) fail(72, "the 'size' field is required when 'capped' is true");
  if (options.get('capped') === false) options.delete('capped');
  if (options.has('viewOn')) compileStages(options.get('pipeline') ?? [], { source: source(ctx), variables: [] });
  const collection = ctx.store.create(ctx.database, name, options);
  try {
    compileValidator(collection);
  } catch (error) {
    ctx.store.drop(ctx.database, name);
    throw error;
  }
  ctx.transaction?.created.add(collection);
  return {};
}

/** Waits until no transaction holds a document in it. */
const free = (ctx, collection) => ctx.unlessBusy(() => {
  for (const record of collection.records.values()) collection.lock(record, undefined);
});

async function drop(ctx, body) {
  const name = collectionName(ctx, body);
  const collection = ctx.store.find(ctx.database, name);
  // Since MongoDB 7.0 a collection that isn't there is dropped all the same.
  if (!collection) return {};
  await free(ctx, collection);
  ctx.store.drop(ctx.database, name);
  ctx.server.cursors.killWhere((cursor) => cursor.namespace === `${ctx.database}.${name}`);
  return { nIndexesWas: collection.indexes.size + 1, ns: collection.namespace };
}

async function dropDatabase(ctx) {
  for (const collection of [...(ctx.store.databases.get(ctx.database)?.values() ?? [])]) await free(ctx, collection);
  const known = ctx.store.databases.delete(ctx.database);
  ctx.store.catalogChanged();
  ctx.server.cursors.killWhere((cursor) => cursor.namespace.startsWith(`${ctx.database}.`));
  return known ? { dropped: ctx.database } : {};
}

const splitNamespace = (namespace) => (typeof namespace === 'string' && namespace.includes('.') ? [namespace.slice(0, namespace.indexOf('.')), namespace.slice(namespace.indexOf('.') + 1)] : fail(73, `Invalid namespace specified '${namespace}'`));

async function renameCollection(ctx, body) {
  const [fromDatabase, from] = splitNamespace(body.get('renameCollection'));
  const [toDatabase, to] = splitNamespace(body.get('to'));
  const collection = ctx.store.find(fromDatabase, from) ?? fail(26, `Source collection ${fromDatabase}.${from} does not exist`);
  if (collection.options.has('viewOn')) fail(166, `cannot rename view: ${fromDatabase}.${from}`);
  if (fromDatabase === toDatabase && from === to) fail(20, "Can't rename a collection to itself");
  const target = ctx.store.find(toDatabase, to);
  if (target && !flag(body, 'dropTarget')) fail(48, 'target namespace exists');
  await free(ctx, collection);
  if (target) await free(ctx, target);
  ctx.store.put(toDatabase, to, collection);
  ctx.store.drop(fromDatabase, from);
  return {};
}

/** @param {import('../storage/collection.js').Collection} collection */
function listed(collection, nameOnly) {
  const view = collection.options.has('viewOn');
  const head = { name: collection.name, type: view ? 'view' : 'collection' };
  if (nameOnly) return Doc.of(head);
  const uuid = new Binary(Buffer.from(collection.uuid.replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID);
  return Doc.of({
    ...head,
    options: collection.options,
    info: view ? { readOnly: true } : { readOnly: false, uuid },
    ...(view ? {} : { idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } }),
  });
}

function listCollections(ctx, body) {
  const test = matcher(document(body, 'filter'));
  const collections = [...(ctx.store.databases.get(ctx.database)?.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  const docs = collections.map((collection) => listed(collection, false)).filter((doc) => test(doc));
  const shown = flag(body, 'nameOnly') ? docs.map((doc) => new Doc([...doc].slice(0, 2))) : docs;
  return ctx.server.cursors.first(ctx, `${ctx.database}.$cmd.listCollections`, shown, { batchSize: count(document(body, 'cursor'), 'batchSize') });
}

const sizeOf = (collections) => {
  let size = 0;
  for (const collection of collections.values()) for (const record of collection.records.values()) size += record.doc?.raw?.length ?? 0;
  return size;
};

function listDatabases(ctx, body) {
  const test = matcher(document(body, 'filter'));
  const all = [...ctx.store.databases].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, collections]) => Doc.of({ name, sizeOnDisk: BigInt(sizeOf(collections)), empty: collections.size === 0 }));
  const databases = all.filter((doc) => test(doc));
  if (flag(body, 'nameOnly')) return { databases: databases.map((doc) => new Doc([['name', doc.get('name')]])) };
  const totalSize = databases.reduce((sum, doc) => sum + doc.get('sizeOnDisk'), 0n);
  return { databases, totalSize, totalSizeMb: totalSize >> 20n };
}

function collMod(ctx, body) {
  const name = collectionName(ctx, body);
  const collection = ctx.store.find(ctx.database, name) ?? fail(26, `ns does not exist: ${ctx.database}.${name}`);
  if (body.has('index')) {
    if ([...body.keys()].some((field) => ['validator', 'validationLevel', 'validationAction', 'viewOn', 'pipeline'].includes(field))) lacking('collMod of an index together with another option');
    ctx.store.catalogChanged();
    return modifyIndex(collection, document(body, 'index'), flag(body, 'dryRun'));
  }
  const before = collection.options;
  collection.options = new Doc(before);
  try {
    for (const option of ['validator', 'validationLevel', 'validationAction', 'viewOn', 'pipeline', 'changeStreamPreAndPostImages']) if (body.has(option)) collection.options.set(option, body.get(option));
    if (collection.options.get('validator')?.size === 0) collection.options.delete('validator');
    compileValidator(collection);
  } catch (error) {
    collection.options = before;
    throw error;
  }
  ctx.store.catalogChanged();
  return {};
}

function collStats(ctx, body) {
  const name = collectionName(ctx, body);
  const collection = ctx.store.find(ctx.database, name);
  const documents = collection ? collection.count(undefined) : 0;
  const size = collection ? sizeOf(new Map([[name, collection]])) : 0;
  return {
    ns: `${ctx.database}.${name}`, count: documents, size, ...(documents ? { avgObjSize: Math.floor(size / documents) } : {}), storageSize: size,
    nindexes: collection ? collection.indexes.size + 1 : 0, capped: collection?.options.get('capped') === true,
  };
}

function dbStats(ctx) {
  const collections = ctx.store.databases.get(ctx.database) ?? new Map();
  const all = [...collections.values()];
  return {
    db: ctx.database,
    collections: all.filter((collection) => !collection.options.has('viewOn')).length,
    views: all.filter((collection) => collection.options.has('viewOn')).length,
    objects: BigInt(all.reduce((sum, collection) => sum + collection.count(undefined), 0)),
    dataSize: sizeOf(collections), storageSize: sizeOf(collections),
    indexes: all.reduce((sum, collection) => sum + collection.indexes.size + 1, 0),
  };
}

register({
  create: { write: true, transaction: true, fields: [...OPTIONS, 'timeseries', 'clusteredIndex', 'expireAfterSeconds', 'encryptedFields', 'idIndex', 'autoIndexId'], run: create },
  drop: { write: true, run: drop },
  dropDatabase: { write: true, run: dropDatabase },
  renameCollection: { write: true, adminOnly: true, fields: ['to', 'dropTarget'], run: renameCollection },
  listCollections: { read: true, fields: ['filter', 'cursor', 'nameOnly', 'authorizedCollections'], run: listCollections },
  listDatabases: { read: true, adminOnly: true, fields: ['filter', 'nameOnly', 'authorizedDatabases'], run: listDatabases },
  collMod: { write: true, fields: ['index', 'dryRun', 'validator', 'validationLevel', 'validationAction', 'viewOn', 'pipeline', 'changeStreamPreAndPostImages'], run: collMod },
  collStats: { read: true, fields: ['scale'], run: collStats },
  dbStats: { read: true, fields: ['scale', 'freeStorage'], run: dbStats },
});
