import { FailPoints } from './failpoints.js';
import { Journal } from './storage/journal.js';
import { Node } from './node.js';
import { Sessions } from './sessions.js';
import { Store } from './storage/store.js';
import { Topology } from './topology.js';
import { Users } from './auth/users.js';
import { Cursors } from './cursors.js';

/**
 * @typedef {object} Options
 * @property {import('./topology.js').Kind} [topology] default `standalone`
 * @property {number} [nodes] of a replica set or a sharded cluster's mongos; default 1
 * @property {number[]} [ports] to listen on; 0 and default: any that is free
 * @property {string} [setName] default `rs0`
 * @property {string} [host] the name the nodes give for themselves; default `127.0.0.1`
 * @property {{user: string, password: string}[]} [users] with any, clients must authenticate
 * @property {import('node:tls').TlsOptions} [tls]
 * @property {string} [data] a folder to keep the data in over the death of the process; default: memory only
 * @property {(line: string) => void} [log]
 */

/** A deployment: its data, its nodes, its sessions. */
export class Server {
  /** @param {Options} [options] */
  constructor(options = {}) {
    this.options = { topology: 'standalone', nodes: 1, setName: 'rs0', host: '127.0.0.1', ...options };
    this.log = this.options.log ?? (() => {});
    this.store = new Store();
    this.sessions = new Sessions();
    this.cursors = new Cursors();
    this.failPoints = new FailPoints();
    this.users = new Users(this.options.users ?? []);
    this.topology = new Topology(this.options.topology, this.options.setName);
    this.started = Date.now();
    /** Commands answered, by name; `serverStatus` shows them. @type {Map<string, number>} */
    this.counters = new Map();
    /** Documents that queries and updates looked at; what came and went over connections; all for `serverStatus`. */
    this.examined = 0;
    this.requests = 0;
    this.bytesIn = 0;
    this.bytesOut = 0;
  }

  /** @returns {Promise<Server>} listening */
  async start() {
    if (this.options.data) {
      const journal = new Journal(this.options.data);
      journal.open(this);
      this.store.journal = journal;
    }
    for (let i = 0; i < this.options.nodes; i++) {
      const node = new Node(this, this.options.ports?.[i] ?? 0);
      await node.listen();
      this.topology.nodes.push(node);
    }
    this.topology.elect();
    return this;
  }

  /** The connection string, without credentials. */
  get uri() {
    const { kind, nodes, setName } = this.topology;
    return `mongodb://${nodes.map((node) => node.address).join(',')}/${kind === 'replicaset' ? `?replicaSet=${setName}` : ''}`;
  }

  async stop() {
    this.cursors.stop();
    for (const session of this.sessions.byId.values()) session.transaction?.abort();
    await Promise.all(this.topology.nodes.map((node) => node.close()));
    this.store.journal?.close();
  }
}
