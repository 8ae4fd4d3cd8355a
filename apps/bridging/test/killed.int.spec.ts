import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { Mortal, type Death, type Deed } from './mortal.ts';
import { BridgedLeg, World } from './world.ts';

let world: World;
let service: TestService;

beforeAll(async () => {
  world = await World.start();
  service = await world.bridging();
});
afterAll(async () => {
  await service?.stop();
  await world?.stop();
});

interface Row {
  readonly status?: string;
  readonly isSent?: boolean;
}

const first = (deed: Deed, field: string): Row | undefined => (deed.fields[field] as Row[] | undefined)?.[0];

/** Every deed between the intent and the end of a step, in order. */
const deeds = (step: 'burn' | 'mint'): [string, (deed: Deed) => boolean][] => {
  const own = ({ where, id }: Deed) => where === 'transactions' && id.includes(`/${step}/`);
  const [during, next] = step === 'burn' ? ['burning', 'attesting'] : ['minting', 'minted'];
  const leg = (status: string) => (deed: Deed) => deed.where === 'leg_transfers' && first(deed, 'transfers')?.status === status;
  const status = (word: string, isSent?: boolean) => (deed: Deed) =>
    own(deed) && deed.fields['status'] === word && (isSent === undefined || first(deed, 'attempts')?.isSent === isSent);
  return [
    ['the leg\'s intent', leg(during)],
    ['the order', status('ordered')],
    ['the decision to send', status('numbered')],
    ['the allotment of the nonce', ({ where, fields }) => where === 'signer_nonces' && JSON.stringify(fields).includes(`/${step}/`)],
    ['the signed form', status('signed', false)],
    ['the broadcast', ({ where, id }) => where === 'chain' && id.includes(`/${step}/`)],
    ['the note of the broadcast', status('signed', true)],
    ['the note of the receipt', status('included')],
    ['the leg\'s step on', leg(next)],
  ];
};

const deaths = (['burn', 'mint'] as const).flatMap((step) =>
  deeds(step).flatMap(([name, deed]) => (['before', 'after'] as const).map((when): [string, Death] => [`${when} ${name} of a ${step}`, { when, deed }])));

describe('a service that dies', () => {
  it.each(deaths)('%s leaves a transfer that the next one ends, once', async (_name, death) => {
    const leg = await new BridgedLeg(world, service).fund();
    const mortal = new Mortal(service, death);
    await leg.bridge();
    await mortal.buried();
    service = await world.bridging({ namespace: service.namespace });
    await leg.by(service).bridge();
    await leg.bridged();
    expect([await leg.burns('arbitrum'), await leg.mints()]).toEqual([[leg.amount], [leg.amount]]);
    expect([await leg.balance('arbitrum'), await leg.balance('ethereum')]).toEqual([0n, leg.amount]);
  });
});
