import { lazy } from 'react';
import type { Input } from '../../api/contract';
import { textOf as contentOf, inputOf } from '../../inputs';
import type { AnswerValue, Press, QuestionKind, QuestionOf, Schema, Seat, Span, Tallied } from '../kind';
import { compactOptions, distinct, optionKeys, optionLook, optionTitle } from '../options';
import { word } from '../words';
import { SpansEditor } from './Editor';
import { SpansMark } from './Mark';

/** The key for "nothing to mark here". */
const NOTHING = '-';

/** Stretches of a text, each with a label. */
export const spans: QuestionKind<'spans'> = {
  type: 'spans',
  is: isSpans,
  fitting(question, answer) {
    const kept = answer.filter(({ label }) => label === undefined || known(question, label));
    if (kept.length === answer.length) return answer;
    // What was marked is gone, which is not the same as "nothing to mark".
    return kept.length > 0 ? kept : undefined;
  },
  // An empty list is an answer: somebody said that there is nothing to mark.
  isMissing: (_, answer) => answer === undefined,
  missing: () => word('spans.missing'),
  apply(_, answer, operation) {
    switch (operation.kind) {
      case 'clear':
        return undefined;
      case 'set':
        return isSpans(operation.value) ? operation.value : answer;
      case 'toggle':
        return answer;
      case 'addRegion': {
        const { region } = operation;
        const before = answer ?? [];
        const there = (one: Span) => one.begin === region.begin && one.end === region.end && one.label === region.label;
        if (region.begin >= region.end || before.some(there)) return answer;
        return inOrder([...before, { id: freeId(before), ...region }]);
      }
      case 'changeRegion': {
        const { id, change } = operation;
        return answer && inOrder(answer.map((one) => (one.id === id ? { ...one, ...change, ...touched(one) } : one)));
      }
      case 'removeRegion': {
        const left = answer?.filter((one) => one.id !== operation.id) ?? [];
        return left.length > 0 ? left : undefined;
      }
    }
  },
  presses(seat) {
    const { question, answer } = seat;
    const keys = optionKeys(question);
    const labels = question.options.map(
      ({ id }, index): Press => ({
        id,
        key: keys[index],
        title: optionTitle(question, id),
        run: () => labelWith(seat, id),
      }),
    );
    const nothing: Press = {
      id: '',
      key: NOTHING,
      title: word('spans.nothing'),
      run: () => seat.edit(answer?.length === 0 ? { kind: 'clear' } : { kind: 'set', value: [] }, answer === undefined),
    };
    return answer === undefined || answer.length === 0 ? [...labels, nothing] : labels;
  },
  marks: { on: markedInput, label: labelWith },
  pair: null,
  options: (question) => question.options,
  conditional: false,
  same: (_, answer) =>
    answer
      .map(({ begin, end, label }) => `${begin} ${end} ${label ?? ''}`)
      .sort()
      .join('\n'),
  tally: (question, answer) =>
    answer.length > 0
      ? answer.map(({ label }) => optionLook(question, label ?? ''))
      : [{ id: '', name: word('spans.none'), place: question.options.length, color: 'var(--line-strong)' }],
  look: (question, id): Tallied => optionLook(question, id),
  summary: (question, answer) =>
    answer.length === 0
      ? word('spans.none')
      : answer.map(({ label, text }) => `${optionTitle(question, label ?? '')} ${text ?? ''}`.trim()).join(', '),
  wide: true,
  laborious: true,
  nearest: (_, answer) => answer,
  arrows: undefined,
  Editor: SpansEditor,
  Mark: SpansMark,
  form: {
    name: 'names',
    keys: ['on', 'options', 'attributes'],
    fresh: (id, { inputs }) => ({
      id,
      type: 'spans',
      on: (inputs.find(isText) ?? inputs[0])?.id ?? '',
      options: [
        { id: 'person', title: 'Person' },
        { id: 'place', title: 'Place' },
      ],
    }),
    compact: ({ on, options, attributes }) => ({ on, options: compactOptions(options), attributes }),
    answerable: (question) => ({ ...question, options: distinct(question.options) }),
    Fields: lazy(() => import('./Fields')),
  },
};

const isText = (input: Input): boolean => inputOf(input).oneText;

/** The input on which a question marks: the one it names, else the first that is one text. */
function markedInput({ on }: QuestionOf<'spans'>, { inputs }: Pick<Schema, 'inputs'>): string | undefined {
  return (inputs.find(({ id }) => id === on) ?? inputs.find(isText) ?? inputs[0])?.id;
}

function labelWith(seat: Seat<'spans'>, label: string): void {
  const { selected, tool } = seat;
  if (tool.range) {
    seat.edit({
      kind: 'addRegion',
      region: { ...tool.range, label, text: textOf(seat).slice(tool.range.begin, tool.range.end) },
    });
    seat.handle({ range: null });
  } else if (selected !== null) seat.edit({ kind: 'changeRegion', id: selected, change: { label } });
  else seat.handle({ painting: tool.painting === label ? null : label });
}

/** The text on which a seat marks. */
function textOf({ question, schema, fields }: Pick<Seat<'spans'>, 'question' | 'schema' | 'fields'>): string {
  const input = markedInput(question, schema);
  return contentOf(
    schema.inputs.find(({ id }) => id === input),
    fields,
  );
}

function isSpans(answer: AnswerValue): answer is Span[] {
  return Array.isArray(answer) && answer.every((one) => typeof one === 'object');
}

const known = ({ options }: QuestionOf<'spans'>, label: string): boolean => options.some(({ id }) => id === label);

/** In the order of the text, the longer first where two begin together. */
const inOrder = (all: readonly Span[]): Span[] => [...all].sort((a, b) => a.begin - b.begin || b.end - a.end);

/** The first of s1, s2, ... above all that are there. */
function freeId(taken: readonly Span[]): string {
  const numbers = taken.map(({ id }) => Number(/^s(\d+)$/.exec(id ?? '')?.[1] ?? 0));
  return `s${Math.max(0, ...numbers) + 1}`;
}

/** What a model proposed and a person changed is neither's alone. */
const touched = ({ origin }: Span): Pick<Span, 'origin'> => (origin === 'draft' ? { origin: 'draft_edited' } : {});
