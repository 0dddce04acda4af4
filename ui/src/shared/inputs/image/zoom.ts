import { create } from 'zustand';

/** A place in a picture, as shares of its width and height. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export const MIDDLE: Place = { x: 0.5, y: 0.5 };

interface Zoom {
  /** One pixel of the picture is one of the screen; otherwise all of it fits. */
  readonly actual: boolean;
  /** What is in the middle. */
  readonly at: Place;
  /** Steps to the side and down since it was opened; every view goes along. */
  readonly steps: Place;
  /** Pictures on screen, the first of which offers the keys. */
  readonly views: readonly symbol[];
  toggle(at?: Place): void;
  step(by: Place): void;
  enter(view: symbol): void;
  leave(view: symbol): void;
}

/** All pictures of an item are looked at alike, so that two can be compared; a new item begins with the whole. */
export const useZoom = create<Zoom>((set) => ({
  actual: false,
  at: MIDDLE,
  steps: { x: 0, y: 0 },
  views: [],
  toggle: (at = MIDDLE) => set(({ actual }) => ({ actual: !actual, at, steps: { x: 0, y: 0 } })),
  step: (by) => set(({ steps }) => ({ steps: { x: steps.x + by.x, y: steps.y + by.y } })),
  enter: (view) => set(({ views, actual }) => ({ views: [...views, view], actual: views.length > 0 && actual })),
  leave: (view) => set(({ views }) => ({ views: views.filter((one) => one !== view) })),
}));

/** Where a frame has to be scrolled to, so that a place of the picture is in its middle. */
export const scrollTo = (share: number, whole: number, frame: number): number =>
  Math.max(0, Math.min(whole - frame, share * whole - frame / 2));
