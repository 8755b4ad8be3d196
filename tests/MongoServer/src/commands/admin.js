import { Doc } from '../bson/types.js';
import { fail } from '../errors.js';
import { document } from './arguments.js';
import { register } from './registry.js';

/** The parameters that clients ask for. */
const PARAMETERS = { featureCompatibilityVersion: { version: '7.0' }, authenticationMechanisms: ['SCRAM-SHA-1', 'SCRAM-SHA-256'], transactionLifetimeLimitSeconds: 60, enableTestCommands: true };

function getParameter(ctx, body) {
  const wanted = body.get('getParameter');
  const all = wanted === '*' || (wanted instanceof Doc && wanted.get('allParameters') === true);
  const names = all ? Object.keys(PARAMETERS) : [...body.keys()].filter((name) => Object.hasOwn(PARAMETERS, name));
  if (names.length === 0) fail(72, 'no option found to get');
  return Object.fromEntries(names.map((name) => [name, PARAMETERS[name]]));
}

function configureFailPoint(ctx, body) {
  const { failPoints } = ctx.server;
  const count = failPoints.timesEntered;
  failPoints.configure(body.get('configureFailPoint'), body.get('mode'), body.has('data') ? document(body, 'data') : undefined);
  return { count };
}

register({
  getParameter: { anyFields: true, adminOnly: true, run: getParameter },
  configureFailPoint: { adminOnly: true, fields: ['mode', 'data'], run: configureFailPoint },
});
