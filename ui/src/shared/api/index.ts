export * from './client';
export type * from './contract';
export * from './problem';
export * from './queries';
