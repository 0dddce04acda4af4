import { Button, SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import * as yaml from 'yaml';
import { api, type SchemaCheck } from '@/shared/api';
import type { Fields } from '@/shared/inputs';
import { Icon, ProblemAlert } from '@/shared/ui';
import { LabelingPreview } from './LabelingPreview';
import { SchemaForm } from './SchemaForm';
import css from './schema.module.css';
import { fromYaml, lineStart, type SchemaDraft, type SchemaProblem, toYaml } from './schemaModel';

type View = 'form' | 'yaml' | 'preview';

/** What undo comes back to: the schema, and the text that nobody could read yet, if there was one. */
interface Moment {
  readonly schema: SchemaDraft;
  readonly unread: string | undefined;
}

/** What a screen's own bar below the editor may say. */
interface EditorState {
  readonly valid: boolean;
  /** The first reason why the YAML cannot be read. */
  readonly unreadable: SchemaProblem | undefined;
  /** Moves the caret to that place. */
  readonly showUnreadable: () => void;
}

/** Form or YAML, and beside it the card labelers will see; on a narrow screen one at a time. */
export default function SchemaEditor({
  value,
  onChange,
  unread,
  onUnread,
  onValidity,
  sample,
  extraProblems = [],
  refused = false,
  footer,
}: {
  value: SchemaDraft;
  onChange: (schema: SchemaDraft) => void;
  /** YAML that is not read yet, or cannot be: `value` is then the last that could. */
  unread: string | undefined;
  /** A text that nobody has read yet; once it can be read it goes out as a schema. */
  onUnread: (text: string) => void;
  onValidity?: (valid: boolean) => void;
  /** The fields of a real item, for the preview. */
  sample?: Fields | undefined;
  /** Problems found when saving. */
  extraProblems?: readonly SchemaProblem[];
  /** The last try to save failed, and nothing has been changed since: the footer says why, and nothing else is praised. */
  refused?: boolean;
  footer?: (state: EditorState) => ReactNode;
}) {
  const { t } = useTranslation('schema');
  const [readable, setReadable] = useState(() => toYaml(value, yaml));
  const [view, setView] = useState<View>(unread === undefined ? 'form' : 'yaml');
  const [past, setPast] = useState<readonly Moment[]>([]);
  const [future, setFuture] = useState<readonly Moment[]>([]);
  const shown = useRef(value);

  // Somebody else changed the schema (a restored draft, an undo): the text follows.
  useEffect(() => {
    if (shown.current === value) return;
    shown.current = value;
    setReadable(toYaml(value, yaml));
  }, [value]);

  const put = (schema: SchemaDraft, withText: boolean): void => {
    shown.current = schema;
    if (withText) setReadable(toYaml(schema, yaml));
    onChange(schema);
  };
  const remember = (moment: Moment): void => {
    setPast((now) => [...now.slice(-99), moment]);
    setFuture([]);
  };
  const show = ({ schema, unread: text }: Moment): void => {
    put(schema, true);
    if (text !== undefined) onUnread(text);
  };
  const edit = (schema: SchemaDraft): void => {
    remember({ schema: value, unread });
    put(schema, true);
  };
  const undo = (): void => {
    const last = past.at(-1);
    if (!last) return;
    setPast(past.slice(0, -1));
    setFuture([{ schema: value, unread }, ...future]);
    show(last);
  };
  const redo = (): void => {
    const [first, ...rest] = future;
    if (!first) return;
    setFuture(rest);
    setPast([...past, { schema: value, unread }]);
    show(first);
  };

  const typed = useMemo(() => (unread === undefined ? undefined : fromYaml(unread, yaml)), [unread]);
  const asked = typed?.kind === 'value' ? typed.value : value;
  const [settled] = useDebouncedValue(asked, 300);
  const check = useQuery({
    queryKey: ['schemaCheck', settled],
    queryFn: () => api.post<SchemaCheck>('/schemas/check', { schema: settled }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous) => previous,
  });
  // What the server says of the very text that stands there now.
  const said = settled === asked && !check.isPlaceholderData ? check.data : undefined;
  const yamlProblems = useMemo<readonly SchemaProblem[]>(() => {
    if (typed?.kind === 'problems') return typed.problems;
    return typed ? (said?.problems ?? []).map((one) => ({ ...one, line: typed.lineOf(one.where) })) : [];
  }, [typed, said]);
  const readAs = typed?.kind === 'value' ? said?.schema : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each text that has become readable
  useEffect(() => {
    if (unread === undefined || !readAs) return;
    setReadable(unread);
    remember({ schema: value, unread: undefined });
    put(readAs, false);
  }, [unread, readAs]);
  const problems = useMemo<readonly SchemaProblem[]>(
    () => [...(unread === undefined ? (check.data?.problems ?? []) : []), ...extraProblems],
    [unread, check.data, extraProblems],
  );
  const checking = yamlProblems.length === 0 && said === undefined && !check.error;
  const valid = unread === undefined && (check.data?.problems.length ?? 0) === 0;
  useEffect(() => onValidity?.(valid), [valid, onValidity]);

  const text = unread ?? readable;
  const area = useRef<HTMLTextAreaElement>(null);
  const [unreadable] = yamlProblems;
  const showUnreadable = (): void => {
    const line = unreadable?.line ?? 1;
    // On a narrow screen the YAML is shown only now, and what is hidden takes no caret.
    flushSync(() => setView('yaml'));
    const start = lineStart(text, line);
    area.current?.focus({ preventScroll: true });
    area.current?.setSelectionRange(start, start);
    area.current?.parentElement?.querySelector(`[data-line="${line}"]`)?.scrollIntoView({ block: 'center' });
  };

  const listed = yamlProblems.length > 0 ? yamlProblems : problems;
  return (
    <div className={css.editor} data-view={view}>
      <div className={css.bar}>
        <SegmentedControl
          className={css.views}
          value={view}
          onChange={(next) => setView(next as View)}
          data={[
            { value: 'form', label: t('form') },
            { value: 'yaml', label: 'YAML' },
            { value: 'preview', label: t('previewTab') },
          ]}
        />
        <Button.Group>
          <Button
            variant="default"
            size="xs"
            onClick={undo}
            disabled={past.length === 0}
            leftSection={<Icon name="undo" />}
          >
            {t('undo')}
          </Button>
          <Button
            variant="default"
            size="xs"
            onClick={redo}
            disabled={future.length === 0}
            leftSection={<Icon name="redo" />}
          >
            {t('redo')}
          </Button>
        </Button.Group>
        <span className={css.verdict} role="status">
          {listed.length > 0 ? (
            <>
              <Icon name="alert" style={{ color: 'var(--bad)' }} />
              {t('problems', { count: listed.length })}
            </>
          ) : refused ? null : checking ? (
            t('checking')
          ) : (
            <>
              <Icon name="check" style={{ color: 'var(--good)' }} />
              {t('noProblems')}
            </>
          )}
        </span>
      </div>
      <div className={css.panes}>
        <section className={css.pane} data-pane="form" aria-label={t('form')}>
          {yamlProblems.length > 0 ? (
            <p className={css.stale}>
              {t('formStale')}{' '}
              <Button variant="default" size="compact-xs" onClick={() => edit(value)}>
                {t('dropYaml')}
              </Button>
            </p>
          ) : null}
          {/* A change here would put this version in place of what is being typed. */}
          <div inert={yamlProblems.length > 0}>
            <SchemaForm schema={value} problems={problems} onChange={edit} />
          </div>
        </section>
        <section className={css.pane} data-pane="yaml" aria-label="YAML">
          <YamlArea area={area} text={text} problems={listed} onChange={onUnread} />
        </section>
        <section className={css.pane} data-pane="preview" aria-label={t('preview')}>
          <div className={css.paneTitle}>{t('preview')}</div>
          {yamlProblems.length > 0 ? <p className={css.stale}>{t('previewStale')}</p> : null}
          <LabelingPreview schema={value} fields={sample} />
        </section>
      </div>
      {check.error ? <ProblemAlert error={check.error} kept={t('kept')} onRetry={() => void check.refetch()} /> : null}
      {footer?.({ valid, unreadable, showUnreadable })}
    </div>
  );
}

function YamlArea({
  area,
  text,
  problems,
  onChange,
}: {
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  problems: readonly SchemaProblem[];
  onChange: (text: string) => void;
}) {
  const { t } = useTranslation('schema');
  const marked = new Set(problems.map((problem) => problem.line).filter((line) => line !== undefined));
  const lines = text.split('\n');
  return (
    <>
      <div className={css.paneTitle}>YAML</div>
      <div className={css.yaml}>
        <div className={css.sheet}>
          {/* The same lines once more, which nobody sees: they wrap as the text does, so that each number stands at its line. */}
          <div className={css.lines} aria-hidden="true">
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              <div key={index} className={css.line} data-line={index + 1} data-bad={marked.has(index + 1) || undefined}>
                <span className={css.lineNumber}>{index + 1}</span>
                <span className={css.lineText}>{line}</span>
              </div>
            ))}
          </div>
          <textarea
            ref={area}
            className={css.yamlText}
            value={text}
            onChange={(event) => onChange(event.currentTarget.value)}
            spellCheck={false}
            autoCapitalize="off"
            aria-label={t('yamlLabel')}
            aria-invalid={problems.length > 0}
          />
        </div>
      </div>
      {problems.length > 0 ? (
        <ul className={css.problemList}>
          {problems.map((problem) => (
            <li key={`${problem.where}${problem.what}`}>
              {problem.line === undefined ? null : <strong>{t('line', { n: problem.line })} </strong>}
              <code>{problem.where}</code> {problem.what}. <span className={css.fix}>{problem.fix}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
