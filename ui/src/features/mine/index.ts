export { MyAnswersScreen } from './MyAnswersScreen';
