export * from './answering';
export * from './asked';
export * from './document';
export { focusQuestion, QuestionFrame } from './QuestionFrame';
export * from './votes';
export { Why } from './Why';
