import { UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keptHere } from '@/features/labeling/outboxStorage';
import { homeOf, mayActAs, projectQuery, projectsQuery, sessionQuery } from '@/shared/api';
import { changeLanguage } from '@/shared/i18n';
import { type Command, KeyOverlays, useCommandRegistry, useCommands, useKeyboard } from '@/shared/keys';
import { Icon, KeyBadge } from '@/shared/ui';
import { AccountFace } from './AccountFace';
import { InboxLink } from './InboxLink';
import { Mark } from './Mark';
import { usePreferences } from './preferences';
import { screensFor } from './screens';
import classes from './shell.module.css';

/** Menus are a fifth of what a first screen may weigh, and nobody opens one in the first second. */
const AccountMenu = lazy(() => import('./AccountMenu'));

/** Header, account menu, palette and help around every screen of somebody who is signed in; `children` stand for a screen that has no route. */
export function AppShell({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  useKeyboard();
  useAccountPreferences();
  useShellCommands();
  useUnsentAnswers();
  const session = useQuery(sessionQuery).data;
  const { key } = useParams({ strict: false });
  const project = useQuery({ ...projectQuery(key ?? ''), enabled: key !== undefined }).data;
  const setPaletteOpen = useCommandRegistry((registry) => registry.setPaletteOpen);
  // Who presses before the menu has arrived gets it when it has.
  const [menuAsked, setMenuAsked] = useState(false);
  const hero = useRouterState({ select: (state) => /^\/p\/[^/]+\/label\/?$/.test(state.location.pathname) });
  return (
    <div className={classes.shell} data-hero={hero || undefined}>
      <a className={classes.skip} href="#content">
        {t('skipToContent')}
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.home}>
          <Mark />
          <span className={project ? classes.wordmarkAside : classes.wordmark}>Cupel</span>
          <VisuallyHidden>{t('nav.projects')}</VisuallyHidden>
        </Link>
        {project && key && (
          <>
            <span className={classes.slash} aria-hidden="true">
              /
            </span>
            <Link to={homeOf(project.role)} params={{ key }} className={classes.project}>
              {project.name}
            </Link>
          </>
        )}
        <span className={classes.spring} />
        {session?.demo && (
          <span className={classes.demo} title={t('demoText')}>
            {t('demo')}
          </span>
        )}
        <UnstyledButton className={classes.search} onClick={() => setPaletteOpen(true)}>
          <Icon name="search" />
          <VisuallyHidden>{t('palette.open')}</VisuallyHidden>
          <KeyBadge binding="Mod+k" decorative />
        </UnstyledButton>
        {session?.account && <InboxLink />}
        {session?.account && (
          <Suspense fallback={<AccountFace me={session.account} onClick={() => setMenuAsked(true)} />}>
            <AccountMenu me={session.account} asked={menuAsked} />
          </Suspense>
        )}
      </header>
      <main id="content" className={classes.main} tabIndex={-1}>
        {children ?? <Outlet />}
      </main>
      <KeyOverlays />
    </div>
  );
}

/** The account knows theme and language; a new device follows it. */
function useAccountPreferences() {
  const account = useQuery(sessionQuery).data?.account;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (account?.theme) setColorScheme(account.theme);
  }, [account?.theme, setColorScheme]);
  useEffect(() => {
    if (account?.locale) void changeLanguage(account.locale);
  }, [account?.locale]);
}

/** Answers left unsent by an earlier visit, or kept while signed out, are sent whatever screen is open. */
function useUnsentAnswers() {
  const id = useQuery(sessionQuery).data?.account?.id;
  useEffect(() => {
    if (id === undefined) return;
    void keptHere(id).then(async (some) => {
      if (!some) return;
      const { outboxFor, resumeOutbox } = await import('@/features/labeling/outboxHome');
      outboxFor(id);
      resumeOutbox(id);
    });
  }, [id]);
}

/** Palette entries that exist everywhere: projects, the current project's screens, preferences. */
function useShellCommands() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { key } = useParams({ strict: false });
  const projects = useQuery(projectsQuery).data;
  const project = useQuery({ ...projectQuery(key ?? ''), enabled: key !== undefined }).data;
  const { setTheme } = usePreferences();
  const setHelpOpen = useCommandRegistry((registry) => registry.setHelpOpen);
  const setPaletteOpen = useCommandRegistry((registry) => registry.setPaletteOpen);
  const instanceOwner = useQuery(sessionQuery).data?.account?.instanceOwner ?? false;
  const commands = useMemo<Command[]>(() => {
    const goTo = t('palette.goTo');
    const actions = t('palette.actions');
    return [
      {
        id: 'app.palette',
        title: t('palette.open'),
        section: t('keys.general'),
        keys: ['Mod+k'],
        palette: false,
        run: () => setPaletteOpen(true),
      },
      { id: 'app.help', title: t('keys.show'), section: t('keys.general'), keys: ['?'], run: () => setHelpOpen(true) },
      ...(project && key
        ? screensFor(project.role).map((screen) => ({
            id: `screen.${screen.id}`,
            title: t(`nav.${screen.id}`),
            section: project.name,
            words: goTo,
            run: () => void navigate({ to: screen.to, params: { key } }),
          }))
        : []),
      ...(projects ?? []).map((one) => ({
        id: `project.${one.key}`,
        title: one.name,
        section: t('nav.projects'),
        words: `${one.key} ${goTo}`,
        run: () =>
          void navigate({ to: mayActAs(one.role, 'reviewer') ? '/p/$key' : '/p/$key/label', params: { key: one.key } }),
      })),
      { id: 'go.projects', title: t('nav.projects'), section: goTo, run: () => void navigate({ to: '/' }) },
      { id: 'go.inbox', title: t('nav.inbox'), section: goTo, run: () => void navigate({ to: '/inbox' }) },
      { id: 'go.me', title: t('nav.me'), section: goTo, run: () => void navigate({ to: '/me' }) },
      { id: 'go.jobs', title: t('nav.jobs'), section: goTo, run: () => void navigate({ to: '/jobs' }) },
      ...(instanceOwner
        ? [
            { id: 'go.admin', title: t('nav.admin'), section: goTo, run: () => void navigate({ to: '/admin' }) },
            { id: 'go.new', title: t('nav.newProject'), section: actions, run: () => void navigate({ to: '/new' }) },
          ]
        : []),
      {
        id: 'theme.light',
        title: `${t('account.theme')}: ${t('account.themeLight')}`,
        section: actions,
        run: () => setTheme('light'),
      },
      {
        id: 'theme.dark',
        title: `${t('account.theme')}: ${t('account.themeDark')}`,
        section: actions,
        run: () => setTheme('dark'),
      },
      {
        id: 'theme.auto',
        title: `${t('account.theme')}: ${t('account.themeAuto')}`,
        section: actions,
        run: () => setTheme('auto'),
      },
    ];
  }, [t, navigate, key, projects, project, setTheme, setHelpOpen, setPaletteOpen, instanceOwner]);
  useCommands(commands, 'app');
}
