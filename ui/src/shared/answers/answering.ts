import { useMemo, useState } from 'react';
import type { Answers, Question, Schema } from '../api/contract';
import type { Fields } from '../inputs';
import { type Command, useCommands } from '../keys/commands';
import {
  type Arrangement,
  answerTo,
  kindOf,
  NO_TOOL,
  type Operation,
  type Press,
  questionTitle,
  type Seat,
  type Tool,
  word,
} from '../kinds';
import type { ItemHand } from '../surfaces';
import { askedQuestions, missingQuestions, openAfter } from './asked';
import { type AnswerDocument, edited, type Origin, redone, selectedRegion, startDocument, undone } from './document';

/** An item being answered, wherever that is: what the one editor and the one view of an item read and do. */
export interface Answering {
  readonly schema: Schema;
  readonly fields: Fields;
  readonly document: AnswerDocument;
  /** The question that keys apply to. */
  readonly active: string;
  /** Questions that were still open at the last attempt to go on. */
  readonly missing: readonly string[];
  readonly arrangement: Arrangement;
  readonly named: boolean;
  readonly tool: Tool;
  edit(question: string, operation: Operation, advance?: boolean): void;
  focus(question: string): void;
  select(question: string, region: string | null): void;
  handle(tool: Partial<Tool>): void;
  submit?: (() => void) | undefined;
}

/** One question of it, as its kind sees it. */
export function seatOf(answering: Answering, question: Question): Seat {
  const { schema, fields, document, arrangement, named, tool, submit } = answering;
  const asked = answering.active === question.id;
  const pair = kindOf(question).pair?.(question);
  return {
    question,
    answer: answerTo(question, document.draft.answers[question.id]),
    schema,
    fields,
    // One input that shows both shows them as it does.
    arrangement: pair && pair[0] === pair[1] ? 'plain' : arrangement,
    named,
    // Only the question in force has a hand on the text.
    tool: asked ? tool : NO_TOOL,
    selected: document.selected?.question === question.id ? document.selected.region : null,
    edit: (operation, advance) => answering.edit(question.id, operation, advance),
    handle: (change) => {
      if (!asked) answering.focus(question.id);
      answering.handle(change);
    },
    select: (region) => take(answering, question.id, region),
    submit,
  };
}

/** The hand of what is being answered, for the view of the item. */
export function handOf(answering: Answering): ItemHand {
  return {
    active: answering.active,
    selected: answering.document.selected,
    handOn(question) {
      const { tool, active } = answering;
      const asked = active === question.id;
      return {
        range: asked ? tool.range : null,
        painting: asked && tool.painting !== null,
        onRange(range) {
          if (!asked) answering.focus(question.id);
          if (range) answering.select(question.id, null);
          answering.handle({ range });
        },
        onPaint(range) {
          const label = answering.tool.painting;
          if (label === null) return;
          kindOf(question).marks?.label({ ...seatOf(answering, question), tool: { ...tool, range } }, label);
        },
        onSelect: () => undefined,
      };
    },
    select: (question, region) => take(answering, question, region),
  };
}

/** A region in hand or a selection: a label means one of them. */
function take(answering: Answering, question: string, region: string | null): void {
  if (region !== null) answering.handle({ range: null });
  answering.select(question, region);
}

/** Offers the keys of the question in force, and those of a region or a selection in hand. */
export function useAnswerKeys(
  answering: Answering | null,
  titleOf: (press: Press) => string = (press) => press.title,
): void {
  const question = answering?.schema.questions.find((one) => one.id === answering.active);
  const seat = answering && question ? seatOf(answering, question) : undefined;
  const presses = seat && question ? kindOf(question).presses(seat) : [];
  useCommands(
    presses.flatMap((press): Command[] =>
      press.key === undefined && !press.alias
        ? []
        : [
            {
              id: `answer.${press.id}`,
              title: titleOf(press),
              section: question ? questionTitle(question) : '',
              keys: [...(press.key === undefined ? [] : [press.key]), ...(press.alias ?? [])],
              palette: false,
              run: press.run,
            },
          ],
    ),
    'answer',
  );
  const selected = answering?.document.selected;
  const { range = null, painting = null } = answering?.tool ?? {};
  const section = question ? questionTitle(question) : '';
  useCommands(
    [
      ...(selected
        ? [
            {
              id: 'region.remove',
              title: word('spans.removeKey'),
              section,
              keys: ['Delete', 'Backspace'],
              palette: false,
              run: () => answering?.edit(selected.question, { kind: 'removeRegion', id: selected.region }),
            },
          ]
        : []),
      ...(selected || range || painting !== null
        ? [
            {
              id: 'region.putDown',
              title: word('spans.putDown'),
              section,
              keys: ['Escape'],
              palette: false,
              run: () => {
                if (selected) answering?.select(selected.question, null);
                else answering?.handle(range ? { range: null } : { painting: null });
              },
            },
          ]
        : []),
    ],
    'region',
  );
}

