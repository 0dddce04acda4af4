import { useQuery } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { readItemSearch } from '@/features/items/itemFilters';
import { readMineSearch } from '@/features/mine/mineSearch';
import { mayActAs, projectQuery, type Role, sessionQuery } from '@/shared/api';
import { loadMessages } from '@/shared/i18n';
import { Loading } from '@/shared/ui';
import { AppShell } from './AppShell';
import { NotFound } from './NotFound';
import { ProjectFrame } from './ProjectFrame';
import { queryClient, whenSignedOut } from './queryClient';
import { RouteProblem } from './RouteProblem';

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: Nowhere, errorComponent: RouteProblem });

/** An address without a screen, for somebody who is signed in or not. */
function Nowhere() {
  const session = useQuery(sessionQuery);
  if (session.isPending) return <Loading />;
  return session.data?.account ? (
    <AppShell>
      <NotFound />
    </AppShell>
  ) : (
    <NotFound />
  );
}

interface NextSearch {
  /** Where to go after signing in; only paths of this site. */
  next?: string;
}
const nextSearch = (search: Record<string, unknown>): NextSearch =>
  typeof search.next === 'string' && /^\/(?!\/)/.test(search.next) ? { next: search.next } : {};

/** What came of signing in elsewhere: the server sends the browser back with it. */
const oneOf =
  <Outcome extends string>(...outcomes: Outcome[]) =>
  ({ provider }: Record<string, unknown>): { provider?: Outcome } => {
    const known = outcomes.find((outcome) => outcome === provider);
    return known === undefined ? {} : { provider: known };
  };
const signInOutcome = oneOf('done', 'unknown', 'disabled', 'expired', 'failed');

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signin',
  validateSearch: (search: Record<string, unknown>) => ({ ...nextSearch(search), ...signInOutcome(search) }),
  loader: () => loadMessages('session'),
  component: lazyRouteComponent(() => import('@/features/session'), 'SignInScreen'),
});
const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  loader: () => loadMessages('session'),
  component: lazyRouteComponent(() => import('@/features/session'), 'SetUpScreen'),
});
const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite',
  loader: () => loadMessages('session'),
  component: lazyRouteComponent(() => import('@/features/session'), 'InviteScreen'),
});

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset',
  loader: () => loadMessages('session'),
  component: lazyRouteComponent(() => import('@/features/session'), 'ResetScreen'),
});
const forgotRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot',
  loader: () => loadMessages('session'),
  component: lazyRouteComponent(() => import('@/features/session'), 'ForgotScreen'),
});
const confirmEmailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/confirm-email',
  loader: () => loadMessages('session'),
  component: lazyRouteComponent(() => import('@/features/session'), 'ConfirmEmailScreen'),
});

/** Everything below needs somebody who is signed in. */
const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session.account) return;
    if (session.setUpNeeded) throw redirect({ to: '/setup' });
    throw redirect({ to: '/signin', search: location.href === '/' ? {} : { next: location.href } });
  },
  component: AppShell,
  errorComponent: RouteProblem,
  notFoundComponent: NotFound,
});

const projectsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  loader: () => loadMessages('projects', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/projects'), 'ProjectsScreen'),
});
const newProjectRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/new',
  validateSearch: ({ from }: Record<string, unknown>): { from?: string } =>
    typeof from === 'string' && from !== '' ? { from } : {},
  loaderDeps: ({ search }) => search,
  loader: ({ deps: { from } }) =>
    Promise.all([
      loadMessages('projects', 'schema', 'kinds', 'inputs'),
      from === undefined ? undefined : queryClient.ensureQueryData(projectQuery(from)),
    ]),
  component: lazyRouteComponent(() => import('@/features/projects/NewProjectScreen'), 'NewProjectScreen'),
});
const meRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/me',
  validateSearch: oneOf('connected', 'taken', 'expired', 'failed'),
  loader: () => loadMessages('me', 'estimates'),
  component: lazyRouteComponent(() => import('@/features/me'), 'MeScreen'),
});
const inboxRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/inbox',
  validateSearch: (search: Record<string, unknown>): { project?: string } =>
    typeof search.project === 'string' && search.project !== '' ? { project: search.project } : {},
  loader: () => loadMessages('inbox', 'talk', 'jobs'),
  component: lazyRouteComponent(() => import('@/features/inbox'), 'InboxScreen'),
});
const jobsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/jobs',
  loader: () => loadMessages('jobs', 'exports', 'imports'),
  component: lazyRouteComponent(() => import('./Jobs'), 'Jobs'),
});

const adminRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/admin',
  beforeLoad: async () => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (!session.account?.instanceOwner) throw redirect({ to: '/' });
  },
  loader: () => loadMessages('admin', 'jobs'),
  component: lazyRouteComponent(() => import('@/features/admin'), 'AdminScreen'),
});

const projectRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/p/$key',
  loader: ({ params }) => queryClient.ensureQueryData(projectQuery(params.key)),
  component: ProjectFrame,
  errorComponent: RouteProblem,
});

/** Who follows a link of somebody with a higher role lands where they can do something. */
const needs =
  (role: Role) =>
  async ({ params }: { params: { key: string } }) => {
    const project = await queryClient.ensureQueryData(projectQuery(params.key));
    if (mayActAs(project.role, role)) return;
    throw redirect({
      to: mayActAs(project.role, 'reviewer') ? '/p/$key' : '/p/$key/label',
      params: { key: params.key },
    });
  };

const overviewRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  beforeLoad: needs('reviewer'),
  loader: () => loadMessages('overview', 'charts', 'estimates', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/overview'), 'OverviewScreen'),
});
const labelRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/label',
  validateSearch: (raw: Record<string, unknown>): { item?: number; answer?: string } => {
    const item = Number(raw.item);
    return {
      ...(Number.isSafeInteger(item) && item > 0 ? { item } : {}),
      ...(typeof raw.answer === 'string' && /^[0-9a-f-]{36}$/.test(raw.answer) ? { answer: raw.answer } : {}),
    };
  },
  loader: () => loadMessages('labeling', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/labeling'), 'LabelingScreen'),
});
const mineRoute = createRoute({
  getParentRoute: () => projectRoute,
  validateSearch: readMineSearch,
  path: '/mine',
  loader: () => loadMessages('mine', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/mine'), 'MyAnswersScreen'),
});
const itemsRoute = createRoute({
  getParentRoute: () => projectRoute,
  validateSearch: readItemSearch,
  path: '/items',
  beforeLoad: needs('reviewer'),
  loader: () => loadMessages('items', 'charts', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/items'), 'ItemsScreen'),
});
const itemRoute = createRoute({
  getParentRoute: () => projectRoute,
  validateSearch: readItemSearch,
  path: '/items/$id',
  beforeLoad: ({ params }) => needs('reviewer')({ params }),
  loader: () => loadMessages('items', 'talk', 'charts', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/items'), 'ItemScreen'),
});

/** Which question a screen is about; left out, the first one. */
const questionSearch = (search: Record<string, unknown>): { question?: string } =>
  typeof search.question === 'string' ? { question: search.question } : {};

const qualityRoute = createRoute({
  getParentRoute: () => projectRoute,
  validateSearch: questionSearch,
  path: '/quality',
  beforeLoad: needs('reviewer'),
  loader: () => loadMessages('quality', 'charts', 'estimates', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/quality'), 'QualityScreen'),
});
const reviewRoute = createRoute({
  getParentRoute: () => projectRoute,
  validateSearch: (search: Record<string, unknown>): { question?: string; item?: number; what?: 'doubts' } => ({
    ...questionSearch(search),
    ...(search.what === 'doubts' ? { what: 'doubts' as const } : {}),
    ...(Number.isSafeInteger(search.item) ? { item: Number(search.item) } : {}),
  }),
  path: '/review',
  beforeLoad: needs('reviewer'),
  loader: () => loadMessages('review', 'talk', 'charts', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/review'), 'ReviewScreen'),
});
const threadRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/talk/$thread',
  loader: () => loadMessages('talk', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/talk'), 'ThreadScreen'),
});
const decisionsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/decisions',
  validateSearch: (search: Record<string, unknown>): { day?: string } =>
    typeof search.day === 'string' && /^\d{4}-\d\d-\d\d$/.test(search.day) ? { day: search.day } : {},
  loader: () => loadMessages('inbox', 'talk', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/inbox'), 'DecisionsScreen'),
});
const guidelineRoute = createRoute({
  getParentRoute: () => projectRoute,
  validateSearch: (search: Record<string, unknown>): { version?: number; changes?: true } => ({
    ...(Number.isSafeInteger(search.version) ? { version: Number(search.version) } : {}),
    ...(search.changes === true ? { changes: true as const } : {}),
  }),
  path: '/guideline',
  loader: () => loadMessages('guideline'),
  component: lazyRouteComponent(() => import('@/features/guideline'), 'GuidelineScreen'),
});
const schemaRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/schema',
  beforeLoad: needs('manager'),
  loader: () => loadMessages('schema', 'kinds', 'inputs'),
  component: lazyRouteComponent(() => import('@/features/schema'), 'SchemaScreen'),
});
const peopleRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/people',
  beforeLoad: needs('reviewer'),
  loader: () => loadMessages('people'),
  component: lazyRouteComponent(() => import('@/features/people'), 'PeopleScreen'),
});
const importRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/import',
  beforeLoad: needs('manager'),
  loader: () => loadMessages('imports', 'jobs'),
  component: lazyRouteComponent(() => import('@/features/imports'), 'ImportScreen'),
});
const exportsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/exports',
  beforeLoad: needs('manager'),
  loader: () => loadMessages('exports', 'jobs'),
  component: lazyRouteComponent(() => import('@/features/exports'), 'ExportsScreen'),
});
const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings',
  beforeLoad: needs('manager'),
  loader: () => loadMessages('settings'),
  component: lazyRouteComponent(() => import('@/features/settings'), 'SettingsScreen'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  setUpRoute,
  inviteRoute,
  resetRoute,
  forgotRoute,
  confirmEmailRoute,
  appRoute.addChildren([
    projectsRoute,
    newProjectRoute,
    meRoute,
    inboxRoute,
    jobsRoute,
    adminRoute,
    projectRoute.addChildren([
      overviewRoute,
      labelRoute,
      mineRoute,
      itemsRoute,
      itemRoute,
      qualityRoute,
      reviewRoute,
      threadRoute,
      decisionsRoute,
      guidelineRoute,
      schemaRoute,
      peopleRoute,
      importRoute,
      exportsRoute,
      settingsRoute,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  defaultPendingMinMs: 0,
  defaultPendingComponent: () => <Loading />,
  defaultErrorComponent: RouteProblem,
  scrollRestoration: true,
});

whenSignedOut(() => {
  const { href, pathname } = router.state.location;
  // The labeling screen keeps the answer in progress and offers to sign in by itself.
  if (!/^\/p\/[^/]+\/label/.test(pathname)) void router.navigate({ to: '/signin', search: { next: href } });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
