import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import saslprep from '@mongodb-js/saslprep';
import { fail } from '../errors.js';

const prepare = saslprep.default ?? saslprep;

/** What differs between the two mechanisms. */
export const MECHANISMS = {
  'SCRAM-SHA-1': { hash: 'sha1', length: 20, iterations: 10000, secret: (user, password) => createHash('md5').update(`${user}:mongo:${password}`).digest('hex') },
  'SCRAM-SHA-256': { hash: 'sha256', length: 32, iterations: 15000, secret: (_, password) => prepare(password) },
};

/** What a server keeps of a password. @param {string} mechanism @param {string} user @param {string} password */
export function credentials(mechanism, user, password) {
  const { hash, length, iterations, secret } = MECHANISMS[mechanism];
  const salt = randomBytes(length - 4);
  const salted = pbkdf2Sync(secret(user, password), salt, iterations, length, hash);
  const clientKey = createHmac(hash, salted).update('Client Key').digest();
  return {
    salt, iterations,
    storedKey: createHash(hash).update(clientKey).digest(),
    serverKey: createHmac(hash, salted).update('Server Key').digest(),
  };
}

const refused = () => fail(18, 'Authentication failed.');
const attributes = (text) => Object.fromEntries(text.split(',').map((part) => [part[0], part.slice(2)]));

/** The server's side of one SCRAM conversation. */
export class Conversation {
  /** @param {string} mechanism @param {(user: string) => ReturnType<typeof credentials> | undefined} find */
  constructor(mechanism, find) {
    this.mechanism = mechanism;
    this.find = find;
    this.step = 0;
    this.done = false;
    /** @type {string | undefined} */
    this.user = undefined;
  }

  /** @param {Buffer} payload @returns {Buffer} */
  next(payload) {
    this.step += 1;
    const text = payload.toString('utf8');
    if (this.step === 1) return Buffer.from(this.first(text));
    if (this.step === 2) return Buffer.from(this.last(text));
    return Buffer.alloc(0);
  }

  first(text) {
    if (!text.startsWith('n,,') && !text.startsWith('y,,')) refused();
    this.bare = text.slice(3);
    const { n, r } = attributes(this.bare);
    if (!n || !r) refused();
    this.user = n.replaceAll('=2C', ',').replaceAll('=3D', '=');
    this.known = this.find(this.user);
    if (!this.known) refused();
    this.nonce = r + randomBytes(18).toString('base64');
    this.challenge = `r=${this.nonce},s=${this.known.salt.toString('base64')},i=${this.known.iterations}`;
    return this.challenge;
  }

  last(text) {
    const { c, r, p } = attributes(text);
    if (r !== this.nonce || !p || !['biws', 'eSws'].includes(c)) refused();
    const { hash } = MECHANISMS[this.mechanism];
    const message = `${this.bare},${this.challenge},${text.slice(0, text.lastIndexOf(',p='))}`;
    const signature = createHmac(hash, this.known.storedKey).update(message).digest();
    const proof = Buffer.from(p, 'base64');
    if (proof.length !== signature.length) refused();
    const clientKey = Buffer.from(proof.map((byte, i) => byte ^ signature[i]));
    if (!timingSafeEqual(createHash(hash).update(clientKey).digest(), this.known.storedKey)) refused();
    this.done = true;
    return `v=${createHmac(hash, this.known.serverKey).update(message).digest('base64')}`;
  }
}
