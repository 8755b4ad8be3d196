import { randomUUID } from 'node:crypto';
import { fail } from '../errors.js';
import { Binary, Doc } from '../bson/types.js';
import { array } from './arguments.js';
import { register } from './registry.js';

/** Ends sessions of one's own, with what is open in them. */
function end(ctx, body) {
  for (const lsid of array(body, ctx.name)) {
    if (!(lsid instanceof Doc)) fail(14, 'a session is named by a document');
    const session = ctx.server.sessions.get(lsid, ctx.connection.user ?? '');
    ctx.server.cursors.killWhere((cursor) => cursor.session === session);
    session.running.delete(ctx);
    ctx.server.sessions.end(lsid, ctx.connection.user ?? '');
  }
  return {};
}

function killAllSessions(ctx) {
  for (const session of ctx.server.sessions.byId.values()) {
    session.transaction?.abort();
    for (const command of session.running) if (command !== ctx) command.killed = true;
  }
  ctx.server.cursors.killWhere((cursor) => cursor.session !== undefined);
  ctx.server.sessions.byId.clear();
  return {};
}

function commit(ctx) {
  if (!ctx.transaction) fail(125, 'Must be in a transaction');
  ctx.transaction.commit();
  ctx.store.journal?.remember(ctx.session.id, ctx.transaction.number, { committed: true });
  return {};
}

function abort(ctx) {
  if (!ctx.transaction) fail(125, 'Must be in a transaction');
  ctx.transaction.checkOpen();
  ctx.transaction.abort();
  return {};
}

const startSession = () => ({ id: { id: new Binary(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID) }, timeoutMinutes: 30 });

register({
  startSession: { run: startSession },
  endSessions: { anonymous: true, run: end },
  killSessions: { run: end },
  killAllSessions: { run: killAllSessions },
  refreshSessions: { run: () => ({}) },
  commitTransaction: { write: true, transaction: true, run: commit },
  abortTransaction: { write: true, transaction: true, run: abort },
});
