import net from 'node:net';
import tls from 'node:tls';
import { Connection } from './connection.js';

/** One listening port: a mongod or a mongos as a client sees it. */
export class Node {
  /** @param {import('./server.js').Server} server @param {number} port */
  constructor(server, port) {
    this.server = server;
    this.port = port;
    this.frozenUntil = 0;
    /** @type {Set<Connection>} */
    this.connections = new Set();
    this.connectionCount = 0;
    this.listening = false;
  }

  get address() {
    return `${this.server.options.host}:${this.port}`;
  }

  electable() {
    return this.listening && Date.now() >= this.frozenUntil;
  }

  /** @returns {Promise<void>} */
  listen() {
    const accept = (socket) => {
      const connection = new Connection(this, socket, ++this.connectionCount);
      this.connections.add(connection);
      socket.on('close', () => this.connections.delete(connection));
    };
    this.listener = this.server.options.tls ? tls.createServer(this.server.options.tls, accept) : net.createServer(accept);
    this.listener.on('tlsClientError', () => {});
    return new Promise((resolve, reject) => {
      this.listener.once('error', reject);
      // Loopback only: this is no server to be reached from outside.
      this.listener.listen({ host: '127.0.0.1', port: this.port }, () => {
        this.port = this.listener.address().port;
        this.listening = true;
        resolve();
      });
    });
  }

  /** @returns {Promise<void>} connections are cut, as when the process dies */
  close() {
    this.listening = false;
    for (const connection of this.connections) connection.socket.destroy();
    return new Promise((resolve) => (this.listener ? this.listener.close(() => resolve()) : resolve()));
  }
}