/** Offers the way back through steps that live on a screen of their own; without any, the keys mean what they mean there. */
export function useStepKeys(answering: LocalAnswering | null): void {
  const { past = [], future = [] } = answering?.document ?? {};
  const section = word('answers');
  useCommands(
    [
      ...(past.length > 0
        ? [
            {
              id: 'answer.undo',
              title: word('undo'),
              section,
              keys: ['z', 'Mod+z'],
              palette: false,
              run: () => answering?.undo(),
            },
          ]
        : []),
      ...(future.length > 0
        ? [
            {
              id: 'answer.redo',
              title: word('redo'),
              section,
              keys: ['Shift+z', 'Mod+Shift+z'],
              palette: false,
              run: () => answering?.redo(),
            },
          ]
        : []),
    ],
    'answer',
  );
}

/** Which text is selected and which label is being painted. Put down whenever another item comes. */
export function useTool(item: string): [Tool, (change: Partial<Tool>) => void] {
  const [held, setHeld] = useState<{ item: string; tool: Tool }>({ item, tool: NO_TOOL });
  const tool = held.item === item ? held.tool : NO_TOOL;
  const handle = useMemo(
    () => (change: Partial<Tool>) =>
      setHeld((now) => ({ item, tool: { ...(now.item === item ? now.tool : NO_TOOL), ...change } })),
    [item],
  );
  return [tool, handle];
}

export interface LocalAnswering extends Answering {
  undo(): void;
  redo(): void;
  /** Whether everything needed is answered; if not, it says on the screen what is missing. */
  complete(): boolean;
  /** Takes a whole answer over. */
  adopt(question: string, value: Answers[string], origin?: Origin): void;
}

/** Answers that live on a screen of their own: a decision, a verified answer, a schema that is tried out. */
export function useAnswering({
  schema,
  fields,
  start = {},
  item = '',
  onEdit,
  submit,
}: {
  schema: Schema;
  fields: Fields;
  start?: Answers;
  /** What these answers are about; another one begins anew. */
  item?: string;
  /** `advance`: the question is done with. */
  onEdit?: (question: string, operation: Operation, advance: boolean) => void;
  submit?: () => void;
}): LocalAnswering {
  const fresh = () => ({
    item,
    document: startDocument({ answers: start, ambiguous: false, comment: '' }),
    active: schema.questions[0]?.id ?? '',
    missing: [] as readonly string[],
  });
  const [kept, setState] = useState(fresh);
  const state = kept.item === item ? kept : fresh();
  const [tool, handle] = useTool(item);
  const change = (next: (now: typeof state) => Partial<typeof state>) =>
    setState((now) => {
      const current = now.item === item ? now : fresh();
      return { ...current, ...next(current) };
    });
  const { document } = state;
  const asked = askedQuestions(schema, document.draft.answers);
  const active = (asked.find((one) => one.id === state.active) ?? asked[0])?.id ?? '';
  const stillMissing = (answers: Answers) => missingQuestions(schema, answers).map((one) => one.id);
  const put = (id: string, operation: Operation, advance = false, origin?: Origin) => {
    const question = schema.questions.find((one) => one.id === id);
    if (!question) return;
    change((now) => {
      const next = edited(now.document, question, operation, origin);
      const { answers } = next.draft;
      return {
        document: next,
        active: (advance && openAfter(schema, answers, id)) || id,
        missing: now.missing.filter((one) => stillMissing(answers).includes(one)),
      };
    });
    onEdit?.(id, operation, advance);
  };
  return {
    schema,
    fields,
    document,
    active,
    missing: state.missing,
    arrangement: 'plain',
    named: true,
    tool,
    handle,
    edit: put,
    focus: (question) => change(() => ({ active: question })),
    select: (question, region) =>
      change((now) => ({
        document: selectedRegion(now.document, question, region),
        ...(region === null ? {} : { active: question }),
      })),
    undo() {
      change((now) => ({ document: undone(now.document) }));
    },
    redo() {
      change((now) => ({ document: redone(now.document) }));
    },
    complete() {
      const open = stillMissing(document.draft.answers);
      if (open.length > 0) change(() => ({ missing: open, active: open[0] ?? active }));
      return open.length === 0;
    },
    adopt: (question, value, origin) => put(question, { kind: 'set', value }, false, origin),
    submit,
  };
}
