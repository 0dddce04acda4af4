import {
  type KeyboardEvent,
  memo,
  type PointerEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { lanes, readsLeftwards, type Stretch, tidy, wordAt } from './stretches';
import classes from './text.module.css';

/** A region as it is drawn. */
export interface DrawnRegion extends Stretch {
  /** Unique among all that are drawn. */
  readonly key: string;
  readonly name: string;
  /** A CSS colour that follows the theme. */
  readonly color: string;
  readonly selected: boolean;
}

/** What a hand can do here; without it the text is only shown. */
export interface TextHand {
  readonly range: Stretch | null;
  /** What is selected is labelled at once. */
  readonly painting: boolean;
  onRange(range: Stretch | null): void;
  /** The selection is finished, and something is being painted. */
  onPaint(range: Stretch): void;
  onSelect(key: string | null): void;
}

/** A stretch on one line. */
interface Piece {
  x: number;
  top: number;
  bottom: number;
  width: number;
}

/**
 * A text that is drawn once, with its regions drawn over it. The browser's own selection is the hand: it knows lines, words
 * and right-to-left better than anything written here; a caret is drawn for it, because text that cannot be edited has none.
 */
export default function TextSurface({
  text,
  label,
  surfaceOf,
  regions,
  hand,
}: {
  text: string;
  label: string;
  /** Ids of the questions that mark here, for what moves the focus. */
  surfaceOf: string;
  regions: readonly DrawnRegion[];
  hand?: TextHand | undefined;
}) {
  const { t } = useTranslation('kinds');
  const body = useRef<HTMLDivElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [focused, setFocused] = useState(false);
  const [size, setSize] = useState(0);
  const latest = useRef(hand);
  latest.current = hand;
  const range = hand?.range ?? null;
  const lane = useMemo(() => lanes(regions), [regions]);
  // Room for one label under each line from the start: the first region moves nothing.
  const depth = Math.max(1, ...lane.map((one) => one + 1));

  const pieces = usePieces(body, regions, `${size} ${depth} ${text}`);
  const select = useCallback((key: string) => latest.current?.onSelect(key), []);

  const place = useCallback((): { node: Text; anchor: number; focus: number } | undefined => {
    const node = body.current?.firstChild;
    const selection = document.getSelection();
    if (!(node instanceof Text) || !selection || selection.rangeCount === 0) return undefined;
    const offset = (at: Node | null, where: number): number | undefined =>
      at === node ? where : at === body.current ? (where === 0 ? 0 : node.length) : undefined;
    const anchor = offset(selection.anchorNode, selection.anchorOffset);
    const focus = offset(selection.focusNode, selection.focusOffset);
    if (anchor === undefined && focus === undefined) return undefined;
    // A selection that goes on beyond the text ends with it.
    const beyond = (from: number) =>
      body.current &&
      selection.focusNode &&
      body.current.compareDocumentPosition(selection.focusNode) & Node.DOCUMENT_POSITION_PRECEDING
        ? 0
        : from;
    return { node, anchor: anchor ?? beyond(node.length), focus: focus ?? beyond(node.length) };
  }, []);

  const handed = hand !== undefined;
  const follow = useCallback(() => {
    const at = place();
    if (!at) return;
    const found = tidy(text, at.anchor, at.focus);
    setCaret(at.focus);
    const now = latest.current;
    if (found?.begin !== now?.range?.begin || found?.end !== now?.range?.end) now?.onRange(found ?? null);
  }, [place, text]);
  useEffect(() => {
    if (!handed) return;
    document.addEventListener('selectionchange', follow);
    return () => document.removeEventListener('selectionchange', follow);
  }, [handed, follow]);

  // What was selected has been labelled, or put down: the browser's selection follows.
  useEffect(() => {
    if (range !== null || !handed) return;
    const at = place();
    if (at && at.anchor !== at.focus && tidy(text, at.anchor, at.focus))
      document.getSelection()?.collapse(at.node, at.focus);
  }, [range, handed, place, text]);

  useEffect(() => {
    const element = body.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setSize(element.offsetWidth + element.offsetHeight / 1e5));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  // The keys were with the question while this was on its way.
  useEffect(() => {
    const group = document.activeElement?.closest<HTMLElement>('[data-question]');
    if (handed && group === document.activeElement && surfaceOf.split(' ').includes(group?.dataset.question ?? ''))
      body.current?.focus({ preventScroll: true });
  }, [handed, surfaceOf]);

  const paint = () => {
    const now = latest.current;
    if (now?.painting && now.range) now.onPaint(now.range);
  };
  const onPointerDown = (down: PointerEvent) => {
    if (down.button !== 0) return;
    // Wherever it is let go: a selection may end beside the text. A touch that becomes scrolling is none.
    const over = new AbortController();
    document.addEventListener('pointercancel', () => over.abort(), { signal: over.signal });
    document.addEventListener(
      'pointerup',
      (up) => {
        over.abort();
        // After the browser has settled its selection.
        setTimeout(() => {
          if (latest.current?.range) paint();
          else latest.current?.onSelect(regionAt.current(up.clientX, up.clientY));
        }, 0);
      },
      { signal: over.signal },
    );
  };
  /** The innermost region at a point; pressed again, the one around it. */
  const regionAt = useRef((_x: number, _y: number): string | null => null);
  regionAt.current = (x, y) => {
    const hit = [...(body.current?.parentElement?.querySelectorAll<HTMLElement>('[data-piece]') ?? [])]
      .filter((piece) => {
        const box = piece.getBoundingClientRect();
        return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
      })
      .map((piece) => piece.dataset.piece);
    const found = regions.filter((one) => hit.includes(one.key)).sort((a, b) => a.end - a.begin - (b.end - b.begin));
    const now = found.findIndex((one) => one.selected);
    return (now >= 0 ? (found[now + 1] ?? null) : found[0])?.key ?? null;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const selection = document.getSelection();
    const node = body.current?.firstChild;
    if (event.target !== body.current || !selection || !(node instanceof Text)) return;
    const wide = event.ctrlKey || event.altKey;
    const step = STEPS[event.key];
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selection.setBaseAndExtent(node, 0, node, node.length);
    else if (event.key === ' ' && !wide) {
      const word = wordAt(text, place()?.focus ?? caret ?? 0);
      if (word) selection.setBaseAndExtent(node, word.begin, node, word.end);
      if (word) setTimeout(paint, 0);
    } else if (step && !event.metaKey) {
      const before = place();
      const from = before ?? { anchor: caret ?? 0, focus: caret ?? 0 };
      if (!before) selection.collapse(node, Math.min(from.focus, node.length));
      if (step.all && wide) {
        const to = step.towards === 'forward' ? node.length : 0;
        selection.setBaseAndExtent(node, event.shiftKey ? from.anchor : to, node, to);
      } else {
        const by = wide && step.by === 'character' ? 'word' : step.by;
        selection.modify(event.shiftKey ? 'extend' : 'move', step.towards, by);
        if (!place() || selection.focusNode !== node) selection.setBaseAndExtent(node, from.anchor, node, from.focus);
      }
      latest.current?.onSelect(null);
    } else return;
    event.preventDefault();
    // The browser tells of it later than of the next key, which may be a label for what was just selected.
    follow();
  };

  return (
    <div
      className={classes.surface}
      style={{ '--lanes': depth } as React.CSSProperties}
      data-focused={focused || undefined}
    >
      <Tints regions={regions} pieces={pieces} lane={lane} />
      {handed ? (
        // A text that is selected in, not written: no element of its own says that.
        <div
          ref={body}
          className={classes.text}
          dir="auto"
          role="textbox"
          aria-readonly="true"
          aria-multiline="true"
          aria-label={label}
          aria-description={t('spans.surfaceHelp')}
          tabIndex={0}
          data-surface={surfaceOf}
          onPointerDown={onPointerDown}
          onKeyDown={onKeyDown}
          onKeyUp={(event) => event.key === 'Shift' && paint()}
          onFocus={() => {
            setFocused(true);
            // A caret from the start: arrows and labels have somewhere to begin.
            const node = body.current?.firstChild;
            if (node && !place()) document.getSelection()?.collapse(node, Math.min(caret ?? 0, text.length));
          }}
          onBlur={() => setFocused(false)}
        >
          {text}
        </div>
      ) : (
        <div ref={body} className={classes.text} dir="auto">
          {text}
        </div>
      )}
      {handed && (
        <Hand body={body} range={range} caret={focused && range === null ? caret : null} size={size} depth={depth} />
      )}
      <Tags
        regions={regions}
        pieces={pieces}
        lane={lane}
        text={text}
        width={body.current?.parentElement?.clientWidth ?? 0}
        onSelect={handed ? select : undefined}
      />
    </div>
  );
}

type Granularity = 'character' | 'line' | 'lineboundary';
const STEPS: { [key: string]: { towards: 'left' | 'right' | 'forward' | 'backward'; by: Granularity; all?: boolean } } =
  {
    ArrowLeft: { towards: 'left', by: 'character' },
    ArrowRight: { towards: 'right', by: 'character' },
    ArrowUp: { towards: 'backward', by: 'line' },
    ArrowDown: { towards: 'forward', by: 'line' },
    Home: { towards: 'backward', by: 'lineboundary', all: true },
    End: { towards: 'forward', by: 'lineboundary', all: true },
  };

/** Where a stretch stands, line by line, from the corner of the surface. */
function piecesOf(body: HTMLElement, { begin, end }: Stretch): Piece[] {
  const node = body.firstChild;
  if (!(node instanceof Text)) return [];
  const range = document.createRange();
  range.setStart(node, Math.min(begin, node.length));
  range.setEnd(node, Math.min(end, node.length));
  const home = (body.parentElement ?? body).getBoundingClientRect();
  const lines: Piece[] = [];
  for (const box of range.getClientRects()) {
    if (box.width === 0 && begin !== end) continue;
    const last = lines.at(-1);
    const x = box.left - home.left;
    const top = box.top - home.top;
    // Parts of one line that touch are one piece; right-to-left words inside a line may stand apart.
    if (last && Math.abs(last.top - top) < 2 && x <= last.x + last.width + 1 && x + box.width >= last.x - 1) {
      const right = Math.max(last.x + last.width, x + box.width);
      last.x = Math.min(last.x, x);
      last.width = right - last.x;
    } else lines.push({ x, top, bottom: box.bottom - home.top, width: box.width });
  }
  return lines;
}

interface LayerProps {
  regions: readonly DrawnRegion[];
  /** Of each region where it stands. */
  pieces: readonly (readonly Piece[])[];
  lane: readonly number[];
}

/** Measured once the text stands; a stretch is measured again only when the text is laid out anew. */
function usePieces(
  body: React.RefObject<HTMLDivElement | null>,
  regions: readonly DrawnRegion[],
  layout: string,
): readonly (readonly Piece[])[] {
  const [pieces, setPieces] = useState<readonly (readonly Piece[])[]>([]);
  const known = useRef({ layout, places: new Map<string, Piece[]>() });
  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return;
    const places = known.current.layout === layout ? known.current.places : new Map<string, Piece[]>();
    known.current = { layout, places };
    setPieces(
      regions.map((region) => {
        const stretch = `${region.begin} ${region.end}`;
        const place = places.get(stretch) ?? piecesOf(element, region);
        places.set(stretch, place);
        return place;
      }),
    );
  }, [body, regions, layout]);
  return pieces;
}

