import os from 'node:os';
import process from 'node:process';
import { fail } from '../errors.js';
import { register } from './registry.js';
import { MAX_BSON } from './handshake.js';

/** The version whose ways are followed here. */
export const VERSION = '7.0.14';

const buildInfo = () => ({
  version: VERSION, gitVersion: 'docmigrate-mongoserver', modules: [], allocator: 'system', javascriptEngine: 'none', sysInfo: 'deprecated',
  versionArray: VERSION.split('.').map(Number).concat(0), bits: 64, debug: false, maxBsonObjectSize: MAX_BSON, storageEngines: ['ephemeral'],
});

function serverStatus(ctx) {
  const { server } = ctx;
  return {
    host: ctx.node.address, version: VERSION, process: server.topology.kind === 'sharded' ? 'mongos' : 'mongod', pid: BigInt(process.pid),
    uptime: (Date.now() - server.started) / 1000, localTime: ctx.now,
    connections: { current: server.topology.nodes.reduce((sum, node) => sum + node.connections.size, 0) },
    network: { bytesIn: BigInt(server.bytesIn), bytesOut: BigInt(server.bytesOut), numRequests: BigInt(server.requests) },
    metrics: {
      queryExecutor: { scannedObjects: BigInt(server.examined) },
      commands: Object.fromEntries([...server.counters].filter(([name]) => /^\w+$/.test(name)).map(([name, total]) => [name, { total: BigInt(total), failed: 0n }])),
    },
    ...(server.topology.kind === 'replicaset' ? { repl: { setName: server.topology.setName, isWritablePrimary: server.topology.writable(ctx.node) } } : {}),
    storageEngine: { name: 'ephemeral', persistent: false },
  };
}

function connectionStatus(ctx) {
  const [user, db] = ctx.connection.user ? [ctx.connection.user.slice(0, ctx.connection.user.lastIndexOf('@')), ctx.connection.user.slice(ctx.connection.user.lastIndexOf('@') + 1)] : [];
  return { authInfo: { authenticatedUsers: user === undefined ? [] : [{ user, db }], authenticatedUserRoles: user === undefined ? [] : [{ role: 'root', db: 'admin' }] } };
}

function getLog(ctx, body) {
  if (body.get('getLog') !== 'startupWarnings') fail(20, `No log named '${body.get('getLog')}'`);
  return { totalLinesWritten: 0, log: [] };
}

const hostInfo = () => ({
  system: { currentTime: new Date(), hostname: os.hostname(), cpuAddrSize: 64, memSizeMB: BigInt(Math.floor(os.totalmem() / 1048576)), numCores: os.cpus().length, cpuArch: os.arch() },
  os: { type: os.type(), name: os.platform(), version: os.release() },
  extra: {},
});

register({
  buildInfo: { anonymous: true, run: buildInfo },
  buildinfo: { anonymous: true, run: buildInfo },
  hostInfo: { run: hostInfo },
  serverStatus: { anyFields: true, run: serverStatus },
  connectionStatus: { anonymous: true, fields: ['showPrivileges'], run: connectionStatus },
  getLog: { adminOnly: true, run: getLog },
  getCmdLineOpts: { adminOnly: true, run: () => ({ argv: [], parsed: {} }) },
  whatsmyuri: { anonymous: true, run: (ctx) => ({ you: `${ctx.connection.socket.remoteAddress}:${ctx.connection.socket.remotePort}` }) },
});
