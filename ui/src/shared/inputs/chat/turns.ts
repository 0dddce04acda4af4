import type { FieldContent } from '../../api/contract';
import { isRecord } from '../input';

export interface Turn {
  readonly role: string;
  readonly text: string;
}

/** The turns of a conversation; undefined if the content is none. */
export function turnsOf(content: FieldContent): readonly Turn[] | undefined {
  if (!Array.isArray(content)) return undefined;
  const turns = content.flatMap((turn): Turn[] =>
    isRecord(turn) && typeof turn.role === 'string' && typeof turn.text === 'string'
      ? [{ role: turn.role, text: turn.text }]
      : [],
  );
  return turns.length === content.length ? turns : undefined;
}

/** Every speaker's number, in the order in which they first speak. */
export function speakersOf(turns: readonly Turn[]): ReadonlyMap<string, number> {
  const speakers = new Map<string, number>();
  for (const { role } of turns) if (!speakers.has(role)) speakers.set(role, speakers.size);
  return speakers;
}
