import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, type PointerEvent, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaFacts } from '../../api/contract';
import { hasCode } from '../../api/problem';
import { type Command, useCommands } from '../../keys';
import { Delayed } from '../../ui/Delayed';
import { Icon, type IconName } from '../../ui/Icon';
import { KeyBadge } from '../../ui/KeyBadge';
import { ProjectOfItems } from '../home';
import type { ViewProps } from '../input';
import { Plain } from '../Plain';
import css from './image.module.css';
import { mediaAddress, mediaQuery, pictureOf } from './media';
import { scrollTo, useZoom } from './zoom';

/** A file of the project that is an image: all of it, as large as there is room, or pixel by pixel. */
export function ImageView({ content }: ViewProps) {
  const { t } = useTranslation('inputs');
  const project = useContext(ProjectOfItems);
  const picture = pictureOf(content);
  switch (picture.kind) {
    case 'none':
      return <Plain content={content} />;
    case 'foreign':
      return (
        <Note icon="link" title={t('image.foreign')} name={picture.address}>
          {t('image.foreignFix')}
        </Note>
      );
    case 'sample':
      return <Note icon="image" title={t('image.sample')} />;
    case 'file':
      return project === undefined ? (
        <Note icon="image" title={t('image.sample')} />
      ) : (
        <File key={picture.name} project={project} name={picture.name} />
      );
  }
}

function File({ project, name }: { project: string; name: string }) {
  const { t } = useTranslation('inputs');
  const facts = useQuery(mediaQuery(project, name));
  const [broken, setBroken] = useState(false);
  if (facts.error && !facts.data)
    return hasCode(facts.error, 'media_unknown') ? (
      <Note icon="image" title={t('image.missing')} name={name}>
        {t('image.missingFix')}
      </Note>
    ) : (
      <Note icon="alert" title={t('image.unreachable')} name={name} onRetry={() => void facts.refetch()} />
    );
  if (!facts.data)
    return (
      <Delayed>
        <Note icon="image" title={t('image.loading')} />
      </Delayed>
    );
  if (broken)
    return (
      <Note
        icon="alert"
        title={t('image.broken')}
        name={name}
        onRetry={() => {
          setBroken(false);
          void facts.refetch();
        }}
      >
        {t('image.brokenFix')}
      </Note>
    );
  return <Shown facts={facts.data} src={mediaAddress(project, facts.data)} onBroken={() => setBroken(true)} />;
}

/** What stands where no picture can be. */
function Note({
  icon,
  title,
  name,
  children,
  onRetry,
}: {
  icon: IconName;
  title: string;
  name?: string;
  children?: string;
  onRetry?: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.note} role={icon === 'image' ? undefined : 'status'}>
      <Icon name={icon} size={24} />
      <p className={css.noteTitle}>{title}</p>
      {name !== undefined && <p className={css.noteName}>{name}</p>}
      {children !== undefined && <p>{children}</p>}
      {onRetry && (
        <button type="button" className={css.button} onClick={onRetry}>
          {t('retry')}
        </button>
      )}
    </div>
  );
}

/** Pixels that an arrow moves the picture by. */
const STEP = 80;
/** Pixels up to which a picture is enlarged pixel by pixel: smoothed, there would be nothing to see. */
const TINY = 129;
/** Pixels after which a press is a pull. */
const PULLED = 4;

