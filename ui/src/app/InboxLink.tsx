import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unreadQuery } from '@/features/inbox/inboxApi';
import { Icon } from '@/shared/ui';
import classes from './shell.module.css';

/** The way to the inbox with how much is unread there; that more has come is said aloud, politely. */
export function InboxLink() {
  const { t } = useTranslation();
  const unread = useQuery(unreadQuery).data;
  const count = unread?.count ?? 0;
  const before = useRef<number>(undefined);
  const [news, setNews] = useState('');
  useEffect(() => {
    if (unread === undefined) return;
    if (before.current !== undefined && unread.count > before.current)
      setNews(t('inbox.news', { count: unread.count }));
    else if (unread.count === 0) setNews('');
    before.current = unread.count;
  }, [unread, t]);
  return (
    <>
      <Link to="/inbox" className={classes.inbox} title={t('nav.inbox')}>
        <Icon name="inbox" />
        {count > 0 ? (
          <span className={classes.unread} aria-hidden="true" data-figures>
            {unread?.more ? `${count}+` : count}
          </span>
        ) : null}
        <VisuallyHidden>{count > 0 ? t('inbox.unread', { count }) : t('nav.inbox')}</VisuallyHidden>
      </Link>
      <VisuallyHidden role="status">{news}</VisuallyHidden>
    </>
  );
}
