export { LabelingScreen } from './LabelingScreen';