function Shown({ facts, src, onBroken }: { facts: MediaFacts; src: string; onBroken: () => void }) {
  const { t } = useTranslation('inputs');
  const { width, height, name } = facts;
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [larger, setLarger] = useState(false);
  const [loaded, setLoaded] = useState(false);
  const [self] = useState(() => Symbol('picture'));
  const { actual, at, steps, toggle, step, views, enter, leave } = useZoom();
  const zoomed = actual && larger;

  useEffect(() => {
    enter(self);
    return () => leave(self);
  }, [enter, leave, self]);
  // Only what is shown smaller than it is can be looked at more closely.
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    const measure = () => setLarger(box.clientWidth > 0 && box.clientWidth < width - 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [width]);
  useLayoutEffect(() => {
    const view = scroller.current;
    if (!view || !zoomed) return;
    view.scrollLeft = scrollTo(at.x, width, view.clientWidth) + steps.x;
    view.scrollTop = scrollTo(at.y, height, view.clientHeight) + steps.y;
  }, [zoomed, at, steps, width, height]);

  useCommands(views[0] === self ? commandsOf(t, zoomed, toggle, step) : []);
  const { pulled, ...hand } = usePull(zoomed);
  const style = { '--width': width, '--height': height } as CSSProperties;
  return (
    <figure className={css.picture} style={style} data-picture>
      <div className={css.stage}>
        <div ref={frame} className={css.frame}>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button below and its key do the same */}
          <img
            className={css.whole}
            src={src}
            alt={zoomed ? '' : name}
            width={width}
            height={height}
            decoding="sync"
            draggable={false}
            data-larger={larger || undefined}
            data-tiny={width < TINY || undefined}
            data-hidden={zoomed || undefined}
            onLoad={() => setLoaded(true)}
            onError={onBroken}
            onClick={(event) => {
              if (!larger) return;
              const box = event.currentTarget.getBoundingClientRect();
              toggle({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
            }}
          />
          {!loaded && (
            <Delayed>
              <span className={css.loading}>{t('image.loading')}</span>
            </Delayed>
          )}
        </div>
        {zoomed && (
          <section
            ref={scroller}
            className={css.scroller}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by itself, so the keyboard must reach it
            tabIndex={0}
            aria-label={t('image.actualSizeOf', { name })}
            {...hand}
            onKeyDown={(event) => {
              // Elsewhere on the screen arrows go to another question or item.
              if (/^Arrow/.test(event.key) && !event.shiftKey) event.stopPropagation();
            }}
            onClick={() => {
              if (!pulled()) toggle();
            }}
          >
            <img className={css.actual} src={src} alt={name} width={width} height={height} draggable={false} />
          </section>
        )}
      </div>
      <div className={css.bar}>
        <button
          type="button"
          className={css.button}
          data-unneeded={!larger || undefined}
          disabled={!larger}
          onClick={() => toggle()}
        >
          {zoomed ? t('image.fit') : t('image.actualSize')}
          <KeyBadge binding="+" decorative />
        </button>
      </div>
    </figure>
  );
}

function commandsOf(
  t: ReturnType<typeof useTranslation<'inputs'>>['t'],
  zoomed: boolean,
  toggle: () => void,
  step: (by: { x: number; y: number }) => void,
): Command[] {
  const section = t('image.keys');
  const move = (key: string, title: string, x: number, y: number): Command => ({
    id: `image.${key}`,
    title,
    section,
    keys: [`Shift+${key}`],
    palette: false,
    run: () => step({ x: x * STEP, y: y * STEP }),
  });
  return [
    {
      id: 'image.size',
      title: zoomed ? t('image.fit') : t('image.actualSize'),
      section,
      keys: ['+', '='],
      run: () => toggle(),
    },
    ...(zoomed
      ? [
          move('ArrowLeft', t('image.left'), -1, 0),
          move('ArrowRight', t('image.right'), 1, 0),
          move('ArrowUp', t('image.up'), 0, -1),
          move('ArrowDown', t('image.down'), 0, 1),
        ]
      : []),
  ];
}

/** The picture follows a pressed mouse; fingers scroll by themselves. */
function usePull(on: boolean) {
  const from = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  const far = useRef(false);
  return {
    pulled: () => far.current,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      far.current = false;
      if (!on || event.pointerType !== 'mouse' || event.button !== 0) return;
      const view = event.currentTarget;
      view.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const start = from.current;
      if (!start) return;
      const x = event.clientX - start.x;
      const y = event.clientY - start.y;
      if (Math.hypot(x, y) > PULLED) far.current = true;
      if (far.current) event.currentTarget.scrollTo(start.left - x, start.top - y);
    },
    onPointerUp: () => {
      from.current = null;
    },
    onPointerCancel: () => {
      from.current = null;
    },
  };
}
