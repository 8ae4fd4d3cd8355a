import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { nodeArguments } from '../chains/anvil.ts';
import { messageTransmitter, sandboxChains, sandboxPositions, tokenMessenger } from '../chains/chains.ts';
import { appNames } from '../stack/plan.ts';
import { root } from '../workspace.ts';
import { breachesOfCode } from './against-code.ts';
import { breachesOfCompose, readCompose, workloadsOfCompose } from './compose-file.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const text = read('docker-compose.yml');
const compose = readCompose(text);
const changed = (from: string | RegExp, to: string) => {
  const other = text.replace(from, to);
  if (other === text) throw new Error(`${String(from)} is not in docker-compose.yml.`);
  return readCompose(other);
};

describe('docker-compose.yml', () => {
  it('names nothing that is not there', () => {
    expect(breachesOfCompose(compose)).toEqual([]);
  });

  it('says nothing otherwise than the code does', async () => {
    expect(await breachesOfCode(workloadsOfCompose(compose))).toEqual([]);
  });

  it('has every service, the outside world, and those who watch', () => {
    const chains = sandboxChains.map(({ name }) => `chain-${name}`);
    expect(Object.keys(compose.services).sort()).toEqual([...appNames, ...chains, 'simulators', 'mongodb', 'rabbitmq', 'jaeger', 'prometheus', 'grafana'].sort());
  });

  it('publishes what npm run up asks for under the names that it gives', () => {
    const names = [...read('tools/infra/ways/docker.ts').matchAll(/portFor\(stateFolder, '(\w+)'\)/g)].map(([, name]) => `SLUICE_${(name ?? '').toUpperCase()}_PORT`);
    const { mongodb, rabbitmq, jaeger } = compose.services;
    const published = [mongodb, rabbitmq, jaeger].flatMap((service) => service?.ports ?? []).map((port) => /\{(\w+):/.exec(port)?.[1] ?? '');
    expect(published.sort()).toEqual(names.sort());
    expect([mongodb?.healthcheck, rabbitmq?.healthcheck]).not.toContain(undefined);
  });

  it('has Prometheus judge by the rules and Grafana show the dashboards that the repository holds', () => {
    const { prometheus, grafana } = compose.services;
    const [rules = ''] = /(?<=rule_files: \[).*(?=\])/.exec(read('tools/deployment/docker/prometheus.yml')) ?? [];
    expect(prometheus?.volumes).toContain(`./tools/monitoring/written/rules.yml:${rules}:ro`);
    const [folder = ''] = /(?<=path: ).*/.exec(read('tools/deployment/docker/grafana-dashboards.yml')) ?? [];
    expect(grafana?.volumes).toContain(`./tools/monitoring/written:${folder}:ro`);
  });

  it('has all services scraped', () => {
    for (const name of appNames) expect(read('tools/deployment/docker/prometheus.yml')).toContain(`'${name}:9464'`);
  });
});

describe('the chains of a sandbox', () => {
  it.each(sandboxChains)('$name runs as the local stack has it', (chain) => {
    const { name } = chain;
    const args = [...nodeArguments(chain, { port: 8545, host: '0.0.0.0' }), '--state', `/state/${name}.json`];
    expect(compose.services[`chain-${name}`]?.command).toEqual(args);
    expect(read('k8s/overlays/sandbox/chains.yaml').replaceAll("'", '')).toContain(`--chain-id, ${chain.id}, `);
  });

  it('are described to the services as they are', () => {
    const given = JSON.parse(read('k8s/overlays/sandbox/files/chains.json')) as Record<string, { positions: object }>;
    for (const { name, id, usdc, cctpDomain } of sandboxChains) {
      expect(given[name]).toMatchObject({ id, usdc, cctpDomain, ...(cctpDomain === null ? {} : { tokenMessenger, messageTransmitter }) });
      expect(Object.keys(given[name]?.positions ?? {})).toEqual(sandboxPositions.filter(({ chain }) => chain === name).map(({ key }) => key));
    }
  });
});

describe('a Compose file with a mistake', () => {
  it.each([
    ['a word that is none', /restart: unless-stopped/, 'restarts: unless-stopped'],
    ['a port that is open to others', /'127\.0\.0\.1:\$\{SLUICE_GATEWAY/, "'0.0.0.0:${SLUICE_GATEWAY"],
    ['a number where words are', "PORT: '3000'", 'PORT: 3000'],
  ])('is not read: %s', (_what, from, to) => {
    expect(() => changed(from, to)).toThrow();
  });

  it.each([
    ['a file that is not there', /files\/clients\.json:/, 'files/client.json:', 'gateway: there is no file ./k8s/overlays/sandbox/files/client.json.'],
    ['a volume that is not there', 'journals:/var', 'journal:/var', 'simulators: there is no volume journal.'],
    ['a port at which nobody listens', 'CUSTODIAN_URL: http://simulators:3000', 'CUSTODIAN_URL: http://simulators:3001', 'liquidity: nothing listens at simulators:3001.'],
    ['a service that is not there', 'BANK_URL: http://simulators', 'BANK_URL: http://bank', 'payout: nothing listens at bank:3000.'],
    ['an image of something else', 'image: sluice-intake', 'image: sluice-ledger', 'intake: its image is called sluice-ledger and is of intake.'],
    ['more rights than needed', 'cap_drop: [ALL]', 'cap_drop: [NET_RAW]', 'ledger: it may do more than it needs.'],
  ])('is objected to: %s', (_what, from, to, objection) => {
    expect(breachesOfCompose(changed(from, to))).toContain(objection);
  });

  it.each([
    ['a variable that nothing reads', 'SIGNER_URL:', 'SINGER_URL:', 'payout: nothing in it reads SINGER_URL.'],
    ['a variable that is not set', 'SIGNER_URL:', 'SINGER_URL:', 'payout: SIGNER_URL must be given.'],
    ['a secret that is too short', 'BANK_CALLBACK_SECRET: sandbox-bank-callbacks', 'BANK_CALLBACK_SECRET: short', 'payout: payout cannot start: BANK_CALLBACK_SECRET must be a secret of 16 characters or more, or several with commas between them.'],
    ['a file of a secret that is not mounted', 'BANK_CALLBACK_SECRET: sandbox-bank-callbacks', 'BANK_CALLBACK_SECRET_FILE: /run/secrets/callbacks', 'payout: BANK_CALLBACK_SECRET_FILE names /run/secrets/callbacks, where nothing lies.'],
    ['a file of what is no secret', "LOG_LEVEL: info", "LOG_LEVEL_FILE: /run/level", 'ledger: nothing in it reads LOG_LEVEL_FILE.'],
    ['a target that is not built', 'target: intake', 'target: intakes', 'intake: the Dockerfile has no target intakes.'],
    ['a port that is not the process\u2019s', '-8080}:3000', '-8080}:8080', 'gateway: it listens at 3000 and 9464, not at 8080.'],
  ])('is objected to by the code: %s', async (_what, from, to, objection) => {
    expect(await breachesOfCode(workloadsOfCompose(changed(from, to)))).toContain(objection);
  });
});
