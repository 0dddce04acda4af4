import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AnswerValue, Question, QuestionType } from '../api/contract';
import { answerText, answerTo, KINDS, kindOf, kinds, labelLook, NO_TOOL, type Operation, type Seat, tallyOf } from '.';
import messages from './messages.en.json';
import { parseNumber } from './number/reading';
import { filterOptions, optionKeys } from './options';
import { arrangementOf, sideAt } from './preference/sides';
import { ratingPoints } from './rating/scale';

beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: { en: { kinds: messages } }, interpolation: { escapeValue: false } });
});

const inputs = [
  { id: 'first', type: 'text', field: 'a' },
  { id: 'second', type: 'text', field: 'b' },
] as const;
const samples: { [T in QuestionType]: AnswerValue } = {
  choice: 'yes',
  choices: ['topic_a'],
  rating: 3,
  number: 4,
  text: 'so',
  spans: [{ id: 's1', begin: 0, end: 4, label: 'person', text: 'Anna' }],
  preference: { choice: 'right', shown: 'swapped' },
};
const fresh = (type: QuestionType): Question => kinds[type].form.fresh('q', { inputs: [...inputs] });

/** A question with its answer, and what was done to it. */
function seat(question: Question, value?: AnswerValue, more: Partial<Seat> = {}) {
  const done: Operation[] = [];
  const advanced: boolean[] = [];
  const handled: unknown[] = [];
  const one: Seat = {
    question,
    answer: answerTo(question, value),
    schema: { inputs: [...inputs], questions: [question] },
    fields: { a: 'Anna met Bo', b: '' },
    arrangement: 'plain',
    named: false,
    tool: NO_TOOL,
    selected: null,
    edit: (operation, advance = false) => {
      done.push(operation);
      advanced.push(advance);
    },
    handle: (change) => void handled.push(change),
    select: () => undefined,
    ...more,
  };
  const press = (id: string) => {
    const found = kindOf(question)
      .presses(one)
      .find((press) => press.id === id || press.key === id);
    found?.run();
    return found;
  };
  return {
    done,
    advanced,
    handled,
    press,
    keys: () =>
      kindOf(question)
        .presses(one)
        .map((press) => press.key),
  };
}

describe.each(KINDS)('every kind: %s', (type) => {
  const question = fresh(type);
  const kind = kindOf(question);
  const sample = answerTo(question, samples[type]);
  test('recognises its own answer, and misses it where there is none', () => {
    expect(sample).toBe(samples[type]);
    expect(kind.isMissing(question, undefined)).toBe(true);
    expect(sample !== undefined && kind.isMissing(question, sample)).toBe(false);
    expect(kind.missing(question)).toMatch(/\w/);
  });
  test('keeps an answer that fits as it is, and says it in words', () => {
    expect(sample !== undefined && kind.fitting(question, sample)).toBe(sample);
    expect(answerText(question, samples[type])).toMatch(/\w/);
    expect(tallyOf(question, samples[type]).length).toBeGreaterThan(0);
  });
  test('is cleared by clearing, and set to what it was by setting', () => {
    expect(kind.apply(question, sample, { kind: 'clear' })).toBeUndefined();
    expect(kind.apply(question, undefined, { kind: 'set', value: samples[type] })).toEqual(samples[type]);
  });
  test('does not take a value that is none of its own for an answer', () => {
    for (const other of KINDS) if (!kind.is(samples[other])) expect(answerTo(question, samples[other])).toBeUndefined();
  });
});

test('the keys go on once a question is done with: after one of several, not inside a set, not before a degree', () => {
  const goesOn = (question: Question, key: string, value?: AnswerValue) => {
    const { advanced, press } = seat(question, value);
    press(key);
    return advanced;
  };
  expect(goesOn(fresh('choice'), '1')).toEqual([true]);
  expect(goesOn(fresh('rating'), '1')).toEqual([true]);
  expect(goesOn(fresh('choices'), '1')).toEqual([false]);
  expect(goesOn(fresh('spans'), '-')).toEqual([true]);
  expect(goesOn(fresh('preference'), '1')).toEqual([true]);
  const degrees = { ...fresh('preference'), strengths: 2 } as Question;
  expect(goesOn(degrees, '1')).toEqual([false]);
  expect(goesOn(degrees, '1', { choice: 'left' })).toEqual([true]);
});

