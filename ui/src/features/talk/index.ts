export { ThreadScreen } from './ThreadScreen';
