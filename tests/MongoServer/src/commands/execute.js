import { ServerError, fail, lacking } from '../errors.js';
import { Doc, toNumber } from '../bson/types.js';
import { Scope } from '../expression/compile.js';
import { faultError } from '../failpoints.js';
import { Busy } from '../storage/collection.js';
import { addLabels, errorReply } from './reply.js';
import { commands } from './registry.js';
import './handshake.js';
import './admin.js';
import './aggregate.js';
import './auth.js';
import './collections.js';
import './diagnostics.js';
import './indexes.js';
import './read.js';
import './sessions.js';
import './write.js';
import './findAndModify.js';

/** What every command may carry. */
const GENERIC = new Set([
  '$db', 'lsid', 'txnNumber', 'autocommit', 'startTransaction', 'stmtId', 'stmtIds', '$clusterTime', '$readPreference', 'readConcern', 'writeConcern', 'maxTimeMS', 'comment', 'apiVersion',
  'apiStrict', 'apiDeprecationErrors', 'collation', 'let', 'recoveryToken', '$audit', 'helloOk', 'databaseVersion', 'mayBypassWriteBlocking',
]);

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a command runs with. */
export class Context {
  /** @param {import('../connection.js').Connection} connection @param {string} name @param {import('./registry.js').Command} command @param {Doc} body @param {string} database */
  constructor(connection, name, command, body, database) {
    this.connection = connection;
    this.node = connection.node;
    this.server = connection.node.server;
    this.store = this.server.store;
    this.name = name;
    this.command = command;
    this.database = database;
    this.body = body;
    this.now = new Date();
    /** @type {import('../sessions.js').Session | undefined} */
    this.session = undefined;
    /** @type {import('../transactions.js').Transaction | undefined} */
    this.transaction = undefined;
    /** Set while it runs as a retryable write. */
    this.retry = undefined;
    /** Its session was killed: it stops at its next step. */
    this.killed = false;
    const limit = toNumber(body.get('maxTimeMS'));
    this.deadline = limit ? Date.now() + limit : Infinity;
    const variables = Object.create(null);
    this.scope = new Scope(undefined, variables, this.now);
    this.variables = [];
    for (const [variable, value] of body.get('let') instanceof Doc ? body.get('let') : []) {
      variables[variable] = value instanceof Doc && value.has('$literal') ? value.get('$literal') : value;
      this.variables.push(variable);
    }
  }

  /** @throws {ServerError} when `maxTimeMS` is over or the session was killed */
  checkTime() {
    if (this.killed) fail(11601, 'operation was interrupted');
    if (Date.now() >= this.deadline) fail(50, 'operation exceeded time limit');
  }

  /** Waits, but not beyond `maxTimeMS`, nor when its session is killed. */
  async pause(ms) {
    const end = Math.min(Date.now() + ms, this.deadline);
    while (Date.now() < end && !this.killed) await wait(Math.min(50, end - Date.now()));
    this.checkTime();
  }

  /** Tries again whenever a transaction that was in the way has ended. @template T @param {() => T} work @returns {Promise<T>} */
  async unlessBusy(work) {
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof Busy)) throw error;
        await Promise.race([error.until, wait(250), ...(this.deadline === Infinity ? [] : [wait(this.deadline - Date.now())])]);
        this.checkTime();
      }
    }
  }
}

/**
 * @param {import('../connection.js').Connection} connection
 * @param {import('../wire.js').Request} request
 * @returns {Promise<object | undefined>} the reply; undefined cuts the connection
 */
export async function execute(connection, request) {
  const { server } = connection.node;
  const { body } = request;
  const [name = ''] = body.keys();
  server.counters.set(name, (server.counters.get(name) ?? 0) + 1);
  const where = { inTransaction: body.get('autocommit') === false, ending: name === 'commitTransaction' || name === 'abortTransaction', retryable: body.has('txnNumber') };
  let ctx;
  try {
    const database = request.database ?? body.get('$db');
    if (typeof database !== 'string' || database === '') fail(40571, 'OP_MSG requests require a $db argument');
    const command = commands.get(name) ?? fail(59, `no such command: '${name}'`);
    ctx = new Context(connection, name, command, body, database);
    const target = body.get(name);
    const fault = name === 'configureFailPoint' ? undefined : server.failPoints.meet(name, connection.appName, typeof target === 'string' ? `${database}.${target}` : undefined);
    if (fault?.blockMs) {
      // It is being run meanwhile, in its session.
      const lsid = body.get('lsid');
      ctx.session = lsid instanceof Doc ? server.sessions.get(lsid, connection.user ?? '') : undefined;
      ctx.session?.running.add(ctx);
      await ctx.pause(fault.blockMs);
    }
    if (fault?.close) return undefined;
    if (fault?.errorCode !== undefined && !fault.writeConcernError) throw faultError(fault, name);
    check(ctx, body);
    ctx.session?.running.add(ctx);
    const reply = await command.run(ctx, body);
    ctx.transaction && (ctx.transaction.statementsDone += 1);
    if (reply.writeErrors && ctx.transaction) ctx.transaction.abort();
    ctx.store.journal?.flush();
    if (fault?.closeAfter) return undefined;
    const concern = fault?.writeConcernError ?? writeConcernError(ctx, body);
    return finish(server, { ...reply, ...(concern && command.write ? { writeConcernError: concern } : {}), ...(fault?.labels && concern ? { errorLabels: fault.labels } : {}), ok: 1 });
  } catch (error) {
    if (ctx?.transaction?.state === 'open' && !where.ending) ctx.transaction.abort();
    ctx?.store.journal?.flush();
    if (error instanceof ServerError) addLabels(error, where);
    else server.log(`${name} failed: ${error.stack}`);
    return finish(server, errorReply(error));
  } finally {
    ctx?.session?.running.delete(ctx);
  }
}

