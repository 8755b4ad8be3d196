import { Doc, toNumber } from '../bson/types.js';
import { MAX_MESSAGE } from '../wire.js';
import { fail } from '../errors.js';
import { saslStart } from './auth.js';
import { register } from './registry.js';

export const MAX_BSON = 16777216;
export const MAX_BATCH = 100000;
/** MongoDB 7.0's. */
const WIRE_VERSION = 21;

function hello(ctx, body) {
  const { connection, node, server } = ctx;
  const { topology } = server;
  const legacy = ctx.name !== 'hello';
  const application = body.get('client')?.get?.('application')?.get?.('name');
  if (application) connection.appName = application;
  const writable = topology.writable(node);
  const [user, database] = typeof body.get('saslSupportedMechs') === 'string' ? splitUser(body.get('saslSupportedMechs')) : [];
  const mechanisms = user === undefined ? undefined : server.users.mechanisms(user, database);
  return {
    ...(body.get('helloOk') === true ? { helloOk: true } : {}),
    [legacy ? 'ismaster' : 'isWritablePrimary']: writable,
    ...(topology.kind === 'sharded' ? { msg: 'isdbgrid' } : {}),
    ...(topology.kind === 'replicaset' ? member(topology, node, writable) : {}),
    maxBsonObjectSize: MAX_BSON,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: MAX_BATCH,
    localTime: ctx.now,
    logicalSessionTimeoutMinutes: 30,
    connectionId: connection.id,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    ...(mechanisms ? { saslSupportedMechs: mechanisms } : {}),
    ...speculative(ctx, body),
  };
}

const splitUser = (text) => [text.slice(text.indexOf('.') + 1), text.slice(0, text.indexOf('.'))];

function member(topology, node, writable) {
  return {
    setName: topology.setName,
    setVersion: 1,
    ...(writable ? { electionId: topology.electionId } : {}),
    secondary: !writable,
    hosts: topology.nodes.map((other) => other.address),
    me: node.address,
    ...(topology.primary ? { primary: topology.primary.address } : {}),
    lastWrite: { opTime: { ts: node.server.store.timestamp(), t: BigInt(topology.term) }, lastWriteDate: new Date() },
  };
}

/** The first step of authentication, sent along with hello; if it fails, the client begins anew in the open. */
function speculative(ctx, body) {
  const start = body.get('speculativeAuthenticate');
  if (!(start instanceof Doc) || [...start.keys()][0] !== 'saslStart') return {};
  try {
    return { speculativeAuthenticate: saslStart(ctx.connection, start, start.get('db') ?? 'admin') };
  } catch {
    return {};
  }
}

/** @param {import('./registry.js').Command} command */
const anonymous = (run, fields = []) => ({ anonymous: true, fields, run });

async function stepDown(ctx, body) {
  const { server, node } = ctx;
  if (server.topology.kind !== 'replicaset') fail(76, 'not running with --replSet');
  const seconds = toNumber(body.get(ctx.name)) ?? 60;
  if (server.topology.primary !== node) fail(10107, 'not primary so can\'t step down');
  for (const session of server.sessions.byId.values()) session.transaction?.abort();
  server.topology.stepDown(node, seconds);
  return {};
}

function replSetGetStatus({ server }) {
  const { topology } = server;
  if (topology.kind !== 'replicaset') fail(76, 'not running with --replSet');
  return {
    set: topology.setName,
    date: new Date(),
    myState: 1,
    term: BigInt(topology.term),
    members: topology.nodes.map((node, i) => ({ _id: i, name: node.address, health: 1, state: topology.primary === node ? 1 : 2, stateStr: topology.primary === node ? 'PRIMARY' : 'SECONDARY' })),
  };
}

const helloCommand = { anonymous: true, anyFields: true, run: hello };

register({
  hello: helloCommand,
  isMaster: helloCommand,
  ismaster: helloCommand,
  ping: anonymous(() => ({})),
  replSetStepDown: { adminOnly: true, fields: ['secondaryCatchUpPeriodSecs', 'force'], run: stepDown },
  replSetGetStatus: { adminOnly: true, anyFields: true, run: replSetGetStatus },
});
