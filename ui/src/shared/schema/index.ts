export * from './answers';
export { ItemView } from './ItemView';
export { QuestionControl } from './QuestionControl';
