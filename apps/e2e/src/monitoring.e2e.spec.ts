import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allAlerts, dashboards, PrometheusServer, queriesOf } from '@sluice/tools/monitoring';
import { until } from '@sluice/tools/client';
import { accepted, customerWith, openStory, requested } from './story.js';

const story = await openStory();
const services = Object.entries(story.stack.processes).filter(([name]) => name !== 'simulators').flatMap(([, { management }]) => management ?? []);

/** What Grafana puts there; metrics are read every second here. */
const asAsked = (query: string): string => query.replaceAll('$__rate_interval', '1m');

describe('a Prometheus that reads the metrics of every service', () => {
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    prometheus = await PrometheusServer.start(services.map((address) => new URL(address).host));
    const customer = await customerWith(story, '100.00');
    const { id } = await accepted(story, customer, '60.00');
    await requested(story, customer, '10.00');
    await story.bultra.ended(id);
  });
  afterAll(() => prometheus.stop());

  it('finds them all', async () => {
    expect(services).toHaveLength(9);
    expect(await until('everything has been read', () => prometheus.unread(), (unread) => unread !== null, { withinMs: 30_000 })).toEqual([]);
  });

  it('can evaluate every rule', async () => {
    const rules = await until('every rule has been evaluated', () => prometheus.rules(), (all) => all.length > 0 && all.every(({ health }) => health !== 'unknown'), { withinMs: 30_000 });
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    expect(rules.map(({ name }) => name)).toEqual(expect.arrayContaining(allAlerts.map(({ name }) => name)));
  });

  it.each(Object.entries(dashboards))('answers every query of the dashboard %s with series', async (_, dashboard) => {
    const queries = queriesOf(dashboard);
    expect(queries.length).toBeGreaterThan(15);
    const unanswered = async (): Promise<string[]> => {
      const answers = await Promise.all(queries.map(async ({ panel, query }) => ({ panel, query, series: await prometheus.query(asAsked(query)) })));
      return answers.filter(({ series }) => series === null || series.length === 0).map(({ panel, query }) => `${panel}: ${query}`);
    };
    const left = await until('every query is answered', unanswered, (queries) => queries.length === 0, { withinMs: 45_000 }).catch(unanswered);
    expect(left).toEqual([]);
  });

  it('has none for a query that asks for what is not there', async () => {
    expect(await prometheus.query('sluice_no_such_metric')).toEqual([]);
  });
});