/** Under the text: a tint behind each region and a line below it. */
const Tints = memo(function Tints({ lane, regions, pieces }: LayerProps) {
  return (
    <div className={classes.layer} aria-hidden="true">
      {regions.flatMap((region, index) =>
        (pieces[index] ?? []).map((piece) => (
          <span
            key={`${region.key} ${piece.top} ${piece.x}`}
            data-piece={region.key}
            data-selected={region.selected || undefined}
            className={classes.tint}
            style={
              {
                '--label': region.color,
                '--lane': lane[index],
                transform: `translate(${piece.x}px, ${piece.top}px)`,
                width: piece.width,
                height: piece.bottom - piece.top,
              } as React.CSSProperties
            }
          />
        )),
      )}
    </div>
  );
});

/** Over the text: the name of each region, where it begins. A name ends where the next one in its lane begins. */
const Tags = memo(function Tags({
  lane,
  regions,
  pieces,
  text,
  width,
  onSelect,
}: LayerProps & { text: string; width: number; onSelect: ((key: string) => void) | undefined }) {
  const { t } = useTranslation('kinds');
  const tags = regions.flatMap((region, index) => {
    const leftwards = readsLeftwards(text.slice(region.begin, region.end));
    const first = leftwards ? rightmost(pieces[index]) : pieces[index]?.[0];
    return first ? [{ region, first, leftwards, lane: lane[index] ?? 0 }] : [];
  });
  // In the order of the text: Tab goes from one to the next as one reads.
  const shown = [...tags].sort((a, b) => a.region.begin - b.region.begin || b.region.end - a.region.end);
  return (
    <div className={classes.layer} data-over>
      {shown.map(({ region, first, leftwards, lane: own }) => {
        const others = tags.filter(
          (one) => one.lane === own && one.region !== region && Math.abs(one.first.bottom - first.bottom) < 4,
        );
        const right = first.x + first.width;
        const room = leftwards
          ? right - Math.max(0, ...others.map((one) => one.first.x + one.first.width).filter((edge) => edge <= first.x))
          : Math.min(width, ...others.map((one) => one.first.x).filter((edge) => edge >= right)) - first.x;
        const style: React.CSSProperties & { '--label': string } = {
          '--label': region.color,
          top: first.bottom + own * LANE_PX + BAR_PX,
          maxWidth: Math.max(first.width, room - 4),
          ...(leftwards ? { right: width - right } : { left: first.x }),
        };
        return onSelect ? (
          <button
            key={region.key}
            type="button"
            className={classes.tag}
            style={style}
            title={region.name}
            data-selected={region.selected || undefined}
            aria-pressed={region.selected}
            aria-label={t('spans.region', { label: region.name, text: text.slice(region.begin, region.end) })}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onSelect(region.key)}
            onFocus={(event) => event.currentTarget.matches(':focus-visible') && onSelect(region.key)}
          >
            {region.name}
          </button>
        ) : (
          <span key={region.key} className={classes.tag} style={style} title={region.name}>
            {region.name}
          </span>
        );
      })}
    </div>
  );
});

