export { GuidelineScreen } from './GuidelineScreen';
