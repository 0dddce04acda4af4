import { queryOptions } from '@tanstack/react-query';
import {
  api,
  type ImportedItems,
  type ImportPreview,
  type Job,
  type LabelersSee,
  type Project,
  projectPath,
} from '@/shared/api';
import { type ImportPlan, importQuery, PREVIEW_BYTES } from './importModel';

/** The first part of the file, cut where the preview ends. */
export const previewImport = (key: string, file: File) =>
  api.post<ImportPreview>(projectPath(key, '/imports/preview'), bytes(file.slice(0, PREVIEW_BYTES)), {
    query: { fileName: file.name, format: 'auto' },
  });

/** Sends the whole file; an hour is enough for a gigabyte over a slow line. */
export const startImport = (key: string, file: File, plan: ImportPlan, annotations: boolean) =>
  api.post<Job>(projectPath(key, '/imports'), bytes(file), {
    query: importQuery(plan, file.name, { annotations }),
    timeoutMs: 3_600_000,
  });

/** The project's imports, whoever started them. */
export const importsQuery = (key: string) =>
  queryOptions({
    queryKey: ['jobs', key, 'imports'],
    queryFn: async () => (await api.get<{ jobs: Job[] }>(projectPath(key, '/imports'))).jobs,
  });

/** What an import brought, and what has become of it. */
export const importedItemsQuery = (key: string, jobId: string) =>
  queryOptions({
    queryKey: ['items', key, 'imported', jobId],
    queryFn: () => api.get<ImportedItems>(projectPath(key, `/imports/${jobId}/items`)),
    staleTime: 0,
    refetchInterval: (query) =>
      ['queued', 'running'].includes(query.state.data?.takenBack?.state ?? '') ? 1_000 : false,
  });

export const changeLabelersSee = (key: string, labelersSee: LabelersSee) =>
  api.patch<Project>(projectPath(key), { labelersSee });

/** The raw bytes: a browser's guess of the type says nothing the server trusts. */
const bytes = (blob: Blob): Blob => blob.slice(0, blob.size, 'application/octet-stream');
