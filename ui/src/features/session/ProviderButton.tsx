import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, type Departure } from '@/shared/api';
import { ProblemAlert } from '@/shared/ui';
import { remember } from './afterProvider';
import classes from './session.module.css';

/** Leaves for the provider; it sends the browser back to the sign-in page. */
export function ProviderButton({ label, next }: { label: string; next: string }) {
  const leave = useMutation({
    mutationFn: () => api.post<Departure>('/provider-sign-in'),
    onSuccess: ({ url }) => {
      remember(next);
      location.assign(url);
    },
  });
  return (
    <div className={classes.provider}>
      {leave.error && <ProblemAlert error={leave.error} />}
      <Button variant="default" fullWidth loading={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()}>
        {label}
      </Button>
    </div>
  );
}
