#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Server } from './server.js';

const USAGE = `node src/main.js [options]

  --topology <kind>       standalone (default), replicaset or sharded
  --nodes <n>             nodes of the replica set, or mongos of the cluster (default 1)
  --port <p>[,<p>…]       ports to listen on; 0 (default) takes any that is free
  --set-name <name>       of the replica set (default rs0)
  --host <name>           the name the nodes give for themselves (default 127.0.0.1); they listen on 127.0.0.1 whatever it is
  --auth                  take the users from MONGOSERVER_USERS, a JSON array of {"user", "password", "database"}; clients must authenticate
  --tls-cert <file>       PEM; with --tls-key, clients must use TLS
  --tls-key <file>        PEM
  --tls-ca <file>         PEM; clients must show a certificate of this CA
  --data <folder>         keep the data there, so that it is known again after this was killed
  --verbose               say on stderr why connections are closed

Prints one line of JSON, {"uri", "ports", "pid"}, when it listens, and ends when its standard input is closed.
`;

const { values } = parseArgs({
  options: {
    topology: { type: 'string', default: 'standalone' }, nodes: { type: 'string', default: '1' }, port: { type: 'string', default: '0' }, 'set-name': { type: 'string', default: 'rs0' },
    host: { type: 'string', default: '127.0.0.1' }, auth: { type: 'boolean', default: false }, 'tls-cert': { type: 'string' }, 'tls-key': { type: 'string' }, 'tls-ca': { type: 'string' },
    data: { type: 'string' }, verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  },
});

function usage(message) {
  process.stderr.write(`${message}\n\n${USAGE}`);
  process.exit(2);
}

if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (!['standalone', 'replicaset', 'sharded'].includes(values.topology)) usage(`--topology is standalone, replicaset or sharded, not '${values.topology}'`);
if (Boolean(values['tls-cert']) !== Boolean(values['tls-key'])) usage('--tls-cert and --tls-key go together');
const nodes = Number(values.nodes);
if (!Number.isInteger(nodes) || nodes < 1 || (values.topology === 'standalone' && nodes > 1)) usage('--nodes is a whole number from 1, and 1 for a standalone');

const read = (name) => values[name] && readFileSync(values[name]);
const server = new Server({
  topology: values.topology,
  nodes,
  ports: values.port.split(',').map(Number),
  setName: values['set-name'],
  host: values.host,
  users: values.auth ? JSON.parse(process.env.MONGOSERVER_USERS ?? usage('--auth needs MONGOSERVER_USERS')) : [],
  tls: values['tls-cert'] ? { cert: read('tls-cert'), key: read('tls-key'), ...(values['tls-ca'] ? { ca: read('tls-ca'), requestCert: true, rejectUnauthorized: true } : {}) } : undefined,
  data: values.data,
  log: values.verbose ? (line) => process.stderr.write(`${line}\n`) : undefined,
});

await server.start();
process.stdout.write(`${JSON.stringify({ uri: server.uri, ports: server.topology.nodes.map((node) => node.port), pid: process.pid })}\n`);

const stop = async () => {
  await server.stop();
  process.exit(0);
};
process.stdin.on('end', stop).on('close', stop).resume();
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
