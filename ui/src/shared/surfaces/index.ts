export { type ItemHand, ItemView } from './ItemView';
