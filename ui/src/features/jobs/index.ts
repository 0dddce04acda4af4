export { ExportsScreen } from './ExportsScreen';
export { JobsScreen } from './JobsScreen';
