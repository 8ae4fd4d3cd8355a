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

describe('the plan of a stack with two instances of every app', () => {
  const names = appNames.flatMap((name) => [name, `${name}-2`]);
  const more = Object.fromEntries([...names, 'callbacks', 'callbacks-2', 'balancer', 'gateway-front', 'payout-front'].map((name, index) => [name, 21_000 + index]));
  const two = planStack(placeOf('demo'), {
    ...surroundings, ports: { ...ports, ...more }, instances: 2, lines: (name) => ({ mongodbUri: `mongodb://of-${name}`, amqpUrl: `amqp://of-${name}` }),
  });

  it('has each of them with its own port and log, and a balancer', () => {
    expect(two.map(({ name }) => name)).toEqual(['simulators', ...names, 'balancer']);
    expect(new Set(two.map(({ port }) => port)).size).toBe(two.length);
    expect(new Set(two.map(({ logFile }) => logFile)).size).toBe(two.length);
  });

  it('gives both the same environment but for port and lines', () => {
    const [one, other] = ['payout', 'payout-2'].map((name) => two.find((plan) => plan.name === name)?.env ?? {});
    const differing = Object.keys({ ...one, ...other }).filter((name) => one?.[name] !== other?.[name]);
    expect(differing.sort()).toEqual(['AMQP_URL', 'MANAGEMENT_PORT', 'MONGODB_URI', 'PORT']);
    expect(other).toMatchObject({ AMQP_URL: 'amqp://of-payout-2', MONGODB_URI: 'mongodb://of-payout-2' });
  });

  it('lets the bank call back by way of the balancer', () => {
    expect(two.find(({ name }) => name === 'payout-2')?.env['PAYOUT_URL']).toBe(`http://127.0.0.1:${more['payout-front']}`);
    const routes = JSON.parse(two.at(-1)?.env['ROUTES'] ?? '[]') as unknown;
    const target = (port: string, health: string) => ({ port: more[port], health: more[health] });
    expect(routes).toEqual([
      { port: more['gateway-front'], targets: [target('gateway', 'gateway'), target('gateway-2', 'gateway-2')] },
      { port: more['payout-front'], targets: [target('callbacks', 'payout'), target('callbacks-2', 'payout-2')] },
    ]);
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
