/**
 * Letters that are commands on some screen on which people also answer: s skip, c comment, z undo, g guideline, j and k next
 * and previous, r reason. Options never get one of them by themselves, so that an option has the same key on every screen.
 */
export const COMMAND_LETTERS: readonly string[] = ['s', 'c', 'z', 'g', 'j', 'k', 'r'];
