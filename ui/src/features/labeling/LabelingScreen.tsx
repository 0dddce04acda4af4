import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Practice, type Project, projectQuery, useMe } from '@/shared/api';
import { Loading, useTitle } from '@/shared/ui';
import { deviceStore } from './deviceStore';
import { Drafts, type KeptDraft } from './drafts';
import { Introduction } from './Introduction';
import { LabelingBench } from './LabelingBench';
import { labelingApi } from './labelingApi';
import { LabelingSession } from './labelingSession';
import { outboxFor } from './outboxHome';
import { practiceDone, practiceQuery } from './practiceApi';

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
  return <Arrival key={`${key} ${accountId}`} project={project} accountId={accountId} />;
}

/** A labeler's first visit begins with the guideline and practice; no item waits for them meanwhile. */
function Arrival({ project, accountId }: { project: Project; accountId: string }) {
  const client = useQueryClient();
  const query = practiceQuery(project.key, accountId);
  const { data: practice, isPending, fetchStatus } = useQuery(query);
  // Whoever has begun with an item is not taken away from it; where it cannot be known who is new, nobody is.
  const [begun, setBegun] = useState(false);
  const done = () => {
    setBegun(true);
    client.setQueryData(query.queryKey, (now) => now && { ...now, newcomer: false });
    void practiceDone(project.key).catch(() => undefined);
  };
  // In an archived project nothing is to be learnt any more.
  const labels = project.role === 'labeler' && !project.archivedAt;
  if (labels && !begun && isPending && fetchStatus === 'fetching') return <Loading />;
  const first =
    !begun &&
    labels &&
    practice?.newcomer === true &&
    (practice.items.length > 0 || project.guideline.markdown.trim() !== '');
  if (first) return <Introduction project={project} practice={practice} again={false} onDone={done} />;
  if (!begun) setBegun(true);
  return <Opened project={project} accountId={accountId} practice={practice} />;
}

function Opened({
  project,
  accountId,
  practice,
}: {
  project: Project;
  accountId: string;
  practice: Practice | undefined;
}) {
  const [practising, setPractising] = useState(false);
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
  if (!session) return <Loading />;
  // The item on screen waits, and its clock stands still.
  const practise = (starts: boolean) => {
    session.noticeVisibility(!starts);
    setPractising(starts);
  };
  return practising && practice ? (
    <Introduction project={project} practice={practice} again onDone={() => practise(false)} />
  ) : (
    <LabelingBench
      session={session}
      project={project}
      accountId={accountId}
      onPractise={practice && practice.items.length > 0 ? () => practise(true) : undefined}
    />
  );
}
