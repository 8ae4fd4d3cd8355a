import { A, useNavigate, type RouteSectionProps } from '@solidjs/router';
import { createContext, createSignal, For, onCleanup, onMount, Show, Suspense, useContext, type JSX } from 'solid-js';
import type { Live } from '../api/live.ts';
import { streamEvents, streaming } from '../api/stream.ts';
import { tenantNow } from '../ui/clock.ts';
import { shortCount, timeText } from '../ui/format.ts';
import { Brand } from '../ui/marks.tsx';
import { createCounts, type Counts } from './counts.ts';
import { isTyping, keyOf } from './keys.ts';
import { Palette } from './palette.tsx';
import { places, type Place } from './places.ts';
import { session, signOut } from './session.ts';
import { TenantChoice } from './tenant-choice.tsx';
import { theme, turnTheme } from './theme.ts';

const CountsContext = createContext<Live<Counts>>();

export function useCounts(): Live<Counts> {
  const counts = useContext(CountsContext);
  if (counts === undefined) throw new Error('Counts are there within the frame alone.');
  return counts;
}

const placesHere = (): readonly Place[] => places.filter(({ sandboxOnly }) => sandboxOnly !== true || session()?.sandbox === true);

function Navigation(props: { readonly counts: Live<Counts> }): JSX.Element {
  const countOf = ({ path }: Place): number => (path === '/reviews' ? props.counts.value()?.reviews : path === '/repair' ? props.counts.value()?.repair : 0) ?? 0;
  return (
    <nav aria-label="Views">
      <ul>
        <For each={placesHere()}>{(place) => (
          <li>
            <A href={place.path} end={place.path === '/'} title={`${place.says} (g ${place.key})`}>
              {place.name}
              <Show when={countOf(place) > 0}><span class="count">{shortCount(countOf(place))}</span></Show>
              <span class="key" aria-hidden="true">g {place.key}</span>
            </A>
          </li>
        )}</For>
      </ul>
    </nav>
  );
}

const Foot = (): JSX.Element => (
  <div class="rail-foot">
    <span class="live" classList={{ away: !streaming() }}>{streaming() ? 'Live' : 'Not live: asking again'}</span>
    <span title="The tenant’s clock, UTC">{timeText(new Date(tenantNow()))}</span>
    <TenantChoice />
    <button type="button" onClick={turnTheme}>{theme() === 'dark' ? 'Light' : 'Dark'} theme</button>
    <button type="button" onClick={signOut}>Sign out</button>
  </div>
);

/** What stands around every view: where one can go, what waits, and the palette. */
export function Frame(props: RouteSectionProps): JSX.Element {
  const [palette, setPalette] = createSignal(false);
  const navigate = useNavigate();
  const counts = createCounts();
  streamEvents();
  let afterG = false;
  const onKey = (event: KeyboardEvent): void => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      setPalette((open) => !open);
      return;
    }
    if (isTyping(event) || palette()) return;
    const key = keyOf(event);
    const place = afterG ? placesHere().find((each) => each.key === key) : undefined;
    afterG = key === 'g';
    if (place !== undefined) navigate(place.path);
    else if (key === '/') {
      event.preventDefault();
      setPalette(true);
    }
  };
  onMount(() => document.addEventListener('keydown', onKey));
  onCleanup(() => document.removeEventListener('keydown', onKey));
  return (
    <CountsContext.Provider value={counts}>
      <div class="shell">
        <header class="rail">
          <A href="/" class="brand" aria-label="Sluice, to Now"><Brand /><span>Sluice</span></A>
          <button type="button" class="search-key" onClick={() => setPalette(true)}>Find or go <kbd>Ctrl K</kbd></button>
          <Navigation counts={counts} />
          <Foot />
        </header>
        <Suspense fallback={<main class="page" aria-busy="true" />}>{props.children}</Suspense>
      </div>
      <Palette open={palette()} onClose={() => setPalette(false)} places={placesHere()} />
    </CountsContext.Provider>
  );
}
