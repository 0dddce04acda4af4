export { ImportScreen } from './ImportScreen';
export { ImportUndo } from './ImportUndo';
