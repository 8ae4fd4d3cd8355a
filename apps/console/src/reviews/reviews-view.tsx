import { Show, type JSX } from 'solid-js';
import { createLive } from '../api/live.ts';
import { api } from '../api/operators.ts';
import type { Document, Page } from '../api/shapes.ts';
import { inBackground } from '../ui/in-background.ts';
import { Known } from '../ui/known.tsx';
import { Wrong } from '../ui/marks.tsx';
import { createPart } from '../ui/parts.tsx';
import { Documents } from './documents.tsx';
import { ListedNames, Referrals } from './names.tsx';

/** What was uploaded and not decided on, and what is still to be uploaded. */
async function openDocuments(): Promise<Page<Document>> {
  const [uploaded, pending] = await Promise.all([api.documents({ status: 'UPLOADED', limit: 200 }), api.documents({ status: 'PENDING', limit: 200 })]);
  return { data: [...uploaded.data, ...pending.data], nextCursor: null };
}

/** What a person has to look at: documents, and names that are like one on a list. */
export default function ReviewsView(): JSX.Element {
  const documents = createLive(openDocuments, { everyMs: 15_000, on: ({ data }) => data.hold === 'rfi' });
  const referrals = createLive(api.referrals, { everyMs: 15_000, on: ({ data }) => data.phase !== undefined });
  const names = createLive(api.listedNames, { everyMs: 60_000 });
  const open = () => documents.value()?.data.filter(({ awaited, status }) => awaited && status === 'UPLOADED').length;
  const [part, Parts] = createPart(() => [{ id: 'documents', name: 'Documents', count: open() }, { id: 'referrals', name: 'Name matches', count: referrals.value()?.data.length }, { id: 'names', name: 'Listed names', count: names.value()?.data.length }]);
  const refresh = (): void => inBackground(Promise.all([documents.refresh(), referrals.refresh()]));
  return (
    <main class="page">
      <div class="page-head"><h1>Reviews</h1><Parts /></div>
      <Show when={part() === 'documents'}><Wrong problem={documents.problem()} /></Show>
      <Show when={part() === 'documents'}><Documents documents={documents.value()?.data ?? []} onDone={refresh} /></Show>
      <Show when={part() === 'referrals'}><Known of={referrals}>{(known) => <Referrals referrals={known().data} onDone={refresh} />}</Known></Show>
      <Show when={part() === 'names'}><Known of={names}>{(known) => <ListedNames names={known().data} />}</Known></Show>
    </main>
  );
}