/** Everything that is refused before a command runs. */
function check(ctx, body) {
  const { command, name, server, node } = ctx;
  if (!command.anonymous && server.users.required && !ctx.connection.user) fail(13, `Command ${name} requires authentication`);
  if (command.adminOnly && ctx.database !== 'admin') fail(13, `${name} may only be run against the admin database.`);
  if (!command.anyFields) {
    for (const field of body.keys()) {
      if (field !== name && !GENERIC.has(field) && !command.fields?.includes(field)) fail(40415, `BSON field '${name}.${field}' is an unknown field (or one that this stand-in for MongoDB lacks).`);
    }
  }
  const collation = body.get('collation');
  if (collation instanceof Doc && collation.get('locale') !== 'simple') lacking('a collation other than simple');
  checkConcerns(body, server);
  checkRole(ctx, body, node, server);
  bindSession(ctx, body);
}

function checkConcerns(body, server) {
  const read = body.get('readConcern');
  if (read instanceof Doc) {
    if (read.has('atClusterTime')) lacking("readConcern's 'atClusterTime'");
    if (!['local', 'majority', 'available', 'linearizable', 'snapshot', undefined].includes(read.get('level'))) fail(9, `Enumeration value '${read.get('level')}' for field 'readConcern.level' is not a valid value.`);
    if (read.get('level') === 'snapshot' && server.topology.kind === 'standalone') fail(123, 'node needs to be a replica set member to use readConcern: snapshot');
  }
  const w = body.get('writeConcern')?.get?.('w');
  if (server.topology.kind === 'standalone' && toNumber(w) > 1) fail(2, "cannot use 'w' > 1 when a host is not replicated");
}

function checkRole(ctx, body, node, server) {
  const { topology } = server;
  if (topology.writable(node)) return;
  if (ctx.command.write || body.has('txnNumber')) fail(10107, 'not primary');
  const mode = body.get('$readPreference')?.get?.('mode') ?? 'primary';
  if (ctx.command.read && (mode === 'primary')) fail(13435, 'not primary and secondaryOk=false');
}

function bindSession(ctx, body) {
  const lsid = body.get('lsid');
  const number = body.get('txnNumber');
  if (number !== undefined && !(lsid instanceof Doc)) fail(72, 'Transaction number requires a session ID to also be specified');
  if (!(lsid instanceof Doc)) return;
  ctx.session = ctx.server.sessions.get(lsid, ctx.connection.user ?? '');
  if (number === undefined) {
    if (body.has('autocommit') || body.has('startTransaction')) fail(72, "'autocommit' field requires a transaction number to also be specified");
    return;
  }
  if (!ctx.server.topology.transactions) fail(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  if (typeof number !== 'bigint' || number < 0n) fail(14, 'txnNumber must be a non-negative 64-bit integer');
  if (body.get('autocommit') === undefined) {
    if (!ctx.command.retryable) fail(50768, `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${ctx.name} is not a retryable write command.`);
    ctx.retry = ctx.session.retryable(number);
    return;
  }
  if (body.get('autocommit') !== false) fail(72, 'autocommit must be false');
  if (!ctx.command.transaction) fail(263, `Cannot run '${ctx.name}' in a multi-document transaction.`);
  if (body.has('writeConcern') && !ctx.name.endsWith('Transaction')) fail(72, 'writeConcern is not allowed within a multi-statement transaction');
  if (body.has('readConcern') && body.get('startTransaction') !== true) fail(72, 'readConcern may only be specified for the first command in a transaction');
  if (body.get('startTransaction') === true && ctx.name.endsWith('Transaction')) fail(72, `${ctx.name} cannot start a transaction`);
  const transaction = ctx.session.inTransaction(number, body.get('startTransaction') === true, ctx.store);
  if (!ctx.name.endsWith('Transaction')) transaction.checkOpen();
  ctx.transaction = transaction;
}

function writeConcernError(ctx, body) {
  const concern = body.get('writeConcern');
  if (!(concern instanceof Doc) || !ctx.command.write) return undefined;
  const w = concern.get('w');
  const problem = ctx.server.topology.unsatisfiable(typeof w === 'string' ? w : toNumber(w));
  return problem && { code: problem.code, codeName: new ServerError(problem.code, '').codeName, errmsg: problem.message };
}

function finish(server, reply) {
  const result = new Doc();
  for (const [key, value] of Doc.of(reply)) if (key !== 'ok') result.set(key, value);
  result.set('ok', Number(toNumber(reply.ok)));
  if (server.topology.transactions) {
    const time = server.store.timestamp();
    result.set('$clusterTime', Doc.of({ clusterTime: time, signature: { hash: server.users.noSignature, keyId: 0n } }));
    result.set('operationTime', time);
  }
  return result;
}
