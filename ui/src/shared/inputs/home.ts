import { createContext } from 'react';

/** The key of the project whose items are shown: files are looked for there. Undefined where there is no project yet. */
export const ProjectOfItems = createContext<string | undefined>(undefined);
