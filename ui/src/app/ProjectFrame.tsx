import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { mayActAs, projectQuery } from '@/shared/api';
import { formatRelative } from '@/shared/i18n';
import { ProjectOfItems } from '@/shared/inputs/home';
import { Icon } from '@/shared/ui';
import { screensFor } from './screens';
import classes from './shell.module.css';

/** The project's own navigation above its screens. Labeling goes without: there the item is the hero. */
export function ProjectFrame() {
  const { t } = useTranslation();
  const { key } = useParams({ from: '/app/p/$key' });
  const project = useQuery(projectQuery(key)).data;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active link changes with the path
  useEffect(() => {
    const active = nav.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (active && nav.current)
      nav.current.scrollLeft = active.offsetLeft - nav.current.clientWidth / 2 + active.offsetWidth / 2;
  }, [path]);
  const hero = /^\/p\/[^/]+\/label\/?$/.test(path);
  return (
    <>
      {project && !hero && (
        <nav ref={nav} className={classes.nav} aria-label={t('nav.ofProject')}>
          {screensFor(project.role).map((screen) => (
            <Link
              key={screen.id}
              to={screen.to}
              params={{ key }}
              className={classes.navLink}
              activeOptions={{ exact: screen.id === 'overview', includeSearch: false }}
            >
              {t(`nav.${screen.id}`)}
            </Link>
          ))}
        </nav>
      )}
      {project?.archivedAt && !hero ? (
        <p className={classes.archived} role="status">
          <Icon name="archive" size={14} />
          <span>{t('archivedBanner', { when: formatRelative(project.archivedAt) })}</span>
          {mayActAs(project.role, 'manager') ? (
            <Link to="/p/$key/settings" params={{ key }}>
              {t('archivedWay')}
            </Link>
          ) : null}
        </p>
      ) : null}
      <ProjectOfItems.Provider value={key}>
        <Outlet />
      </ProjectOfItems.Provider>
    </>
  );
}
