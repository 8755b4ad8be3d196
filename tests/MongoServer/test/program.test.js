import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { mkdtempSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));

/** Starts the program; what it printed, and how it ends. */
async function launch(args, env = {}) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return { ...JSON.parse(text), child, exited };
}

test('prints where it listens, and ends when its input is closed', async () => {
  const { uri, ports, pid, child, exited } = await launch(['--topology', 'replicaset', '--nodes', '2', '--set-name', 'mine']);
  assert.equal(pid, child.pid);
  assert.equal(ports.length, 2);
  assert.equal(uri, `mongodb://127.0.0.1:${ports[0]},127.0.0.1:${ports[1]}/?replicaSet=mine`);
  const client = new MongoClient(uri);
  await client.db('x').collection('c').insertOne({ _id: 1 });
  await client.close();
  child.stdin.end();
  assert.equal(await exited, 0);
});

test('takes users from the environment, and a port', async () => {
  const first = await launch([]);
  first.child.stdin.end();
  await first.exited;
  const { uri, child, exited } = await launch(['--auth', '--port', String(first.ports[0])], { MONGOSERVER_USERS: JSON.stringify([{ user: 'a', password: 'b' }]) });
  assert.equal(uri, first.uri);
  const client = new MongoClient(uri, { auth: { username: 'a', password: 'b' } });
  assert.equal((await client.db('x').command({ ping: 1 })).ok, 1);
  await client.close();
  child.stdin.end();
  assert.equal(await exited, 0);
});

test('says what is wrong with its options', () => {
  for (const args of [['--topology', 'ring'], ['--nodes', '0'], ['--tls-cert', 'x'], ['--auth'], ['--nonsense']]) {
    const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', input: '', env: { PATH: process.env.PATH } });
    assert.notEqual(status, 0, args.join(' '));
    assert.notEqual(stderr, '');
  }
});

test('mongosh works with it', async (context) => {
  let shell;
  try {
    shell = createRequire(import.meta.url).resolve('mongosh/bin/mongosh.js');
  } catch {
    if (process.env.CI === 'true') throw new Error('mongosh is not installed: run npm ci without --omit=dev');
    context.skip('Needs mongosh: run npm ci without --omit=dev');
    return;
  }
  const home = mkdtempSync(path.join(os.tmpdir(), 'mongosh-'));
  const { uri, child, exited } = await launch(['--topology', 'replicaset']);
  const script = `
    db.c.insertMany([{ _id: 1, n: NumberInt(5) }, { _id: 2, n: NumberLong("5"), tags: ["a", "b"] }]);
    db.c.createIndex({ n: 1 });
    db.c.updateOne({ _id: 2 }, [{ $set: { size: { $size: "$tags" } } }]);
    const session = db.getMongo().startSession();
    session.withTransaction(() => session.getDatabase("test").c.insertOne({ _id: 3 }));
    print(EJSON.stringify({
      version: db.version(), found: db.c.find({ n: 5 }).sort({ _id: 1 }).toArray(), groups: db.c.aggregate([{ $group: { _id: "$n", ids: { $push: "$_id" } } }]).toArray(),
      names: db.getCollectionNames(), indexes: db.c.getIndexes().length, primary: db.hello().isWritablePrimary, count: db.c.countDocuments({}), members: rs.status().members.length,
    }));`;
  const shellProcess = spawn(process.execPath, [shell, uri, '--quiet', '--norc', '--eval', script], { env: { ...process.env, HOME: home, MONGOSH_FORCE_DISABLE_TELEMETRY_FOR_TESTING: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  shellProcess.stdout.on('data', (chunk) => (output += chunk));
  shellProcess.stderr.on('data', (chunk) => (errors += chunk));
  const status = await new Promise((resolve) => shellProcess.on('close', resolve));
  child.stdin.end();
  await exited;
  rmSync(home, { recursive: true, force: true });
  assert.equal(status, 0, output + errors);
  assert.deepEqual(JSON.parse(output.trim().split('\n').at(-1)), {
    version: '7.0.14', found: [{ _id: 1, n: 5 }, { _id: 2, n: 5, tags: ['a', 'b'], size: 2 }], groups: [{ _id: 5, ids: [1, 2] }, { _id: null, ids: [3] }],
    names: ['c'], indexes: 2, primary: true, count: 3, members: 1,
  });
});
