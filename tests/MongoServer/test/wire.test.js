import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serialize } from 'bson';
import { crc32c } from '../src/wire.js';
import { body, connect, int32, message, opMsg, sequence } from './rawClient.js';
import { start } from './support.js';

const { server, client } = await start();

async function exchange(bytes) {
  const connection = connect(server.topology.nodes[0].port);
  connection.send(bytes);
  const reply = await connection.reply();
  connection.end();
  return reply;
}

test('answers a body', async () => {
  const reply = await exchange(opMsg(0, body({ ping: 1, $db: 'admin' })));
  assert.equal(reply.opCode, 2013);
  assert.equal(reply.responseTo, 7);
  assert.deepEqual(reply.body, { ok: 1 });
});

test('takes a document sequence before or after its body, also an empty one', async () => {
  const docs = sequence('documents', [{ _id: 'a' }, { _id: 'b' }]);
  const first = await exchange(opMsg(0, docs, body({ insert: 'sequences', $db: 'wire' })));
  assert.equal(first.body.n, 2);
  const second = await exchange(opMsg(0, body({ insert: 'sequences', $db: 'wire' }), sequence('documents', [{ _id: 'c' }])));
  assert.equal(second.body.n, 1);
  assert.equal((await exchange(opMsg(0, body({ insert: 'sequences', $db: 'wire' }), sequence('documents', [])))).body.code, 16);
});

test('checks a checksum', async () => {
  const bytes = opMsg(1, body({ ping: 1, $db: 'admin' }), Buffer.alloc(4));
  bytes.writeUInt32LE(crc32c(bytes.subarray(0, -4)), bytes.length - 4);
  assert.equal((await exchange(bytes)).body.ok, 1);
  bytes[bytes.length - 1] ^= 1;
  assert.equal(await exchange(bytes), undefined);
});

test('gives no reply to a message that wants none', async () => {
  const connection = connect(server.topology.nodes[0].port);
  connection.send(opMsg(2, body({ insert: 'silent', documents: [{ _id: 1 }], $db: 'wire', writeConcern: { w: 0 } })));
  connection.send(opMsg(0, body({ count: 'silent', $db: 'wire' })));
  assert.equal((await connection.reply()).body.n, 1);
  connection.end();
});

test('answers messages in their order, however they are cut', async () => {
  const connection = connect(server.topology.nodes[0].port);
  const bytes = Buffer.concat([1, 2, 3].map((n) => message(2013, Buffer.concat([int32(0), body({ ping: 1, $db: 'admin' })]), n)));
  for (const byte of bytes) {
    connection.send(Buffer.from([byte]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const n of [1, 2, 3]) assert.equal((await connection.reply()).responseTo, n);
  connection.end();
});

test('takes OP_QUERY for hello and SCRAM only', async () => {
  const query = (doc) => message(2004, Buffer.concat([int32(0), Buffer.from('admin.$cmd\0'), int32(0), int32(0xffffffff), serialize(doc)]));
  const reply = await exchange(query({ isMaster: 1, helloOk: true }));
  assert.equal(reply.opCode, 1);
  assert.equal(reply.body.ismaster, true);
  assert.equal(reply.body.helloOk, true);
  assert.equal((await exchange(query({ saslStart: 1, mechanism: 'PLAIN', payload: Buffer.alloc(0) }))).body.ok, 0);
  assert.equal(await exchange(query({ ping: 1 })), undefined);
});

for (const [what, bytes] of Object.entries({
  OP_COMPRESSED: message(2012, Buffer.concat([int32(2013), int32(0), Buffer.from([0])])), 'an unknown opcode': message(9999, Buffer.alloc(4)),
  'an unknown required flag': opMsg(4, body({ ping: 1, $db: 'admin' })), 'an unknown section': opMsg(0, Buffer.from([2, 0, 0, 0, 0])), 'no body': opMsg(0, sequence('documents', [])),
  'two bodies': opMsg(0, body({ ping: 1, $db: 'admin' }), body({ ping: 1 })), 'a message that is too long': Buffer.concat([int32(48000001), Buffer.alloc(12)]),
  'a message that is too short': Buffer.concat([int32(15), Buffer.alloc(12)]), 'a sequence past its end': opMsg(0, Buffer.concat([Buffer.from([1]), int32(999), Buffer.from('x\0')])),
})) {
  test(`closes the connection on ${what}`, async () => assert.equal(await exchange(bytes), undefined));
}

test('says what is wrong with a body that is no BSON', async () => {
  const bytes = serialize({ ping: 1, $db: 'admin' });
  bytes[4] = 0x55;
  assert.equal((await exchange(opMsg(0, Buffer.concat([Buffer.from([0]), bytes])))).body.codeName, 'InvalidBSON');
});

test('names a command or an argument that it lacks', async () => {
  assert.equal((await exchange(opMsg(0, body({ mapReduce: 'c', $db: 'wire' })))).body.codeName, 'CommandNotFound');
  assert.match((await exchange(opMsg(0, body({ find: 'c', nonsense: 1, $db: 'wire' })))).body.errmsg, /'find.nonsense' is an unknown field/);
  assert.equal((await exchange(opMsg(0, body({ ping: 1 })))).body.code, 40571);
});

test('a document with a name twice is given back as it came; what would lose a part of it is refused', async () => {
  const sent = Buffer.concat([serialize({ _id: 1, k: 5 }).subarray(4, -1), Buffer.from('106b000600000000', 'hex')]);
  const bytes = Buffer.concat([int32(sent.length + 4), sent]);
  const content = Buffer.concat([Buffer.from('documents\0'), bytes]);
  assert.equal((await exchange(opMsg(0, body({ insert: 'twice', $db: 'wire' }), Buffer.concat([Buffer.from([1]), int32(content.length + 4), content])))).body.n, 1);
  const connection = connect(server.topology.nodes[0].port);
  const ask = async (command) => {
    connection.send(opMsg(0, body({ ...command, $db: 'wire' })));
    return (await connection.reply()).body;
  };
  const whole = await (await client({ raw: true })).db('wire').collection('twice').findOne({ k: 5 });
  assert.deepEqual(Buffer.from(whole), bytes);
  assert.deepEqual((await ask({ find: 'twice', projection: { _id: 1 } })).cursor.firstBatch, [{ _id: 1 }]);
  assert.equal((await ask({ find: 'twice', projection: { k: 1 } })).code, 238);
  assert.equal((await ask({ update: 'twice', updates: [{ q: {}, u: { $set: { z: 1 } } }] })).code, 238);
  assert.equal((await ask({ findAndModify: 'twice', query: {}, update: { $set: { z: 1 } } })).code, 238);
  assert.equal((await ask({ delete: 'twice', deletes: [{ q: { _id: 1 }, limit: 1 }] })).n, 1);
  connection.end();
});

test('serves many connections at once', async () => {
  const own = await client({ maxPoolSize: 100, minPoolSize: 100 });
  const collection = own.db('wire').collection('many');
  await Promise.all(Array.from({ length: 1000 }, (_, i) => collection.insertOne({ _id: i })));
  assert.equal(await collection.countDocuments(), 1000);
});
