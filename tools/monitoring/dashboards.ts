import { type Dashboard, DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { z } from 'zod';
import { objectives, recordOf } from './objectives.ts';

interface Panel {
  readonly title: string;
  readonly unit?: string;
  /** Queries with what their lines are called. */
  readonly lines: readonly (readonly [query: string, legend: string])[];
}
type Rows = Readonly<Record<string, readonly Panel[]>>;

/** Grafana puts a span there that holds a few readings. */
const SPAN = '$__rate_interval';
const rateOf = (metric: string, by: string): string => `sum by (${by}) (rate(${metric}[${SPAN}]))`;
const quantile = (share: number, metric: string, by: string): string => `histogram_quantile(${share}, sum by (le, ${by}) (rate(${metric}_bucket[${SPAN}])))`;

const withdrawals: Rows = {
  Objectives: objectives.map((objective) => ({
    title: `Share that went wrong: ${objective.name} (${(100 * (1 - objective.target)).toPrecision(1)} % may)`, unit: 'percentunit',
    lines: ['1h', '6h', '3d'].map((window) => [recordOf(objective, window), window] as const),
  })),
  Withdrawals: [
    { title: 'Begun', unit: 'reqps', lines: [[rateOf('sluice_withdrawals_begun_total', 'dialect, rail'), '{{dialect}} {{rail}}']] },
    { title: 'Ended', unit: 'reqps', lines: [[rateOf('sluice_withdrawals_ended_total', 'dialect, phase'), '{{dialect}} {{phase}}']] },
    { title: 'Time to settle, median and nine of ten', unit: 's', lines: [[quantile(0.5, 'sluice_withdrawal_settle_seconds', 'dialect'), '{{dialect}} 50 %'], [quantile(0.9, 'sluice_withdrawal_settle_seconds', 'dialect'), '{{dialect}} 90 %']] },
    { title: 'Under way', lines: [['max by (dialect, state) (sluice_withdrawals_under_way)', '{{dialect}} {{state}}']] },
    { title: 'Longest in its state', unit: 's', lines: [['max by (dialect, state) (sluice_withdrawal_oldest_seconds)', '{{dialect}} {{state}}']] },
    { title: 'Stuck', lines: [['max by (dialect) (sluice_withdrawals_stuck)', '{{dialect}}']] },
  ],
  Clients: [
    { title: 'Requests', unit: 'reqps', lines: [[rateOf('sluice_http_request_seconds_count', 'dialect, status'), '{{dialect}} {{status}}']] },
    { title: 'Time to answer, 99 of 100', unit: 's', lines: [[quantile(0.99, 'sluice_http_request_seconds', 'dialect'), '{{dialect}}']] },
    { title: 'Tries of webhooks', unit: 'reqps', lines: [[rateOf('sluice_webhook_tries_total', 'dialect, outcome'), '{{dialect}} {{outcome}}']] },
    { title: 'Webhooks that wait', lines: [['max(sluice_webhooks_waiting)', 'waiting']] },
    { title: 'Longest overdue webhook', unit: 's', lines: [['max(sluice_webhooks_late_seconds)', 'overdue']] },
  ],
  Books: [
    { title: 'Tenants with a broken invariant', lines: [['max by (invariant) (sluice_invariants_broken)', '{{invariant}}']] },
    { title: 'Oldest verdict', unit: 's', lines: [['max(sluice_invariants_check_age_seconds)', 'age']] },
    { title: 'Debits less credits, in minor units', lines: [['max by (currency) (sluice_ledger_imbalance_units)', '{{currency}}']] },
    { title: 'Open holds', lines: [['max by (currency) (sluice_holds_open)', '{{currency}}']] },
    { title: 'Held, in minor units', lines: [['max by (currency) (sluice_holds_open_units)', '{{currency}}']] },
    { title: 'Breaks of the last reconciliations', lines: [['max by (kind) (sluice_reconciliation_breaks)', '{{kind}}']] },
  ],
};

const services: Rows = {
  Messages: [
    { title: 'Handled', unit: 'reqps', lines: [[rateOf('sluice_messages_handled_total', 'service, outcome'), '{{service}} {{outcome}}']] },
    { title: 'Time to handle, 99 of 100', unit: 's', lines: [[quantile(0.99, 'sluice_message_handling_seconds', 'service'), '{{service}}']] },
    { title: 'Waiting in outboxes', lines: [['sum by (service) (sluice_outbox_waiting)', '{{service}}']] },
    { title: 'Oldest in an outbox', unit: 's', lines: [['max by (service) (sluice_outbox_oldest_seconds)', '{{service}}']] },
    { title: 'Dead letters', lines: [['max by (service) (sluice_dead_letters_lying)', '{{service}}']] },
    { title: 'Lateness of timers, 99 of 100', unit: 's', lines: [[quantile(0.99, 'sluice_timer_lateness_seconds', 'service'), '{{service}}']] },
  ],
  Providers: [
    { title: 'Calls', unit: 'reqps', lines: [[rateOf('sluice_provider_call_seconds_count', 'call, outcome'), '{{call}} {{outcome}}']] },
    { title: 'Time to answer, 99 of 100', unit: 's', lines: [[quantile(0.99, 'sluice_provider_call_seconds', 'call'), '{{call}}']] },
    { title: 'Tenants whose circuit is open', lines: [['max by (provider) (sluice_provider_circuits{state="open"})', '{{provider}}']] },
    { title: 'Relayers, in coins of their chains', lines: [['min by (service, chain) (sluice_relayer_balance)', '{{service}} {{chain}}']] },
    { title: 'Chains: not taken, at the limit of fees, taken back', lines: [
      [rateOf('sluice_chain_transactions_not_taken_total', 'chain, because'), '{{chain}} {{because}}'], [rateOf('sluice_chain_fees_at_limit_total', 'chain'), '{{chain}} at its limit'],
      [rateOf('sluice_chain_transactions_gone_total', 'chain'), '{{chain}} taken back'], ['max by (chain) (sluice_chain_nonce_holes)', '{{chain}} nonce holes'],
    ] },
    { title: 'Days left of bank calendars', unit: 'd', lines: [['min by (calendar) (sluice_bank_calendar_days_left)', '{{calendar}}']] },
  ],
  Processes: [
    { title: 'Processor', unit: 'percentunit', lines: [['rate(process_cpu_seconds_total{job!="rabbitmq"}[$__rate_interval]) * on (instance) group_left (service) sluice_build_info', '{{service}} {{instance}}']] },
    { title: 'Memory', unit: 'bytes', lines: [['process_resident_memory_bytes{job!="rabbitmq"} * on (instance) group_left (service) sluice_build_info', '{{service}} {{instance}}']] },
    { title: 'Event loop, 99 of 100', unit: 's', lines: [['nodejs_eventloop_lag_p99_seconds * on (instance) group_left (service) sluice_build_info', '{{service}} {{instance}}']] },
    { title: 'Connections to the database', lines: [['sum by (service, state) (sluice_database_connections)', '{{service}} {{state}}']] },
    { title: 'Versions', lines: [['count by (service, version, node) (sluice_build_info)', '{{service}} {{version}} {{node}}']] },
    { title: 'Connected to the broker', lines: [['min by (service) (sluice_broker_connected)', '{{service}}']] },
  ],
};

function panelOf({ title, unit = 'short', lines }: Panel): PanelBuilder {
  const panel = new PanelBuilder().title(title).unit(unit).min(0).span(8).height(7);
  for (const [index, [query, legend]] of lines.entries()) panel.withTarget(new DataqueryBuilder().refId(String.fromCharCode(65 + index)).expr(query).legendFormat(legend));
  return panel;
}

function dashboardOf(name: string, title: string, rows: Rows): Dashboard {
  const builder = new DashboardBuilder(title).uid(name).tags(['sluice']).refresh('30s').time({ from: 'now-3h', to: 'now' }).timezone('browser').readonly();
  for (const [row, panels] of Object.entries(rows)) {
    builder.withRow(new RowBuilder(row));
    for (const panel of panels) builder.withPanel(panelOf(panel));
  }
  return builder.build();
}

/** By the names of their files. */
export const dashboards: Readonly<Record<string, Dashboard>> = {
  'sluice-withdrawals': dashboardOf('sluice-withdrawals', 'Sluice: withdrawals', withdrawals),
  'sluice-services': dashboardOf('sluice-services', 'Sluice: services', services),
};

const panelSchema = z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) });

/** What the panels of a dashboard ask, as it stands in its file. */
export const queriesOf = ({ panels = [] }: Dashboard): readonly { readonly panel: string; readonly query: string }[] =>
  panels.filter(({ type }) => type !== 'row').flatMap((panel) => {
    const { title, targets } = panelSchema.parse(panel);
    return targets.map(({ expr }) => ({ panel: title, query: expr }));
  });
