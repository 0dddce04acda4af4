import { describe, expect, test } from 'vitest';
import * as yaml from 'yaml';
import type { QuestionOf } from '@/shared/api';
import { INPUT_TYPES } from '@/shared/inputs';
import { KINDS, kinds } from '@/shared/kinds';
import { freeId, moved, slug } from '@/shared/kinds/names';
import { problemsAt } from '@/shared/kinds/parts/Problems';
import {
  answerable,
  compact,
  emptyInputs,
  firstSchema,
  fromYaml,
  idFor,
  lineStart,
  newQuestion,
  renameQuestion,
  type SchemaDraft,
  toYaml,
  unlikeInputs,
  withoutQuestion,
  withType,
} from './schemaModel';

const rich: SchemaDraft = {
  inputs: [
    { id: 'review', type: 'markdown', field: 'body' },
    { id: 'context', type: 'text', field: 'context' },
  ],
  questions: [
    {
      id: 'sentiment',
      type: 'choice',
      title: 'Sentiment: overall',
      help: 'Judge the outcome, not the mood.',
      options: [
        { id: 'positive', title: 'Positive', hotkey: 'p', color: '#1b7f3b' },
        { id: 'no', help: '"no" is a word' },
      ],
      ambiguous: false,
    },
    { id: 'topics', type: 'choices', required: false, options: [{ id: 'price' }, { id: 'on' }], hotkeys: 'none' },
    {
      id: 'sure',
      type: 'rating',
      min: 0,
      max: 10,
      step: 5,
      minLabel: 'guess',
      maxLabel: 'certain',
      when: { sentiment: ['positive', 'no'] },
    },
  ],
};

describe('form and YAML are two views of one schema', () => {
  test.each([
    ['the first schema', firstSchema()],
    ['everything set', rich],
    [
      'one input of every type',
      {
        ...firstSchema(),
        inputs: [
          ...INPUT_TYPES.map((type) => ({ id: type, type, field: `${type}_field` })),
          { id: 'prices', type: 'table' as const, field: 'prices', columns: ['dish', 'price'] },
        ],
      },
    ],
    ['one question of every kind', { ...firstSchema(), questions: KINDS.map((type) => newQuestion(type, rich)) }],
  ])('YAML says what the form holds: %s', (_, schema) => {
    const typed = fromYaml(toYaml(schema, yaml), yaml);
    expect(typed.kind === 'value' && typed.value).toEqual(compact(schema));
  });
  test('YAML is what a person would write: options that are only an id are bare words', () => {
    expect(toYaml(firstSchema(), yaml)).toContain('- positive\n');
  });
  test('defaults are not spelled out', () => {
    const text = toYaml(
      {
        inputs: [],
        questions: [{ id: 'q', type: 'rating', min: 1, max: 5, step: 1, ambiguous: true, required: true }],
      },
      yaml,
    );
    expect(text).not.toMatch(/step|ambiguous|required/);
  });
});

describe('problems say where', () => {
  test('a YAML error names its line', () => {
    const typed = fromYaml('inputs: []\nquestions: [', yaml);
    expect(typed.kind === 'problems' && typed.problems[0]?.line).toBe(2);
  });
  test('a path has the line where it stands, and what is missing the line where it would belong', () => {
    const text = 'inputs:\n  - id: text\n    type: text\nquestions:\n  - id: tone\n    type: choice\n    titel: Tone\n';
    const typed = fromYaml(text, yaml);
    const lineOf = (where: string) => typed.kind === 'value' && typed.lineOf(where);
    expect(['inputs[0].field', 'questions[0].titel', 'questions[0].options[3]', 'schema'].map(lineOf)).toEqual([
      2, 7, 5, 1,
    ]);
  });
  test('an empty text is a schema without anything in it: the server says what is missing', () => {
    expect(fromYaml('', yaml)).toMatchObject({ kind: 'value', value: {} });
  });
  test('a line is found in the text by its number', () => {
    const text = 'a\nbc\n\nd';
    expect([1, 2, 3, 4, 9].map((line) => lineStart(text, line))).toEqual([0, 2, 5, 6, 7]);
  });
  test('a place collects the problems below it, and not those of its neighbours', () => {
    const list = ['questions[1].id', 'questions[1].options[0]', 'questions[10].id'].map((where) => ({
      where,
      what: '',
      fix: '',
    }));
    expect(problemsAt(list, 'questions[1]')).toHaveLength(2);
    expect(problemsAt(list, 'questions[1]', true)).toHaveLength(0);
  });
});

