import { describe, expect, it } from '@jest/globals';
import { placeOf, placeOfStackFile } from './place.ts';
import { appNames, planStack, type Ports } from './plan.ts';

const ports = Object.fromEntries(['simulators', 'callbacks', ...appNames].map((name, index) => [name, 20_000 + index])) as unknown as Ports;
const surroundings = { infrastructure: { mongodbUri: 'mongodb://database', amqpUrl: 'amqp://broker' }, ports, namespace: 'sluice-demo', secrets: {
    bankCallback: 'between payout and its bank', receiptKey: 'for payout alone',
    signerPolicy: { publicKey: '02aa', privateKey: '11' }, signerProposer: { publicKey: '02bb', privateKey: '22' },
  },
};
const plans = planStack(placeOf('demo'), surroundings);
const envOf = (name: string) => plans.find((plan) => plan.name === name)?.env ?? {};

describe('the plan of a stack', () => {
  it('has the simulators and every app, each with its own port and log', () => {
    expect(plans.map(({ name }) => name)).toEqual(['simulators', ...appNames]);
    expect(new Set(plans.map(({ port }) => port)).size).toBe(plans.length);
    expect(new Set(plans.map(({ logFile }) => logFile)).size).toBe(plans.length);
  });

  it.each(appNames)('tells %s where broker and database are, and that this is the sandbox', (name) => {
    expect(envOf(name)).toMatchObject({ MONGODB_URI: 'mongodb://database', AMQP_URL: 'amqp://broker', SLUICE_SANDBOX: 'true', SLUICE_NAMESPACE: 'sluice-demo' });
  });

  it('has the bank call payout at another port than the one that tells how payout is', () => {
    const { PAYOUT_URL, PORT, MANAGEMENT_PORT } = envOf('payout');
    expect([PAYOUT_URL, PORT, MANAGEMENT_PORT]).toEqual([`http://127.0.0.1:${ports.callbacks}`, String(ports.callbacks), String(ports.payout)]);
  });

  it('names the clients to the gateway alone', () => {
    expect(plans.filter(({ env }) => 'SLUICE_CLIENTS_FILE' in env).map(({ name }) => name)).toEqual(['gateway']);
  });

  it('tells each secret only to whom it is for', () => {
    const given = (secret: string) => plans.filter(({ env }) => Object.values(env).includes(secret)).map(({ name }) => name);
    expect(given('between payout and its bank')).toEqual(['simulators', 'payout']);
    expect(given('for payout alone')).toEqual(['payout']);
    expect(given('02aa')).toEqual(['simulators', 'payout']);
    expect(given('11')).toEqual(['payout']);
  });

  it('names the chains to those who speak to them', () => {
    expect(plans.filter(({ env }) => 'SLUICE_CHAINS_FILE' in env).map(({ name }) => name)).toEqual(['simulators', 'gateway', 'liquidity', 'bridging', 'payout']);
  });

  it('names one folder of documents to those who write and read them', () => {
    expect(plans.filter(({ env }) => env['DOCUMENTS_FOLDER'] === placeOf('demo').documentFolder).map(({ name }) => name)).toEqual(['gateway', 'compliance', 'payout']);
  });

  it('loads what kills and disturbs an app only where that is asked for', () => {
    const disturbers = (disturbable: boolean) => planStack(placeOf('kills'), { ...surroundings, disturbable })
      .filter(({ args, env }) => args.some((arg) => arg.includes('disturbance')) || 'DISTURBANCE_FOLDER' in env).map(({ name }) => name);
    expect([disturbers(false), disturbers(true)]).toEqual([[], [...appNames]]);
  });

  it('hands on nothing of the environment that is not named', () => {
    process.env['A_STRANGERS_SECRET'] = 'not for us';
    const planned = planStack(placeOf('demo'), surroundings);
    delete process.env['A_STRANGERS_SECRET'];
    expect(JSON.stringify(planned)).not.toContain('not for us');
  });
});

describe('the places of two stacks', () => {
  it('share nothing', () => {
    const [one, other] = [placeOf('stack'), placeOf('test')];
    expect(Object.values(one).filter((path) => Object.values(other).includes(path))).toEqual([]);
  });

  it('are found again by their stack files', () => {
    expect(placeOfStackFile(placeOf('test').stackFile)).toEqual(placeOf('test'));
  });

  it('are none for a stack of another working tree', () => {
    expect(placeOfStackFile('/elsewhere/.local/stack.json')).toBeNull();
  });
});