describe('keys of options', () => {
  const options = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `o${index}` }));
  test('digits go to options in order, around the keys options claim for themselves', () => {
    const question = { options: [{ id: 'a' }, { id: 'b', hotkey: '1' }, { id: 'c', hotkey: 'x' }, { id: 'd' }] };
    expect(optionKeys(question)).toEqual(['2', '1', 'x', '3']);
    expect(optionKeys({ ...question, hotkeys: 'none' })).toEqual([undefined, '1', 'x', undefined]);
  });
  test('after the digits come letters in order, but none that is a command or an option’s own', () => {
    expect(optionKeys({ options: options(12) }).slice(8)).toEqual(['9', 'a', 'b', 'd']);
    expect(optionKeys({ options: [...options(11), { id: 'x', hotkey: 'a' }] }).slice(8)).toEqual(['9', 'b', 'd', 'a']);
    expect(optionKeys({ options: options(28) }).at(-1)).toBe('y');
  });
  test('where letters do not suffice, a letter stands for ten options and a digit chooses among them', () => {
    const keys = optionKeys({ options: options(300) });
    expect(keys.slice(7, 20)).toEqual([
      '8',
      '9',
      'a 1',
      'a 2',
      'a 3',
      'a 4',
      'a 5',
      'a 6',
      'a 7',
      'a 8',
      'a 9',
      'a 0',
      'b 1',
    ]);
    expect(keys.slice(198, 201)).toEqual(['y 0', 'a a', 'a b']);
    expect(keys).not.toContain(undefined);
    expect(optionKeys({ options: options(1000) })[999]).toBeUndefined();
  });
  test.each([0, 1, 9, 10, 28, 29, 63, 199, 200, 300, 1000])(
    'of %i options no two keys are the same, none begins another, none is a command',
    (count) => {
      const claimed = ['7', 'e', 's', 'q'].map((hotkey) => ({ id: `own ${hotkey}`, hotkey }));
      for (const own of [[], claimed]) {
        const all: { id: string; hotkey?: string }[] = [...options(count), ...own];
        const keys = optionKeys({ options: all });
        const given = keys.filter((key) => key !== undefined);
        expect(new Set(given).size).toBe(given.length);
        const firsts = given.filter((key) => key.includes(' ')).map((key) => key.split(' ')[0]);
        expect(given.filter((key) => firsts.includes(key))).toEqual([]);
        for (const { hotkey } of own) expect(keys[all.findIndex((one) => one.hotkey === hotkey)]).toBe(hotkey);
        const automatic = keys.filter((key, at) => key !== undefined && !all[at]?.hotkey);
        expect(automatic.filter((key) => [...'0sczgjkr'].includes(key ?? ''))).toEqual([]);
        expect(automatic.flatMap((key) => key?.split(' ') ?? []).filter((one) => [...'sczgjkr'].includes(one))).toEqual(
          [],
        );
        expect(optionKeys({ options: all })).toEqual(keys);
      }
    },
  );
  test('an option at the end changes no key before it, but for the one with which the letters run out', () => {
    for (const count of [9, 27, 29, 60, 199, 299])
      expect(optionKeys({ options: options(count + 1) }).slice(0, count)).toEqual(
        optionKeys({ options: options(count) }),
      );
    expect(optionKeys({ options: options(29) }).slice(0, 9)).toEqual(optionKeys({ options: options(28) }).slice(0, 9));
  });
  test('a search finds every word, without case and accents, beginnings first', () => {
    const found = filterOptions([{ id: 'x', title: 'Neu Übersee' }, { id: 'uber' }, { id: 'other' }], 'ÜBER');
    expect(found.map((option) => option.id)).toEqual(['uber', 'x']);
  });
});

describe('a choice and a set', () => {
  const several = fresh('choices');
  const toggle = (value: string[] | undefined, option: string) =>
    kindOf(several).apply(several, answerTo(several, value), { kind: 'toggle', option });
  test('toggling takes an option in and out and keeps the order of the schema', () => {
    expect(toggle(['topic_b'], 'topic_a')).toEqual(['topic_a', 'topic_b']);
    expect(toggle(['topic_a', 'topic_b'], 'topic_a')).toEqual(['topic_b']);
  });
  test('an option that is gone keeps its id in words, and does not fit', () => {
    expect(answerText(several, ['topic_a', 'gone'])).toBe('topic_a, gone');
    expect(kindOf(several).fitting(several, ['gone'])).toEqual([]);
    expect(labelLook(several, 'gone')).toMatchObject({ name: 'gone', place: 2 });
  });
});

test('a mean becomes the nearest point; where there are no points it stays', () => {
  expect(kinds.rating.nearest({ id: 'r', type: 'rating', min: 0, max: 10, step: 5 }, 6.9)).toBe(5);
  expect(kinds.rating.nearest({ id: 'r', type: 'rating', min: 5, max: 1 }, 3.4)).toBe(3.4);
});

