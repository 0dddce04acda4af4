export { type Command, useCommandRegistry, useCommands, useKeyboard } from './commands';
export { keyCaps, matches, strokesOf } from './keymap';
export { KeyOverlays } from './Overlays';
