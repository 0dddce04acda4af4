import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answers, Input, Question, Schema } from '../api/contract';
import { type Fields, inputOf, textOf } from '../inputs';
import { type Arrangement, answerTo, kindOf, labelLook, questionTitle, type Span } from '../kinds';
import { sideAt } from '../kinds/preference/sides';
import classes from './item.module.css';
import type { DrawnRegion, TextHand } from './text/TextSurface';

const TextSurface = lazy(() => import('./text/TextSurface'));

/** A hand on an item: what marking on it does. */
export interface ItemHand {
  readonly active: string;
  readonly selected: { readonly question: string; readonly region: string } | null;
  /** Of the questions that mark on an input the one in force, or the first. */
  handOn(question: Question): TextHand;
  select(question: string, region: string | null): void;
}

/**
 * What an item shows, wherever it is shown: its inputs, each by its type, in the reader's size and direction, two that are
 * compared side by side, regions over the text they are marked on, and its metadata quietly below.
 */
export function ItemView({
  schema,
  fields,
  metadata = {},
  answers = {},
  arrangement = 'plain',
  named = false,
  hand,
}: {
  schema: Schema;
  fields: Fields;
  metadata?: { readonly [field: string]: string };
  /** Whose regions are drawn. */
  answers?: Answers;
  arrangement?: Arrangement;
  /** Compared inputs are called by their names, not by their places on the screen. */
  named?: boolean;
  hand?: ItemHand | undefined;
}) {
  const pairs = schema.questions.flatMap((question) => {
    const pair = kindOf(question).pair?.(question);
    return pair && pair[0] !== pair[1] ? [pair] : [];
  });
  const paired = (id: string) => pairs.find((pair) => pair.includes(id));
  const captions = schema.inputs.length > 1;
  const extras = Object.entries(metadata);
  const shown = new Set<string>();
  const show = (input: Input, caption: string | undefined) => (
    <section key={input.id} className={classes.input} data-wide={inputOf(input).wide || undefined}>
      {caption !== undefined && <h2 className={classes.caption}>{caption}</h2>}
      <InputView schema={schema} input={input} fields={fields} answers={answers} hand={hand} />
    </section>
  );
  return (
    <div
      className={classes.item}
      data-wide={pairs.length > 0 || schema.inputs.some((input) => inputOf(input).wide) || undefined}
    >
      {schema.inputs.map((input) => {
        if (shown.has(input.id)) return null;
        const pair = paired(input.id);
        if (!pair) return show(input, captions ? input.id : undefined);
        const sides = (['first', 'second'] as const).flatMap((place) => {
          const id = pair[sideAt(place, arrangement) === 'left' ? 0 : 1];
          const found = schema.inputs.find((one) => one.id === id);
          shown.add(id);
          return found ? [show(found, named ? found.id : place === 'first' ? 'A' : 'B')] : [];
        });
        return (
          <div key={pair.join(' ')} className={classes.pair}>
            {sides}
          </div>
        );
      })}
      {extras.length > 0 && (
        <dl className={classes.metadata}>
          {extras.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function InputView({
  schema,
  input,
  fields,
  answers,
  hand,
}: {
  schema: Schema;
  input: Input;
  fields: Fields;
  answers: Answers;
  hand: ItemHand | undefined;
}) {
  const { t } = useTranslation('kinds');
  const marking = useMemo(
    () => schema.questions.filter((question) => kindOf(question).marks?.on(question, schema) === input.id),
    [schema, input.id],
  );
  const selected = hand?.selected ?? null;
  const regions = useMemo(
    () =>
      marking.flatMap((question): DrawnRegion[] => {
        const answer = answerTo(question, answers[question.id]);
        return ((answer as Span[] | undefined) ?? []).map((span, index) => {
          const id = span.id ?? `#${index}`;
          const look = labelLook(question, span.label ?? '');
          return {
            key: `${question.id} ${id}`,
            begin: span.begin,
            end: span.end,
            name: look.name,
            color: look.color,
            selected: selected?.question === question.id && selected.region === id,
          };
        });
      }),
    [marking, answers, selected],
  );
  const question = marking.find((one) => one.id === hand?.active) ?? marking[0];
  if (question) {
    const text = textOf(input, fields);
    const own = hand?.handOn(question);
    return (
      <Suspense
        fallback={
          <p className={classes.unmarked} dir="auto">
            {text}
          </p>
        }
      >
        <TextSurface
          text={text}
          label={t('spans.surface', { question: questionTitle(question) })}
          surfaceOf={marking.map((one) => one.id).join(' ')}
          regions={regions}
          hand={
            own && hand
              ? {
                  ...own,
                  onSelect: (key) => {
                    const [of = question.id, region = null] = key?.split(' ') ?? [];
                    hand.select(of, region);
                  },
                }
              : undefined
          }
        />
      </Suspense>
    );
  }
  const { View } = inputOf(input);
  const content = fields[input.field];
  return content === undefined ? null : <View input={input} content={content} />;
}
