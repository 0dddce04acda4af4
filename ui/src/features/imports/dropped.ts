import type { Found } from './uploads';

/** Files as they were dropped: folders are gone through, and names keep the way to them. */
export async function filesOf(transfer: DataTransfer): Promise<Found[]> {
  // At once: the list is empty as soon as the event is over.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return chosenFiles(transfer.files);
  const found = await Promise.all(entries.map(filesIn));
  return found.flat();
}

/** Files as a file dialog gives them; from a folder with the way to them. */
export const chosenFiles = (files: FileList | null): Found[] =>
  [...(files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }));

async function filesIn(entry: FileSystemEntry): Promise<Found[]> {
  const name = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Found[] = [];
  // A folder is told in parts of a hundred; an empty part is its end.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return found;
    for (const inside of await Promise.all(part.map(filesIn))) found.push(...inside);
  }
}
