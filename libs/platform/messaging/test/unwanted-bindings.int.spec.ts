import { randomBytes } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { contractOf, type Envelope } from '@sluice/contract-kit';
import { MessagingOptions, OnMessage } from '@sluice/messaging';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import { parcelMoved, ParcelsModule, Troubles } from './parcels.ts';

const parcelLost = contractOf('parcels').event('parcel-lost', z.object({ parcelId: z.string() }), { parcelId: 'p' });

const lost: string[] = [];

@Controller()
class LostController {
  @OnMessage(parcelLost)
  lost({ body }: Envelope<z.infer<typeof parcelLost.body>>): Promise<void> {
    lost.push(body.parcelId);
    return Promise.resolve();
  }
}

/** It wants to know of lost parcels; the newer version does not. */
@Module({ imports: [ParcelsModule], controllers: [LostController] })
class OlderParcelsModule {}

const UNWANTED_AFTER_MS = 5_000;
const WITHIN_MS = 60_000;

interface BindingRecord {
  readonly _id: string;
  readonly state: string;
  readonly wantedAt: Date;
  readonly removingSince?: Date;
}

const recordsOf = ({ app }: TestService) => app.get<Connection>(getConnectionToken()).collection<BindingRecord>('bindings');
const recordIn = (service: TestService): Promise<BindingRecord | null> => recordsOf(service).findOne({ _id: parcelLost.type });
const handled = async ({ url }: TestService, outcome: string): Promise<boolean> =>
  new RegExp(`messages_handled_total\\{[^}]*queue="[^"]*events"[^}]*type="unknown"[^}]*outcome="${outcome}"`).test(await (await fetch(`${url}/metrics`)).text());

const start = (module: typeof ParcelsModule, namespace: string, messaging: Partial<MessagingOptions> = {}): Promise<TestService> =>
  startTestService({ module, service: 'parcels', namespace, messaging: { unwantedAfterMs: UNWANTED_AFTER_MS, ...messaging } });

describe('a kind of event that a newer version does not want', () => {
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  let older: TestService;
  let newer: TestService;

  beforeAll(async () => {
    older = await start(OlderParcelsModule, namespace);
    newer = await start(ParcelsModule, namespace);
  });
  afterAll(async () => {
    await newer.stop();
    await older.stop();
  });

  it('reaches an older instance beside it for as long as that runs', async () => {
    const from = Date.now();
    await until('the older one has said for long that it wants it', async () => Number((await recordIn(newer))?.wantedAt) > from + 2 * UNWANTED_AFTER_MS, WITHIN_MS);
    await newer.publish(parcelLost, { parcelId: 'beside' });
    await until('the older one has it', () => lost.includes('beside'));
    expect(await recordIn(newer)).toMatchObject({ state: 'wanted' });
  });

  it('is not bound any more when no older instance is left, and what was on its way is let go', async () => {
    await older.stopOnly();
    await newer.publish(parcelLost, { parcelId: 'on its way' });
    await until('the newer one has met it', () => handled(newer, 'waits'));
    await until('the binding is removed', async () => (await recordIn(newer))?.state === 'removed', WITHIN_MS);
    await until('it is let go', () => handled(newer, 'unwanted'));
    expect(await newer.app.get<Connection>(getConnectionToken()).collection('dead_letters').countDocuments({})).toBe(0);
  });

  it('does not arrive then, unlike others sent after it', async () => {
    const unwanted = async (): Promise<string | undefined> => /type="unknown"[^}]*outcome="unwanted"\} (\d+)/.exec(await (await fetch(`${newer.url}/metrics`)).text())?.[1];
    const before = await unwanted();
    await newer.publish(parcelLost, { parcelId: 'too late' });
    await newer.publish(parcelMoved, { parcelId: 'after' });
    await until('what came after it is handled', () => newer.app.get(Troubles).tried.includes('after'));
    expect(await unwanted()).toBe(before);
  });

  it('is bound again by an older version that comes back', async () => {
    const back = await start(OlderParcelsModule, namespace);
    await back.publish(parcelLost, { parcelId: 'back' });
    await until('it is there', () => lost.includes('back'));
    expect(lost).toEqual(['beside', 'back']);
    await back.stopOnly();
    await back.probe.close();
  });
});

describe('a binding that is being removed', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await start(ParcelsModule, `t-${randomBytes(4).toString('hex')}`, { unwantedAfterMs: 3_000 });
  });
  afterAll(() => service.stop());

  it('is removed by another instance when the one that began it has died', async () => {
    await recordsOf(service).insertOne({ _id: 'parcels.parcel-burned', state: 'removing', wantedAt: new Date(0), removingSince: new Date(0) });
    await until('it is removed', async () => (await recordsOf(service).findOne({ _id: 'parcels.parcel-burned' }))?.state === 'removed', WITHIN_MS);
  });

  it('is waited for by an instance that starts and wants it', async () => {
    await recordsOf(service).insertOne({ _id: parcelLost.type, state: 'removing', wantedAt: new Date(0), removingSince: new Date() });
    let started = false;
    const starting = start(OlderParcelsModule, service.namespace).finally(() => (started = true));
    await until('its other bindings are noted anew', async () => (await recordsOf(service).countDocuments({ state: 'wanted' })) > 0);
    expect(started).toBe(false);
    await recordsOf(service).updateOne({ _id: parcelLost.type }, { $set: { state: 'removed' }, $unset: { removingSince: '' } });
    const other = await starting;
    await other.publish(parcelLost, { parcelId: 'heard' });
    await until('it is bound', () => lost.includes('heard'));
    await other.stopOnly();
    await other.probe.close();
  });
});
