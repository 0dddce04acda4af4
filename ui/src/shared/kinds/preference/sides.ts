import type { Arrangement } from '../kind';

/** The item's side that stands at a place of the screen. */
export const sideAt = (place: 'first' | 'second', arrangement: Arrangement): 'left' | 'right' =>
  (place === 'first') === (arrangement === 'plain') ? 'left' : 'right';

/**
 * Which of two stands left, from the assignment's id: as good as tossed over many assignments, and the same whenever this
 * one is opened. FNV-1a, with its bits mixed once more so that ids which differ in one character differ in the last bit.
 */
export function arrangementOf(assignmentId: string): Arrangement {
  let hash = 0x811c9dc5;
  for (let index = 0; index < assignmentId.length; index++)
    hash = Math.imul(hash ^ assignmentId.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) & 1 ? 'swapped' : 'plain';
}
