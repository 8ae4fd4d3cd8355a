import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService, until } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import { lettersOf } from './letters.ts';
import { ParcelsModule, storeParcel } from './parcels.ts';

describe('messages that cannot be read', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels' });
  });
  afterAll(() => service.stop());

  const sendText = (text: string): Promise<void> => service.probe.sendRaw(`${service.namespace}.commands`, 'parcels.store-parcel', text, { id: newId() });

  it('are parked at once when the body is not JSON', async () => {
    await sendText('<parcel/>');
    const [letter] = await lettersOf(service, 'The body is not JSON.');
    expect(letter).toMatchObject({ service: 'parcels', queue: `${service.namespace}.parcels.commands`, attempts: 1, content: '<parcel/>' });
  });

  it('are parked at once when there is no envelope', async () => {
    await sendText('{"parcelId":"p"}');
    const [letter] = await lettersOf(service, /^The envelope is not one: id/);
    expect(letter?.content).toBe('{"parcelId":"p"}');
  });

  it('are parked at once when the body breaks its contract, with field names and no values', async () => {
    await service.publish(storeParcel, { parcelId: 7 as unknown as string }, { withdrawalId: 'w-1', tenantId: 'globex' });
    const [letter] = await lettersOf(service, 'The body of parcels.store-parcel breaks its contract: parcelId invalid_type.');
    expect(letter).toMatchObject({ type: 'parcels.store-parcel', withdrawalId: 'w-1', tenantId: 'globex' });
  });

  it('are one letter when copies of them come', async () => {
    const { commands, id } = { commands: `${service.namespace}.commands`, id: newId() };
    await service.probe.sendRaw(commands, 'parcels.store-parcel', 'copied', { id });
    await service.probe.sendRaw(commands, 'parcels.store-parcel', 'copied', { id });
    await until('both are counted', async () => (await lettersOf(service, 'The body is not JSON.')).some(({ content, attempts }) => content === 'copied' && attempts === 2));
    expect((await lettersOf(service, 'The body is not JSON.')).filter(({ content }) => content === 'copied')).toHaveLength(1);
  });
});
