export { QualityScreen } from './QualityScreen';
