'use strict';
// What users of migrate-mongo write: `up(db, client)`, a cursor, one updateOne for each document.
// node client-mongodb.cjs <folder whose node_modules has the driver> <uri> <database>: says "ready" when it is connected, begins at the first line that it is told, and says "done".

module.exports = {
  async up(db) {
    const people = db.collection('people');
    const cursor = people.find();
    while (await cursor.hasNext()) {
      const person = await cursor.next();
      const at = person.email.indexOf('@');
      await people.updateOne(
        { _id: person._id },
        { $set: { mailbox: person.email.slice(0, at), domain: person.email.slice(at + 1).toUpperCase() }, $unset: { email: '' } },
      );
    }
  },
};

async function main([folder, uri, database]) {
  const { createRequire } = require('node:module');
  const { join } = require('node:path');
  const { MongoClient } = createRequire(join(folder, 'package.json'))('mongodb');
  const client = await MongoClient.connect(uri, { writeConcern: { w: 'majority' } });
  console.log('ready');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  await module.exports.up(client.db(database), client);
  console.log('done');
  await client.close();
  process.exit(0);
}

if (require.main === module) main(process.argv.slice(2));
