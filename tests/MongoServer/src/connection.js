import { MAX_MESSAGE, ProtocolError, build, parse } from './wire.js';
import { execute } from './commands/execute.js';
import { ServerError } from './errors.js';
import { errorReply } from './commands/reply.js';

/** One client's connection: its messages are answered one after the other. */
export class Connection {
  /** @param {import('./node.js').Node} node @param {import('node:net').Socket} socket @param {number} id */
  constructor(node, socket, id) {
    this.node = node;
    this.socket = socket;
    this.id = id;
    /** @type {string | undefined} */
    this.appName = undefined;
    /** Who has authenticated, as `user@database`. @type {string | undefined} */
    this.user = undefined;
    /** The conversation of SASL that is under way. */
    this.sasl = undefined;
    this.chunks = [];
    this.size = 0;
    this.queue = Promise.resolve();
    socket.setNoDelay?.(true);
    socket.on('data', (chunk) => this.receive(chunk));
    // A client that breaks off is its own affair; what it began ends with its session.
    socket.on('error', () => socket.destroy());
  }

  receive(chunk) {
    this.chunks.push(chunk);
    this.size += chunk.length;
    while (this.size >= 16) {
      if (this.chunks[0].length < 16) this.chunks = [Buffer.concat(this.chunks)];
      const length = this.chunks[0].readInt32LE(0);
      if (length < 16 || length > MAX_MESSAGE) return this.refuse(`a message of ${length} bytes; at most ${MAX_MESSAGE} are taken`);
      if (this.size < length) return undefined;
      const all = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
      const message = all.subarray(0, length);
      this.chunks = all.length > length ? [all.subarray(length)] : [];
      this.size -= length;
      this.queue = this.queue.then(() => this.answer(message));
    }
    return undefined;
  }

  async answer(message) {
    if (this.socket.destroyed) return;
    const { server } = this.node;
    server.requests += 1;
    server.bytesIn += message.length;
    let request;
    let reply;
    try {
      request = parse(message);
    } catch (error) {
      if (!(error instanceof ServerError)) {
        this.refuse(error instanceof ProtocolError ? error.message : `a message that can't be read (${error.message})`);
        return;
      }
      request = { requestId: message.readInt32LE(4), opCode: message.readInt32LE(12), silent: false };
      reply = errorReply(error);
    }
    reply ??= await execute(this, request);
    if (reply === undefined) this.socket.destroy();
    else if (!request.silent && !this.socket.destroyed) {
      this.socket.cork();
      for (const part of this.written(request, reply)) {
        server.bytesOut += part.length;
        this.socket.write(part);
      }
      this.socket.uncork();
    }
  }

  /** A reply that can't be written is a reply that says so. */
  written(request, reply) {
    try {
      return build(request, reply);
    } catch (error) {
      return build(request, errorReply(error));
    }
  }

  refuse(reason) {
    this.node.server.log(`connection ${this.id} closed: ${reason}`);
    this.socket.destroy();
  }
}
