export { ItemScreen } from './ItemScreen';
export { ItemsScreen } from './ItemsScreen';
