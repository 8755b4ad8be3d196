import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { rawClient } from './rawClient.js';
import { failure, start } from './support.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'mongoserver-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Certificates for this run only, by a CA of their own. */
function certify() {
  const file = (name) => path.join(folder, name);
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const ca = (name) => openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '1', '-subj', `/CN=${name}`);
  const leaf = (name, extension) => {
    writeFileSync(file(`${name}.ext`), extension);
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', `${name}.pem`, '-days', '1', '-extfile', `${name}.ext`);
    writeFileSync(file(`${name}.both.pem`), Buffer.concat([readFileSync(file(`${name}.key`)), readFileSync(file(`${name}.pem`))]));
  };
  ca('ca');
  ca('other');
  leaf('server', 'subjectAltName=IP:127.0.0.1');
  leaf('elsewhere', 'subjectAltName=DNS:elsewhere.example');
  leaf('person', 'extendedKeyUsage=clientAuth');
  return { file, read: (name) => readFileSync(file(name)) };
}

const { file, read } = certify();
const users = [{ user: 'ann', password: 'pencil' }, { user: 'üser,=', password: 'I\u00adX \u2168' }];
const quick = { serverSelectionTimeoutMS: 700 };

for (const authMechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-1', undefined]) {
  test(`lets a user in by ${authMechanism ?? 'the mechanism the two agree on'}`, async () => {
    const { client } = await start({ users, topology: 'replicaset' });
    const connected = await client({ auth: { username: 'ann', password: 'pencil' }, authMechanism, authSource: 'admin' });
    await connected.db('x').collection('c').insertOne({ _id: 1 });
    const status = await connected.db('admin').command({ connectionStatus: 1 });
    assert.deepEqual(status.authInfo.authenticatedUsers, [{ user: 'ann', db: 'admin' }]);
  });
}

test('prepares a password by SASLprep and a name by its escapes', async () => {
  const { client } = await start({ users });
  const connected = await client({ auth: { username: 'üser,=', password: 'IX IX' }, authMechanism: 'SCRAM-SHA-256' });
  assert.equal((await connected.db('x').command({ ping: 1 })).ok, 1);
});

for (const [what, auth] of [['a wrong password', { username: 'ann', password: 'wrong' }], ['an unknown user', { username: 'bob', password: 'pencil' }]]) {
  test(`refuses ${what}`, async () => {
    const { server } = await start({ users });
    for (const authMechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-1']) {
      const client = new MongoClient(server.uri, { auth, authMechanism, ...quick });
      assert.equal((await failure(() => client.connect())).code, 18);
      await client.close();
    }
  });
}

test('refuses commands of those who have not authenticated, but says hello', async () => {
  const { server } = await start({ users });
  const raw = rawClient(server.topology.nodes[0].port);
  assert.equal((await raw.command({ find: 'c', $db: 'x' })).code, 13);
  assert.equal((await raw.command({ listDatabases: 1, $db: 'admin' })).code, 13);
  assert.equal((await raw.command({ hello: 1, $db: 'admin' })).ok, 1);
  assert.deepEqual((await raw.command({ hello: 1, saslSupportedMechs: 'admin.ann', $db: 'admin' })).saslSupportedMechs, ['SCRAM-SHA-1', 'SCRAM-SHA-256']);
  assert.equal((await raw.command({ saslStart: 1, mechanism: 'PLAIN', payload: Buffer.from('x'), $db: 'admin' })).code, 334);
  raw.end();
});

test('speaks TLS to those who trust its CA', async () => {
  const { client } = await start({ users, tls: { cert: read('server.pem'), key: read('server.key') } });
  const connected = await client({ tls: true, tlsCAFile: file('ca.pem'), auth: { username: 'ann', password: 'pencil' } });
  assert.equal((await connected.db('x').command({ ping: 1 })).ok, 1);
});

for (const [what, tls, options, message] of [
  ['of another CA', 'server', { tls: true, tlsCAFile: file('other.pem') }, /unable to verify|self.signed|issuer/i],
  ['for another host', 'elsewhere', { tls: true, tlsCAFile: file('ca.pem') }, /does not match certificate's altnames/],
  ['when it speaks plainly', 'server', {}, /closed|ECONNRESET|timed out/i],
]) {
  test(`a client turns away from a certificate ${what}`, async () => {
    const { server } = await start({ tls: { cert: read(`${tls}.pem`), key: read(`${tls}.key`) } });
    const client = new MongoClient(server.uri, { ...options, ...quick });
    assert.match((await failure(() => client.connect())).message, message);
    await client.close();
  });
}

test('asks for a certificate of its CA if told to', async () => {
  const { server, client } = await start({ tls: { cert: read('server.pem'), key: read('server.key'), ca: read('ca.pem'), requestCert: true, rejectUnauthorized: true } });
  const connected = await client({ tls: true, tlsCAFile: file('ca.pem'), tlsCertificateKeyFile: file('person.both.pem') });
  assert.equal((await connected.db('x').command({ ping: 1 })).ok, 1);
  const without = new MongoClient(server.uri, { tls: true, tlsCAFile: file('ca.pem'), ...quick });
  await failure(() => without.connect());
  await without.close();
});
