import { expect, test } from 'vitest';
import { linkHere } from './link';

test('a link to this machine is given as the page was opened, and a public one stays', () => {
  expect(linkHere('http://localhost:8080/invite#t', 'http://labels:8080')).toBe('http://labels:8080/invite#t');
  expect(linkHere('https://labels.example.org/invite#t', 'http://labels:8080')).toBe(
    'https://labels.example.org/invite#t',
  );
});
