export { type Command, useCommandRegistry, useCommands, useKeyboard } from './commands';
export { HelpSheet } from './HelpSheet';
export { keyCaps, matches } from './keymap';
export { Palette } from './Palette';
