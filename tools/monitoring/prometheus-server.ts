import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { prometheusPrograms } from '../infra/index.ts';
import { freePort } from '../infra/state/ports.ts';
import { ruleFile } from './rules.ts';

const samplesSchema = z.object({ data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }) });
const targetsSchema = z.object({ data: z.object({ activeTargets: z.array(z.object({ scrapeUrl: z.string(), health: z.string(), lastError: z.string() })) }) });
const rulesSchema = z.object({ data: z.object({ groups: z.array(z.object({ rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() })) })) }) });

/** A real Prometheus with our rules, which reads the metrics at some addresses every second. */
export class PrometheusServer {
  private constructor(readonly url: string, readonly stop: () => Promise<void>) {}

  /** @param targets `host:port` of what is to be read. */
  static async start(targets: readonly string[]): Promise<PrometheusServer> {
    const { prometheus } = await prometheusPrograms();
    const folder = await mkdtemp(join(tmpdir(), 'sluice-prometheus-'));
    await writeFile(join(folder, 'rules.yml'), ruleFile());
    await writeFile(join(folder, 'prometheus.yml'), stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' }, rule_files: ['rules.yml'],
      scrape_configs: [{ job_name: 'services', static_configs: [{ targets }] }],
    }));
    const address = `127.0.0.1:${await freePort(new Set())}`;
    const args = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=${address}`, '--log.level=error'];
    const child = spawn(prometheus, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    await once(child, 'spawn');
    return new PrometheusServer(`http://${address}`, async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** The labels of every series that answers a query; null while it does not answer. */
  async query(query: string): Promise<Readonly<Record<string, string>>[] | null> {
    const answer = await this.ask(`/api/v1/query?query=${encodeURIComponent(query)}`);
    return answer === null ? null : samplesSchema.parse(answer).data.result.map(({ metric }) => metric);
  }

  /** What could not be read, and why; null before everything has been tried. */
  async unread(): Promise<string[] | null> {
    const answer = await this.ask('/api/v1/targets');
    const targets = answer === null ? [] : targetsSchema.parse(answer).data.activeTargets;
    if (targets.length === 0 || targets.some(({ health }) => health === 'unknown')) return null;
    return targets.filter(({ health }) => health !== 'up').map(({ scrapeUrl, lastError }) => `${scrapeUrl}: ${lastError}`);
  }

  /** The rules by how they could be evaluated: `ok`, `err`, or `unknown` while they were not. */
  async rules(): Promise<readonly { readonly name: string; readonly health: string }[]> {
    return rulesSchema.parse(await this.ask('/api/v1/rules')).data.groups.flatMap(({ rules }) => rules);
  }

  private async ask(path: string): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`).catch(() => null);
    if (answer === null || answer.status === 503) return null;
    if (!answer.ok) throw new Error(`Prometheus answers ${answer.status} to ${path}: ${await answer.text()}`);
    return answer.json();
  }
}
