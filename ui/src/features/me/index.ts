export { MeScreen } from './MeScreen';
