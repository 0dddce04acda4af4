import { Skeleton } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Shows its children only after 200 ms: quick answers should not flicker. */
export function Delayed({ children, afterMs = 200 }: { children: ReactNode; afterMs?: number }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  return due ? children : null;
}

/** What stands in while a screen or a list loads. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <Delayed>
      <div role="status" aria-label={t('loading')} style={{ padding: '24px 16px', maxWidth: 720 }}>
        {Array.from({ length: lines }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: identical, never reordered
          <Skeleton key={index} height={14} mt={14} width={`${92 - ((index * 17) % 40)}%`} />
        ))}
      </div>
    </Delayed>
  );
}
