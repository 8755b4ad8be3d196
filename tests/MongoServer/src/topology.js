import { ObjectId } from 'bson';

/** @typedef {'standalone' | 'replicaset' | 'sharded'} Kind */

/** Who of the nodes is primary. All nodes share one store, so a new primary knows all that the old one did. */
export class Topology {
  /** @param {Kind} kind @param {string} setName */
  constructor(kind, setName) {
    this.kind = kind;
    this.setName = setName;
    /** @type {import('./node.js').Node[]} */
    this.nodes = [];
    /** @type {import('./node.js').Node | undefined} */
    this.primary = undefined;
    this.term = 0;
  }

  get transactions() {
    return this.kind !== 'standalone';
  }

  /** @param {import('./node.js').Node} [node] */
  elect(node = this.nodes.find((candidate) => candidate.electable())) {
    this.primary = node;
    this.term += 1;
    this.electionId = new ObjectId(`7fffffff${this.term.toString(16).padStart(16, '0')}`);
  }

  /** @param {import('./node.js').Node} node the primary @param {number} seconds for which it can't be elected @returns {boolean} whether another takes over */
  stepDown(node, seconds) {
    node.frozenUntil = Date.now() + seconds * 1000;
    const other = this.nodes.find((candidate) => candidate !== node && candidate.electable());
    if (other) this.elect(other);
    else {
      this.primary = undefined;
      setTimeout(() => this.primary ?? this.elect(), seconds * 1000 + 1).unref();
    }
    return other !== undefined;
  }

  /** @param {import('./node.js').Node} node @returns {boolean} whether it takes writes */
  writable(node) {
    return this.kind !== 'replicaset' || this.primary === node;
  }

  /** @param {number | string | undefined} w @returns {{code: number, message: string} | undefined} why it can't be satisfied */
  unsatisfiable(w) {
    if (w === undefined || w === 'majority') return undefined;
    if (typeof w === 'string') return { code: 79, message: `No write concern mode named '${w}' found in replica set configuration` };
    return w > Math.max(1, this.nodes.length) ? { code: 100, message: 'Not enough data-bearing nodes' } : undefined;
  }
}
