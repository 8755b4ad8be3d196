import { Binary } from 'bson';
import { MECHANISMS, credentials } from './scram.js';

/** Who may come in. Every user may do everything: roles are not what is tested here. */
export class Users {
  /** @param {{user: string, password: string, database?: string}[]} users `database` where they are kept; default `admin` */
  constructor(users) {
    /** @type {Map<string, Record<string, ReturnType<typeof credentials>>>} */
    this.known = new Map(users.map(({ user, password, database = 'admin' }) => [
      `${user}@${database}`,
      Object.fromEntries(Object.keys(MECHANISMS).map((mechanism) => [mechanism, credentials(mechanism, user, password)])),
    ]));
    this.noSignature = new Binary(Buffer.alloc(20));
  }

  get required() {
    return this.known.size > 0;
  }

  /** @param {string} user @param {string} database @returns {string[] | undefined} */
  mechanisms(user, database) {
    const found = this.known.get(`${user}@${database}`);
    return found && Object.keys(found);
  }

  find(mechanism, user, database) {
    return this.known.get(`${user}@${database}`)?.[mechanism];
  }
}
