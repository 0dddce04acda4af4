export { type Command, useCommandRegistry, useCommands, useKeyboard } from './commands';
export { keyCaps, matches } from './keymap';
export { KeyOverlays } from './Overlays';
