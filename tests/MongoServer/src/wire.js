import { ServerError } from './errors.js';
import { decode } from './bson/decode.js';
import { encode } from './bson/encode.js';

export const OP_REPLY = 1;
export const OP_QUERY = 2004;
export const OP_MSG = 2013;
export const MAX_MESSAGE = 48000000;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** The flags whose low half a server must know or refuse the message. */
const REQUIRED = 0xffff;

const CRC32C = new Uint32Array(256).map((_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** @param {Buffer} bytes */
export function crc32c(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC32C[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * A request as it came.
 * @typedef {{requestId: number, opCode: number, body: import('./bson/types.js').Doc, database?: string, silent: boolean}} Request `silent`: no reply is wanted
 */

/** A message whose sender can't be talked to any more: the connection is closed. */
export class ProtocolError extends Error {}

/**
 * @param {Buffer} message one whole message
 * @returns {Request}
 */
export function parse(message) {
  const requestId = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) return { requestId, opCode, ...parseMessage(message) };
  if (opCode === OP_QUERY) return { requestId, opCode, silent: false, ...parseQuery(message) };
  throw new ProtocolError(`the opcode ${opCode} is refused: only OP_MSG, and OP_QUERY for hello and SCRAM, are spoken here`);
}

function parseMessage(message) {
  const flags = message.readUInt32LE(16);
  if (flags & REQUIRED & ~(CHECKSUM_PRESENT | MORE_TO_COME)) throw new ProtocolError(`unknown required flags 0x${flags.toString(16)}`);
  let end = message.length;
  if (flags & CHECKSUM_PRESENT) {
    end -= 4;
    if (crc32c(message.subarray(0, end)) !== message.readUInt32LE(end)) throw new ProtocolError('OP_MSG checksum does not match contents');
  }
  let body;
  const sequences = [];
  let offset = 20;
  while (offset < end) {
    const kind = message[offset++];
    if (kind === 0) {
      if (body) throw new ProtocolError('an OP_MSG with two bodies');
      body = decode(message.subarray(0, end), offset);
      offset += body.raw.length;
    } else if (kind === 1) {
      const size = message.readInt32LE(offset);
      const stop = offset + size;
      if (size < 6 || stop > end) throw new ProtocolError('a document sequence of a wrong length');
      const zero = message.indexOf(0, offset + 4);
      if (zero < 0 || zero >= stop) throw new ProtocolError('a document sequence without a name');
      const name = message.toString('utf8', offset + 4, zero);
      const documents = [];
      for (offset = zero + 1; offset < stop; offset += documents.at(-1).raw.length) documents.push(decode(message.subarray(0, stop), offset));
      sequences.push([name, documents]);
    } else throw new ProtocolError(`an OP_MSG section of the unknown kind ${kind}`);
  }
  if (!body) throw new ProtocolError('an OP_MSG without a body');
  body.raw = undefined;
  for (const [name, documents] of sequences) {
    if (body.has(name)) throw new ServerError(40415, `duplicate field '${name}' in the body and in a document sequence`);
    body.set(name, documents);
  }
  return { body, silent: (flags & MORE_TO_COME) !== 0 };
}

// What MongoDB 7 still takes in the old form, as far as it is here; the C# driver says hello and authenticates by it.
const BY_QUERY = new Set(['hello', 'isMaster', 'ismaster', 'saslStart', 'saslContinue']);

function parseQuery(message) {
  const zero = message.indexOf(0, 20);
  const namespace = message.toString('utf8', 20, zero);
  const body = decode(message, zero + 9);
  const [name] = body.keys();
  if (!namespace.endsWith('.$cmd') || !BY_QUERY.has(name)) throw new ProtocolError(`OP_QUERY is only taken for hello and saslStart, not for '${name}' on ${namespace}`);
  return { body, database: namespace.slice(0, -5) };
}

let lastId = 0;

/** @param {number} length @param {number} responseTo @param {number} opCode */
function header(length, responseTo, opCode) {
  const bytes = Buffer.alloc(16);
  bytes.writeInt32LE(length, 0);
  bytes.writeInt32LE((lastId = (lastId + 1) & 0x7fffffff), 4);
  bytes.writeInt32LE(responseTo, 8);
  bytes.writeInt32LE(opCode, 12);
  return bytes;
}

/** @param {Request} request @param {object} reply @returns {Buffer[]} the reply in the form the request came in */
export function build(request, reply) {
  const body = encode(reply);
  if (request.opCode === OP_QUERY) {
    const rest = Buffer.alloc(20);
    rest.writeInt32LE(8, 0);
    rest.writeInt32LE(1, 16);
    return [header(36 + body.length, request.requestId, OP_REPLY), rest, body];
  }
  return [header(21 + body.length, request.requestId, OP_MSG), Buffer.alloc(5), body];
}