test('rating points run from min to max without rounding noise', () => {
  expect(ratingPoints({})).toEqual([1, 2, 3, 4, 5]);
  expect(ratingPoints({ min: 0, max: 0.3, step: 0.1 })).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ratingPoints({ min: 5, max: 1 })).toEqual([]);
  expect(ratingPoints({ min: 1, max: 5, step: 0 })).toEqual([]);
  expect(
    seat({ id: 'r', type: 'rating', min: 1, max: 100 })
      .keys()
      .every((key) => key === undefined),
  ).toBe(true);
});

describe('a number', () => {
  test.each([
    ['3', 3],
    ['3,5', 3.5],
    ['-0.25', -0.25],
    ['−2', -2],
    ['1 234,5', 1234.5],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1.234', 1.234],
    ['7.', 7],
    ['.5', 0.5],
  ])('is read as people write it: %s', (typed, value) => expect(parseNumber(typed)).toBe(value));
  test.each(['', '-', 'ten', '1.2.3', '12,34.5', '3 kg', '1e5', '--1'])('%s is none', (typed) =>
    expect(parseNumber(typed)).toBeUndefined(),
  );
  const age: Question = { id: 'age', type: 'number', min: 0, max: 120, step: 0.5, unit: 'years' };
  const fault = (value: AnswerValue) => kinds.number.fault?.(age as never, value as never);
  test('what is typed is kept until it is a number, and nothing typed is no answer', () => {
    const apply = (value: string) => kinds.number.apply(age as never, undefined, { kind: 'set', value });
    expect(apply('12')).toBe(12);
    expect(apply('twelve')).toBe('twelve');
    expect(apply('  ')).toBeUndefined();
  });
  test('limits and steps are checked and said', () => {
    expect(fault(-1)).toBe('Too small: at least 0.');
    expect(fault(121)).toBe('Too large: at most 120.');
    expect(fault(3.2)).toBe('Not one of the steps of 0.5.');
    expect(fault('x')).toBe('This is not a number.');
    expect(fault(3.5)).toBeUndefined();
  });
  test('steps that binary numbers only come near to are steps', () =>
    expect(kinds.number.fault?.({ id: 'n', type: 'number', step: 0.1 }, 0.7)).toBeUndefined());
  test('is said with its unit', () => {
    expect(answerText(age, 3.5)).toBe('3.5\u00a0years');
    expect(answerText({ id: 'p', type: 'number', unit: '%' }, 12)).toBe('12%');
  });
  test('what is believed becomes a number that can be answered', () =>
    expect(kinds.number.nearest(age as never, 121.3)).toBe(120));
});

describe('marks in a text', () => {
  const names = fresh('spans');
  const anna = { id: 's1', begin: 0, end: 4, label: 'person', text: 'Anna' };
  const apply = (value: AnswerValue | undefined, operation: Operation) =>
    kindOf(names).apply(names, answerTo(names, value), operation);
  test('a label marks what is selected, with the text that stands there', () => {
    const { done, handled, press } = seat(names, undefined, { tool: { range: { begin: 9, end: 11 }, painting: null } });
    press('place');
    expect(done).toEqual([{ kind: 'addRegion', region: { begin: 9, end: 11, label: 'place', text: 'Bo' } }]);
    expect(handled).toEqual([{ range: null }]);
  });
  test('a label renames the region in hand; with nothing in hand it is the label of what follows', () => {
    const inHand = seat(names, [anna], { selected: 's1' });
    inHand.press('place');
    expect(inHand.done).toEqual([{ kind: 'changeRegion', id: 's1', change: { label: 'place' } }]);
    const free = seat(names, [anna]);
    free.press('place');
    expect(free.handled).toEqual([{ painting: 'place' }]);
  });
  test('the same stretch with the same label is marked once; with another label it is marked again', () => {
    expect(apply([anna], { kind: 'addRegion', region: { begin: 0, end: 4, label: 'person' } })).toEqual([anna]);
    expect(apply([anna], { kind: 'addRegion', region: { begin: 0, end: 4, label: 'place' } })).toHaveLength(2);
  });
  test('ids are never given twice while their region is there', () => {
    const added = apply([{ ...anna, id: 's7' }], { kind: 'addRegion', region: { begin: 9, end: 11, label: 'person' } });
    expect(added).toMatchObject([{ id: 's7' }, { id: 's8' }]);
  });
  test('removing the last one leaves no answer: that there is nothing to mark has to be said', () => {
    expect(apply([anna], { kind: 'removeRegion', id: 's1' })).toBeUndefined();
    const { done, press } = seat(names);
    press('-');
    expect(done).toEqual([{ kind: 'set', value: [] }]);
  });
  test('"nothing to mark" has no key while something is marked', () =>
    expect(seat(names, [anna]).keys()).not.toContain('-'));
  test('what a model proposed and a person changed is remembered as that', () => {
    const draft = { ...anna, origin: 'draft' } as const;
    expect(apply([draft], { kind: 'changeRegion', id: 's1', change: { label: 'place' } })).toMatchObject([
      { label: 'place', origin: 'draft_edited' },
    ]);
  });
  test('regions whose label is gone do not fit; with none left there is no answer', () => {
    const gone = { ...anna, id: 's2', label: 'gone' };
    expect(kindOf(names).fitting(names, [anna, gone])).toEqual([anna]);
    expect(kindOf(names).fitting(names, [gone])).toBeUndefined();
  });
  test('is said as labels and texts', () => {
    expect(answerText(names, [anna, { begin: 9, end: 11, label: 'place', text: 'Bo' }])).toBe('Person Anna, Place Bo');
    expect(answerText(names, [])).toBe('Nothing marked');
  });
});