/** As text.module.css has them. */
const LANE_PX = 17;
const BAR_PX = 3;

const rightmost = (pieces: readonly Piece[] | undefined): Piece | undefined => {
  const line = pieces?.filter((piece) => Math.abs(piece.top - (pieces[0]?.top ?? 0)) < 2);
  return line?.reduce((best, one) => (one.x + one.width > best.x + best.width ? one : best));
};

/** What is selected, and the caret. */
function Hand({
  body,
  range,
  caret,
  size,
  depth,
}: {
  body: React.RefObject<HTMLDivElement | null>;
  range: Stretch | null;
  caret: number | null;
  size: number;
  depth: number;
}) {
  const [pieces, setPieces] = useState<Piece[]>([]);
  const [at, setAt] = useState<Piece | undefined>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: size and depth are what the places follow from
  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return;
    setPieces(range ? piecesOf(element, range) : []);
    setAt(caret === null ? undefined : caretAt(element, caret));
  }, [body, range, caret, size, depth]);
  return (
    <div className={classes.layer} aria-hidden="true">
      {pieces.map((piece) => (
        <span
          key={`${piece.top} ${piece.x}`}
          className={classes.range}
          style={{
            transform: `translate(${piece.x}px, ${piece.top}px)`,
            width: piece.width,
            height: piece.bottom - piece.top,
          }}
        />
      ))}
      {at && (
        <span
          key={caret}
          className={classes.caret}
          style={{ transform: `translate(${at.x}px, ${at.top}px)`, height: at.bottom - at.top }}
        />
      )}
    </div>
  );
}

/** A place between two characters has no box of its own in some browsers: then the character beside it tells. */
function caretAt(body: HTMLElement, offset: number): Piece | undefined {
  const here = piecesOf(body, { begin: offset, end: offset }).at(-1);
  if (here && here.bottom > here.top) return here;
  const after = piecesOf(body, { begin: offset, end: offset + 1 })[0];
  if (after) return after;
  const before = piecesOf(body, { begin: Math.max(0, offset - 1), end: offset }).at(-1);
  return before && { ...before, x: before.x + before.width };
}
