import { expect, test } from 'vitest';
import { exampleOf } from './exportModel';

test('the card of an export names the columns that the file has', () => {
  const schema = {
    inputs: [
      { id: 'a', type: 'text', field: 'body' },
      { id: 'b', type: 'text', field: 'body' },
    ],
    questions: [{ id: 'topic', type: 'choice', options: [] }],
  } as unknown as Parameters<typeof exampleOf>[1];
  expect(exampleOf('csv', schema)).toBe('key,body,consensus.topic,probability.topic,source.topic');
  expect(exampleOf('votes', schema)).toBe('task,worker,label');
});
