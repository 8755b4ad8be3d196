import { Binary } from '../bson/types.js';
import { Conversation, MECHANISMS } from '../auth/scram.js';
import { ServerError, fail } from '../errors.js';
import { register } from './registry.js';

const payloadOf = (body) => {
  const payload = body.get('payload');
  if (!(payload instanceof Binary)) fail(14, "'payload' must be binary data");
  return Buffer.from(payload.buffer.subarray(0, payload.position));
};

/** One step; the conversation ends with its first failure. */
function step(connection, payload, skipEmpty) {
  const { sasl } = connection;
  try {
    const answer = sasl.conversation.next(payload);
    const done = sasl.conversation.done && (skipEmpty || sasl.conversation.step > 2);
    if (sasl.conversation.done) connection.user = `${sasl.conversation.user}@${sasl.database}`;
    if (done) connection.sasl = undefined;
    return { conversationId: 1, done, payload: new Binary(answer) };
  } catch (error) {
    connection.sasl = undefined;
    throw error;
  }
}

/** @param {import('../connection.js').Connection} connection @param {import('../bson/types.js').Doc} body @param {string} database */
export function saslStart(connection, body, database) {
  const mechanism = body.get('mechanism');
  if (!Object.hasOwn(MECHANISMS, mechanism)) throw new ServerError(334, `Unsupported mechanism '${mechanism}' for authentication; this stand-in for MongoDB has SCRAM-SHA-1 and SCRAM-SHA-256`);
  const { users } = connection.node.server;
  const skipEmpty = body.get('options')?.get('skipEmptyExchange') === true;
  connection.sasl = { database, skipEmpty, conversation: new Conversation(mechanism, (user) => users.find(mechanism, user, database)) };
  return step(connection, payloadOf(body), skipEmpty);
}

function saslContinue(connection, body) {
  if (!connection.sasl) fail(17, 'No SASL session state found');
  return step(connection, payloadOf(body), connection.sasl.skipEmpty);
}

register({
  saslStart: { anonymous: true, fields: ['mechanism', 'payload', 'options', 'autoAuthorize'], run: (ctx, body) => saslStart(ctx.connection, body, ctx.database) },
  saslContinue: { anonymous: true, fields: ['conversationId', 'payload'], run: (ctx, body) => saslContinue(ctx.connection, body) },
  logout: {
    anonymous: true,
    run: (ctx) => {
      ctx.connection.user = undefined;
      return {};
    },
  },
});