describe('which of two', () => {
  const better = { ...fresh('preference'), strengths: 3 } as Question;
  const simple = fresh('preference');
  test('keys mean sides of the screen, what is kept names the item’s side', () => {
    for (const arrangement of ['plain', 'swapped'] as const) {
      const { done, press } = seat(simple, undefined, { arrangement });
      expect(press('1')?.alias).toEqual(['ArrowLeft']);
      const choice = arrangement === 'plain' ? 'left' : 'right';
      expect(done).toEqual([{ kind: 'set', value: { choice, shown: arrangement } }]);
    }
  });
  test('keys go on by the verdicts that are allowed', () => {
    expect(seat(simple).keys()).toEqual(['1', '2', '3', '4']);
    expect(seat({ ...simple, ties: false } as Question).press('3')?.id).toBe('both_bad');
    expect(seat({ ...simple, ties: false, bothBad: false } as Question).keys()).toEqual(['1', '2']);
  });
  test('without hotkeys the arrows are left', () => {
    const { keys, press } = seat({ ...simple, hotkeys: 'none' } as Question);
    expect(keys().every((key) => key === undefined)).toBe(true);
    expect(press('right')?.alias).toEqual(['ArrowRight']);
  });
  test('a degree is asked for after "better", and digits then mean degrees', () => {
    const half = { choice: 'left', shown: 'plain' } as const;
    const { done, press } = seat(better, half);
    press('3');
    expect(done).toEqual([{ kind: 'set', value: { ...half, strength: 3 } }]);
    expect(kindOf(better).fault?.(better, half)).toBe('How much better?');
    expect(kindOf(better).fault?.(better, { choice: 'tie' })).toBeUndefined();
    expect(seat(better, { ...half, strength: 3 }).press('2')?.id).toBe('right');
  });
  test('in words the inputs have their names, whatever stood left', () => {
    expect(answerText(simple, { choice: 'right', shown: 'swapped' })).toBe('second is better');
    expect(answerText(better, { choice: 'left', strength: 2 })).toBe('first is better (2 of 3)');
    expect(answerText(simple, { choice: 'both_bad' })).toBe('Both are bad');
  });
  test('which stands left is the same for one assignment, and even over many', () => {
    expect(arrangementOf('a-17')).toBe(arrangementOf('a-17'));
    for (const id of [(n: number) => `${n}`, (n: number) => `assignment-${n}`, (n: number) => `0192f0c8-${n}-7aaa`]) {
      const swapped = Array.from({ length: 4000 }, (_, n) => arrangementOf(id(n))).filter((one) => one === 'swapped');
      expect(swapped.length / 4000).toBeGreaterThan(0.46);
      expect(swapped.length / 4000).toBeLessThan(0.54);
    }
  });
  test('the two places of the screen are never the same side', () => {
    expect(sideAt('first', 'swapped')).toBe('right');
    expect(sideAt('second', 'swapped')).toBe('left');
  });
});

test('a value nobody can explain is shown as it is', () => {
  expect(answerText(undefined, ['a', 'b'])).toBe('a, b');
  expect(answerText(fresh('rating'), 'gone')).toBe('gone');
  expect(answerText(undefined, [{ begin: 0, end: 4, label: 'PER', text: 'Anna' }])).toBe('PER Anna');
});
