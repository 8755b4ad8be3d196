import { createHash } from 'node:crypto';
import { fail } from '../errors.js';
import { Binary, Doc } from '../bson/types.js';

const OPTIONS = ['allUsers', 'idleConnections', 'idleCursors', 'idleSessions', 'localOps', 'truncateOps', 'targetAllNodes'];

/**
 * What `$currentOp` gives: the commands that are being run in sessions, and unless they are unwanted, sessions with a transaction in which nothing is run.
 * @param {import('./execute.js').Context} ctx @param {unknown} options
 * @returns {Doc[]}
 */
export function currentOperations(ctx, options) {
  if (!(options instanceof Doc)) fail(9, '$currentOp options must be specified in an object');
  for (const [name, value] of options) {
    if (!OPTIONS.includes(name)) fail(9, `Unrecognized option '${name}' in $currentOp stage.`);
    if (typeof value !== 'boolean') fail(9, `The '${name}' parameter of the $currentOp stage must be a boolean value`);
  }
  const own = ctx.connection.user ?? '';
  const operations = [];
  for (const session of ctx.server.sessions.byId.values()) {
    if (options.get('allUsers') !== true && session.owner !== own) continue;
    for (const running of session.running) operations.push(operation(running));
    if (options.get('idleSessions') !== false && session.running.size === 0 && session.transaction?.state === 'open') operations.push(idle(ctx, session));
  }
  return operations;
}

const uid = (user) => new Binary(createHash('sha256').update(user).digest());

function operation(running) {
  const { body, connection, name } = running;
  const target = body.get(name);
  const elapsed = Date.now() - running.now.getTime();
  const command = new Doc([...body].filter(([field]) => field !== 'lsid' && field !== '$clusterTime'));
  return Doc.of({
    type: 'op', host: connection.node.address, desc: `conn${connection.id}`, connectionId: connection.id, active: true, currentOpTime: new Date().toISOString(),
    lsid: { id: body.get('lsid').get('id'), uid: uid(connection.user ?? '') },
    secs_running: BigInt(Math.floor(elapsed / 1000)), microsecs_running: BigInt(elapsed * 1000),
    op: { insert: 'insert', update: 'update', delete: 'remove', find: 'query', getMore: 'getmore' }[name] ?? 'command',
    ns: `${running.database}.${typeof target === 'string' ? target : '$cmd'}`, command, waitingForLock: false, waitingForFlowControl: false,
  });
}

function idle(ctx, session) {
  return Doc.of({
    type: 'idleSession', host: ctx.node.address, desc: 'inactive transaction', active: false, lsid: { id: session.lsid.get('id'), uid: uid(session.owner) },
    transaction: { parameters: { txnNumber: session.number, autocommit: false } }, waitingForLock: false,
  });
}
