import { beforeEach, expect, test } from 'vitest';
import { mediaAddress, pictureOf, sampleOf } from './media';
import { MIDDLE, scrollTo, useZoom } from './zoom';

test('a field that shows an image holds the name of a file; an address of another site is never loaded', () => {
  expect(pictureOf('cats/1.jpg')).toEqual({ kind: 'file', name: 'cats/1.jpg' });
  expect(pictureOf('http.png')).toEqual({ kind: 'file', name: 'http.png' });
  for (const address of ['https://example.org/a.png', 'HTTP://example.org/a.png'])
    expect(pictureOf(address)).toEqual({ kind: 'foreign', address });
  expect(pictureOf(sampleOf('words'))).toEqual({ kind: 'sample' });
  for (const other of ['', ' ', 4, true, [], { model: 'm' }]) expect(pictureOf(other)).toEqual({ kind: 'none' });
});

test('the bytes of a file are at the address of what they are', () => {
  expect(mediaAddress('cats & dogs', { sha256: 'ab12' })).toBe('/api/v1/projects/cats%20%26%20dogs/media/ab12');
});

test('a place of the picture comes to the middle of the frame, as far as the picture reaches', () => {
  expect(scrollTo(0.5, 1000, 200)).toBe(400);
  expect(scrollTo(0, 1000, 200)).toBe(0);
  expect(scrollTo(1, 1000, 200)).toBe(800);
  expect(scrollTo(0.5, 100, 200)).toBe(0);
});

beforeEach(() => useZoom.setState({ actual: false, views: [], at: MIDDLE, steps: { x: 0, y: 0 } }));

test('pictures of one item are looked at alike, and the next item begins with the whole', () => {
  const zoom = useZoom.getState();
  const [left, right, next] = [Symbol('left'), Symbol('right'), Symbol('next')];
  zoom.enter(left);
  zoom.enter(right);
  zoom.toggle({ x: 0.1, y: 0.2 });
  zoom.step({ x: 80, y: 0 });
  expect(useZoom.getState()).toMatchObject({ actual: true, at: { x: 0.1, y: 0.2 }, steps: { x: 80, y: 0 } });
  zoom.leave(left);
  zoom.leave(right);
  zoom.enter(next);
  expect(useZoom.getState()).toMatchObject({ actual: false, views: [next] });
});

test('looking closer begins where it is asked for, without the steps of before', () => {
  const zoom = useZoom.getState();
  zoom.enter(Symbol('one'));
  zoom.toggle();
  zoom.step({ x: 80, y: 80 });
  zoom.toggle();
  zoom.toggle({ x: 1, y: 1 });
  expect(useZoom.getState()).toMatchObject({ at: { x: 1, y: 1 }, steps: { x: 0, y: 0 } });
});
