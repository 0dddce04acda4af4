import { api, type ImportPreview, type Job, type LabelersSee, type Project, projectPath } from '@/shared/api';
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

export const changeLabelersSee = (key: string, labelersSee: LabelersSee) =>
  api.patch<Project>(projectPath(key), { labelersSee });

/** The raw bytes: a browser's guess of the type says nothing the server trusts. */
const bytes = (blob: Blob): Blob => blob.slice(0, blob.size, 'application/octet-stream');
