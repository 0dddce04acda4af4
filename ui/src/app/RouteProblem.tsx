import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ApiProblem } from '@/shared/api';
import { ProblemAlert } from '@/shared/ui';
import { NotFound } from './NotFound';

/** What a screen shows when it could not be loaded. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof ApiProblem && error.status === 404) return <NotFound />;
  return (
    <div style={{ padding: 24, maxWidth: 720, marginInline: 'auto' }}>
      <ProblemAlert
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}
