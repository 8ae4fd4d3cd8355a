import { Show, type JSX } from 'solid-js';
import type { Dialect, Hold, Phase } from '../api/shapes.ts';
import { tenantNow } from './clock.ts';
import { dialectNames, durationText, moneyText, timeText } from './format.ts';

/** A shape for each dialect, so that none is told by its colour alone. */
const shapes: Readonly<Record<Dialect, string>> = { wealthkernel: 'M5 1 9 9H1z', bultra: 'M1.5 1.5h7v7h-7z', braid: 'M5 .5 9.5 5 5 9.5.5 5z' };

export const DialectMark = (props: { readonly dialect: Dialect; readonly bare?: boolean }): JSX.Element => (
  <span class="row" title={dialectNames[props.dialect]}>
    <svg viewBox="0 0 10 10" width="9" height="9" aria-hidden="true"><path d={shapes[props.dialect]} fill="currentColor" /></svg>
    <Show when={props.bare !== true} fallback={<span class="unseen">{dialectNames[props.dialect]}</span>}>{dialectNames[props.dialect]}</Show>
  </span>
);

const tones: Readonly<Record<Phase, string>> = {
  created: '', authorized: 'water', sourcing: 'water', bridging: 'water', delivering: 'water', cancelling: 'amber',
  settled: 'green', partial: 'amber', failed: 'red', rejected: 'red', cancelled: '',
};

export const holdNames: Readonly<Record<Hold, string>> = { none: '', rfi: 'documents', approval: 'approval', approval_queued: 'approval queue' };

export const PhaseBadge = (props: { readonly phase: Phase; readonly hold: Hold }): JSX.Element => (
  <span class={`badge ${props.hold === 'none' ? tones[props.phase] : 'amber'}`}>
    {props.phase}
    <Show when={props.hold !== 'none'}><span>· {holdNames[props.hold]}</span></Show>
  </span>
);

export const Money = (props: { readonly of: { readonly currency: string; readonly amount: string } }): JSX.Element => (
  <span class="money">{moneyText(props.of)} <span class="quiet">{props.of.currency}</span></span>
);

/** How long ago, on the tenant's clock. */
export const Age = (props: { readonly since: string }): JSX.Element => <time datetime={props.since} title={`${timeText(props.since)} UTC`}>{durationText(Math.max(0, Math.floor((tenantNow() - Date.parse(props.since)) / 1_000) * 1_000))}</time>;

/** How long until, or for how long it should have happened. */
export const Until = (props: { readonly at: string }): JSX.Element => {
  const left = (): number => Math.floor((Date.parse(props.at) - tenantNow()) / 1_000) * 1_000;
  return <time datetime={props.at} title={`${timeText(props.at)} UTC`} classList={{ 'text-red': left() < -5_000 }}>{left() >= 0 ? `in ${durationText(left())}` : `${durationText(-left())} overdue`}</time>;
};

export const Brand = (): JSX.Element => (
  <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#1c4d59" /><path d="M5 12h10v13H5z" fill="#5cc3d3" /><path d="M18 20h9v5h-9z" fill="#5cc3d3" opacity=".62" /><path d="M15 6h3v20h-3z" fill="#f2b84b" /></svg>
);

export const Panel = (props: { readonly title: JSX.Element; readonly aside?: JSX.Element; readonly children: JSX.Element; readonly class?: string }): JSX.Element => (
  <section class={`panel ${props.class ?? ''}`}>
    <header><h2>{props.title}</h2><Show when={props.aside}><span class="push hint">{props.aside}</span></Show></header>
    {props.children}
  </section>
);

export const Wrong = (props: { readonly problem: Error | undefined }): JSX.Element => <Show when={props.problem}>{(problem) => <p class="notice red" role="alert">{problem().message}</p>}</Show>;
