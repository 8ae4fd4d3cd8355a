import { Route, Router } from '@solidjs/router';
import { lazy, Show, type JSX } from 'solid-js';
import { Frame } from './shell/frame.tsx';
import { session } from './shell/session.ts';
import { SignIn } from './shell/sign-in.tsx';
import { Toasts } from './ui/toasts.tsx';

const NowView = lazy(() => import('./now/now-view.tsx'));
const WithdrawalsView = lazy(() => import('./withdrawals/withdrawals-view.tsx'));
const WithdrawalView = lazy(() => import('./withdrawal/withdrawal-view.tsx'));
const ReviewsView = lazy(() => import('./reviews/reviews-view.tsx'));
const RepairView = lazy(() => import('./repair/repair-view.tsx'));
const SetUpView = lazy(() => import('./set-up/set-up-view.tsx'));
const SandboxView = lazy(() => import('./sandbox/sandbox-view.tsx'));

const Unknown = (): JSX.Element => <main class="page"><h1>There is no such page</h1></main>;

/** The address stays what it was while nobody is signed in, so that a link leads where it should. */
export const App = (): JSX.Element => (
  <>
    <Show when={session()?.tenant.id} keyed fallback={<SignIn />}>
      <Router base="/console" root={Frame}>
        <Route path="/" component={NowView} />
        <Route path="/withdrawals" component={WithdrawalsView} />
        <Route path="/withdrawals/:id" component={WithdrawalView} />
        <Route path="/reviews" component={ReviewsView} />
        <Route path="/repair" component={RepairView} />
        <Route path="/set-up" component={SetUpView} />
        <Route path="/sandbox" component={SandboxView} />
        <Route path="*" component={Unknown} />
      </Router>
    </Show>
    <Toasts />
  </>
);
