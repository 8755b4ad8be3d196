import net from 'node:net';
import { deserialize, serialize } from 'bson';

/** A connection that speaks bytes. */
export function connect(port) {
  const socket = net.connect(port, '127.0.0.1');
  let received = Buffer.alloc(0);
  let waiting = () => {};
  let closed = false;
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    waiting();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
    waiting();
  });
  return {
    send: (bytes) => socket.write(bytes),
    end: () => socket.destroy(),
    /** @returns {Promise<any>} the next reply; undefined when the server has closed */
    async reply() {
      while (!closed && !(received.length >= 4 && received.length >= received.readInt32LE(0))) await new Promise((resolve) => (waiting = resolve));
      if (received.length < 4) return undefined;
      const length = received.readInt32LE(0);
      const message = received.subarray(0, length);
      received = received.subarray(length);
      const opCode = message.readInt32LE(12);
      return { opCode, responseTo: message.readInt32LE(8), body: deserialize(message.subarray(opCode === 1 ? 36 : 21)) };
    },
  };
}

export function message(opCode, body, id = 7) {
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + body.length, 0);
  header.writeInt32LE(id, 4);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, body]);
}

export const int32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
export const body = (doc) => Buffer.concat([Buffer.from([0]), serialize(doc)]);
export const opMsg = (flags, ...sections) => message(2013, Buffer.concat([int32(flags), ...sections]));
export function sequence(name, docs) {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...docs.map((doc) => serialize(doc))]);
  return Buffer.concat([Buffer.from([1]), int32(content.length + 4), content]);
}

/** A client that sends commands as they are given, with a session of its own choice. @param {number} port */
export function rawClient(port) {
  const connection = connect(port);
  return {
    /** @returns {Promise<any>} the reply, also one that says ok: 0 */
    async command(doc) {
      connection.send(opMsg(0, body(doc)));
      return (await connection.reply()).body;
    },
    end: connection.end,
  };
}
