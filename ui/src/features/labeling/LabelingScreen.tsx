import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Project, projectQuery, useMe } from '@/shared/api';
import { Loading, useTitle } from '@/shared/ui';
import { deviceStore } from './deviceStore';
import { Drafts, type KeptDraft } from './drafts';
import { LabelingBench } from './LabelingBench';
import { labelingApi } from './labelingApi';
import { LabelingSession } from './labelingSession';
import { outboxFor } from './outboxHome';

/** /p/KEY/label: one item after the other. */
export function LabelingScreen() {
  const { t } = useTranslation('labeling');
  const { key } = useParams({ from: '/app/p/$key/label' });
  const project = useQuery(projectQuery(key)).data;
  const me = useMe();
  // Who labels here is settled when the screen opens: an ended session must not take the answer in progress with it.
  const [accountId, setAccountId] = useState(me?.id);
  if (me && me.id !== accountId) setAccountId(me.id);
  useTitle(t('title'), project?.name);
  if (!project || !accountId) return <Loading />;
  return <Opened key={`${key} ${accountId}`} project={project} accountId={accountId} />;
}

function Opened({ project, accountId }: { project: Project; accountId: string }) {
  const [session, setSession] = useState<LabelingSession | null>(null);
  const [atStart] = useState(project);
  const { item, answer } = useSearch({ from: '/app/p/$key/label' });
  const [wanted] = useState(item);
  useEffect(() => {
    if (session && answer !== undefined) void session.openAnswer(answer);
  }, [session, answer]);
  useEffect(() => {
    const time = {
      now: () => Date.now(),
      later: (run: () => void, ms: number) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    };
    const drafts = new Drafts(deviceStore<KeptDraft>('cupel-drafts', 'drafts', 'assignmentId', 'relaxed'), time);
    const opened = new LabelingSession(
      accountId,
      atStart,
      {
        api: labelingApi(atStart.key),
        outbox: outboxFor(accountId),
        drafts,
        ...time,
        newId: () => crypto.randomUUID(),
      },
      wanted,
    );
    const noticeInput = () => opened.noticeInput();
    const noticeVisibility = () => {
      const visible = document.visibilityState === 'visible';
      opened.noticeVisibility(visible);
      if (!visible) drafts.flush();
    };
    const leaving = () => drafts.flush();
    window.addEventListener('pagehide', leaving);
    const inputs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;
    for (const kind of inputs) window.addEventListener(kind, noticeInput, { passive: true, capture: true });
    document.addEventListener('visibilitychange', noticeVisibility);
    setSession(opened);
    opened.start();
    return () => {
      for (const kind of inputs) window.removeEventListener(kind, noticeInput, { capture: true });
      document.removeEventListener('visibilitychange', noticeVisibility);
      window.removeEventListener('pagehide', leaving);
      opened.stop();
      drafts.flush();
    };
  }, [accountId, atStart, wanted]);
  return session ? <LabelingBench session={session} project={project} accountId={accountId} /> : <Loading />;
}
