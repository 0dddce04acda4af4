import { lazy, Suspense, useEffect, useState } from 'react';
import { useMe } from '@/shared/api';
import { keptHere } from './outboxStorage';

// Seldom needed: answers that a project would not take, also when its labeling screen can no longer be opened.
const RefusedAtHome = lazy(async () => ({ default: (await import('./Refused')).RefusedAtHome }));

/** The answers of this account that wait on this device for the person, if there are any. */
export function KeptAnswers() {
  const id = useMe()?.id;
  const [kept, setKept] = useState<string>();
  useEffect(() => {
    if (id === undefined) return;
    let asked = true;
    void keptHere(id).then((some) => {
      if (asked && some) setKept(id);
    });
    return () => {
      asked = false;
    };
  }, [id]);
  if (id === undefined || kept !== id) return null;
  return (
    <Suspense fallback={null}>
      <RefusedAtHome accountId={id} />
    </Suspense>
  );
}
