import { ImportUndo } from '@/features/imports';
import { JobsScreen } from '@/features/jobs';

/** Long work of mine; what came in with an import can go out again from there. */
export function Jobs() {
  return <JobsScreen after={(job) => <ImportUndo job={job} />} />;
}