describe('editing', () => {
  test('renaming a question renames it in conditions', () => {
    expect(renameQuestion(rich, 0, 'mood').questions[2]?.when).toEqual({ mood: ['positive', 'no'] });
  });
  test('the id that goes with a title is free, and a question without a title keeps its own', () => {
    const titled = { ...rich, questions: rich.questions.map((one) => ({ ...one, title: 'Overall mood' })) };
    expect(idFor(titled.questions[0] as never, 0, titled)).toBe('overall_mood');
    const taken = renameQuestion(titled, 1, 'overall_mood');
    expect(idFor(taken.questions[0] as never, 0, taken)).toBe('overall_mood_2');
    expect(idFor(taken.questions[1] as never, 1, taken)).toBe('overall_mood');
    expect(idFor({ ...rich.questions[0], title: ' ' } as never, 0, rich)).toBe('sentiment');
  });
  test('removing a question removes the conditions on it', () => {
    expect(withoutQuestion(rich, 0).questions[1]).not.toHaveProperty('when');
  });
  test('changing the type keeps the words and drops what does not fit', () => {
    const rating = withType(rich.questions[0] as never, 'rating', rich);
    expect(rating).toMatchObject({ id: 'sentiment', title: 'Sentiment: overall', min: 1, max: 5 });
    expect(rating).not.toHaveProperty('options');
  });
  test('ids are made from titles in any script', () => {
    expect(slug('Wärme & Farbe', 'question')).toBe('warme_farbe');
    expect(slug('情感', 'question')).toBe('question');
    expect(slug('3 stars', 'question')).toBe('question_3_stars');
    expect(slug('Wrong article in the parcel although the order was right', 'option')).toBe(
      'wrong_article_in_the_parcel_although_the',
    );
    expect(slug('Surface scratched on arrival and refused by the seller', 'option')).toBe(
      'surface_scratched_on_arrival_and_refused',
    );
    expect(slug('Customer service did not answerwithinaweek', 'option')).toBe('customer_service_did_not');
    expect(slug('Donaudampfschifffahrtsgesellschaftskapitän', 'option')).toHaveLength(40);
  });
  test('new questions never take an id in use', () => {
    const taken = { ...rich, questions: ['rating', 'rating_2'].map((id) => kinds.rating.form.fresh(id, rich)) };
    expect(newQuestion('rating', taken).id).toBe('rating_3');
    expect(freeId('a', [])).toBe('a');
  });
  test('moving beyond an end changes nothing', () => {
    expect(moved([1, 2, 3], 0, -1)).toEqual([1, 2, 3]);
    expect(moved([1, 2, 3], 2, -1)).toEqual([1, 3, 2]);
  });
  test.each(KINDS)(
    'a question of the kind %s becomes every other kind and back without a field that is not its own',
    (type) => {
      const question = newQuestion(type, rich);
      for (const other of KINDS) {
        const changed = withType({ ...question, title: 'Kept' }, other, rich);
        expect(changed).toMatchObject({ id: question.id, type: other, title: 'Kept' });
        const known: readonly string[] = ['id', 'type', 'title', ...kinds[other].form.keys];
        expect(Object.keys(changed).filter((key) => !known.includes(key))).toEqual([]);
      }
    },
  );
});

describe('what is shown of a schema that is still being written', () => {
  test('questions and options without a name of their own get one, and keep the words people see', () => {
    const shown = answerable({
      inputs: [{ id: '', type: 'text', field: 'text' }],
      questions: [
        { id: 'tone', type: 'choice', options: [{ id: 'good' }, { id: 'good', title: 'Fine' }, { id: '' }] },
        { id: 'tone', type: 'choices', options: [{ id: 'a' }] },
      ],
    });
    const ids = shown.questions.map((question) => question.id);
    expect(new Set(ids).size).toBe(2);
    const options = (shown.questions[0] as QuestionOf<'choice'>).options;
    expect(options.map((option) => option.title ?? option.id)).toEqual(['good', 'Fine', '…']);
    expect(new Set(options.map((option) => option.id)).size).toBe(3);
  });
  test('a rating ends above where it begins and moves in steps above zero', () => {
    const [question] = answerable({
      inputs: [],
      questions: [{ id: 'sure', type: 'rating', min: 5, max: 1, step: 0 }],
    }).questions;
    expect(question).toMatchObject({ min: 5, max: 6, step: 1 });
  });
  test('a schema in order stays as it is', () => {
    expect(answerable(firstSchema())).toEqual(firstSchema());
  });
});

test('columns that no item has are named after saving', () => {
  const schema = { inputs: [{ field: 'text' }, { field: 'headline' }] };
  expect(emptyInputs({ schema, warnings: [{ where: 'inputs[1].field' }, { where: 'elsewhere' }] })).toEqual([
    'headline',
  ]);
  expect(emptyInputs({ schema })).toEqual([]);
  expect(unlikeInputs({ schema, warnings: [{ where: 'inputs[0].type' }] })).toEqual(['text']);
});
