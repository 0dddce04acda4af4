export * from './bin';
export * from './client';
export type * from './contract';
export * from './link';
export * from './problem';
export * from './queries';
export * from './stages';
