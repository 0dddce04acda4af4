export { ExportsScreen } from './ExportsScreen';
