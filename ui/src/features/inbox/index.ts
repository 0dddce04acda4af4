export { DecisionsScreen } from './DecisionsScreen';
export { InboxScreen } from './InboxScreen';
