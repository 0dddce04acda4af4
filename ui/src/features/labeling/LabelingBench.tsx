import { Button, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answering, focusQuestion, handOf, useAnswerKeys, useTool } from '@/shared/answers';
import type { Project } from '@/shared/api';
import { loadAhead } from '@/shared/inputs';
import { type Command, useCommandRegistry, useCommands } from '@/shared/keys';
import { arrangementOf } from '@/shared/kinds/preference/sides';
import { ItemView } from '@/shared/surfaces';
import { KeyBadge, Loading } from '@/shared/ui';
import { Footer } from './Footer';
import classes from './labeling.module.css';
import { type LabelingSession, nameOf } from './labelingSession';
import { mayBeAmbiguous, refusedOnScreen, takenOutOnScreen, type Work, workOf } from './labelingStore';
import { NothingLeft } from './NothingLeft';
import { Notices } from './Notices';
import { outboxFor } from './outboxHome';
import { CommentPanel, GuidelinePanel, SkipPanel } from './panels';
import { QuestionSection } from './QuestionSection';
import { StatusStrip } from './StatusStrip';

/** The screen itself: renders the session's state and turns keys and clicks into its events. */
export function LabelingBench({
  session,
  project,
  accountId,
  onPractise,
}: {
  session: LabelingSession;
  project: Project;
  accountId: string;
  onPractise?: (() => void) | undefined;
}) {
  const { t } = useTranslation('labeling');
  const { state, stats, fetchProblem, gone } = useSyncExternalStore(session.watch, session.view);
  const outbox = outboxFor(accountId);
  const sending = useSyncExternalStore(outbox.watch, outbox.status);
  const work = workOf(state);
  const takenOut = takenOutOnScreen(state);
  const refusals = sending.refused.length;
  const [refusedOpen, setRefusedOpen] = useState(unfoldsByItself);
  // A further refusal is shown, where there is room for it beside the work.
  const [seen, setSeen] = useState(0);
  if (seen !== refusals) {
    setSeen(refusals);
    if (refusals > seen && unfoldsByItself()) setRefusedOpen(true);
  }
  const item = useRef<HTMLDivElement>(null);
  const client = useQueryClient();
  useEffect(() => {
    for (const next of state.ahead) loadAhead(client, project.key, state.schema, next.item.fields);
  }, [client, project.key, state.ahead, state.schema]);
  const answering = useLabelingAnswering(session, work);
  // Where item and questions scroll together, a new item begins with itself.
  const shown = work?.assignment.id;
  const stage = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new item calls for it
  useEffect(() => {
    stage.current?.scrollTo(0, 0);
  }, [shown]);
  useLabelingCommands(session, work, item);
  useAnswerKeys(answering);

  return (
    <div className={classes.bench}>
      {/* That another item is there, and how it begins; who wants all of it reads it. */}
      <VisuallyHidden role="status">
        {work ? t('itemArrived', { item: nameOf(work.schema, work.assignment.item) }) : ''}
      </VisuallyHidden>
      <StatusStrip
        state={state}
        stats={stats}
        onReturn={() => session.dispatch({ kind: 'wentForward' })}
        onClear={() => session.dispatch({ kind: 'cleared' })}
      />
      <div ref={stage} className={classes.stage}>
        {state.guidelineOpen && (
          <GuidelinePanel
            markdown={project.guideline.markdown}
            version={project.guideline.version}
            onPractise={onPractise}
            onClose={() => session.dispatch({ kind: 'guidelineToggled' })}
          />
        )}
        <section className={classes.itemHome} aria-label={t('item')}>
          <div ref={item} className={classes.item} key={`item ${work?.assignment.id ?? state.kind}`}>
            {work ? <Handled work={work} takenOut={takenOut} /> : null}
            {work && answering ? (
              <ItemView
                schema={work.schema}
                fields={work.assignment.item.fields}
                metadata={work.assignment.item.metadata}
                answers={work.draft.answers}
                arrangement={answering.arrangement}
                hand={handOf(answering)}
              />
            ) : state.kind === 'nothingLeft' ? (
              <NothingLeft
                reason={state.reason}
                limit={state.limit}
                project={project}
                stats={stats}
                onLookAgain={() => session.retry()}
              />
            ) : fetchProblem === null && !gone && sending.phase !== 'waiting' ? (
              <Loading />
            ) : null}
          </div>
        </section>
        <Notices
          session={session}
          outbox={outbox}
          sending={sending}
          fetchProblem={fetchProblem}
          gone={gone}
          hasWork={work !== null}
          refusedOpen={refusedOpen}
          onFold={() => setRefusedOpen(false)}
        />
        {work && answering && <Questions session={session} work={work} answering={answering} />}
      </div>
      <Footer
        session={session}
        sending={sending}
        outbox={outbox}
        refusedOpen={refusedOpen}
        onRefused={() => setRefusedOpen(!refusedOpen)}
      />
    </div>
  );
}

/** What whoever runs the project has done with the answer on screen, and why. */
function Handled({ work, takenOut }: { work: Work; takenOut: string | undefined }) {
  const { t } = useTranslation('labeling');
  const reason = takenOut ?? work.sentBack;
  if (reason === '') return null;
  return (
    <p className={classes.handled} role="note">
      <strong>{t(takenOut === undefined ? 'sentBack' : 'takenOut')}</strong> {reason}
    </p>
  );
}

/** On a phone the list would cover the item; there it waits behind the status line. */
const unfoldsByItself = (): boolean => window.matchMedia('(min-width: 761px)').matches;

/** The work on screen, for the one editor of answers. */
function useLabelingAnswering(session: LabelingSession, work: Work | null): Answering | null {
  const { gone } = useSyncExternalStore(session.watch, session.view);
  const [tool, handle] = useTool(work?.assignment.id ?? '');
  if (!work) return null;
  return {
    schema: work.schema,
    fields: work.assignment.item.fields,
    document: work,
    active: work.active,
    missing: work.missing,
    arrangement: arrangementOf(work.assignment.id),
    named: false,
    tool,
    handle,
    edit: (question, operation, advance = false) => session.dispatch({ kind: 'edited', question, operation, advance }),
    focus: (question) => session.dispatch({ kind: 'questionFocused', question }),
    select: (question, region) => session.dispatch({ kind: 'regionSelected', question, region }),
    submit: gone ? undefined : () => session.submit(),
  };
}

function Questions({ session, work, answering }: { session: LabelingSession; work: Work; answering: Answering }) {
  const { t } = useTranslation('labeling');
  const { state, gone } = useSyncExternalStore(session.watch, session.view);
  const { schema } = work;
  const { active } = work;
  const itemId = work.assignment.id;
  const panel = state.panel;

  // Keyboard and screen reader go where the keys go: to the question in force, on every new item to the first.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new item calls for it even if the question is the same
  useEffect(() => {
    if (
      document.activeElement instanceof HTMLElement &&
      document.activeElement.closest('[data-panel], [role="dialog"], header')
    )
      return;
    focusQuestion(active);
  }, [active, itemId, panel]);

  const ambiguous = mayBeAmbiguous(schema);
  const closed = gone || takenOutOnScreen(state) !== undefined;
  return (
    <QuestionSection answering={answering}>
      {panel === 'skip' && <SkipPanel session={session} />}
      {panel === 'comment' && (
        <CommentPanel session={session} work={work} ambiguous={ambiguous} refused={refusedOnScreen(state)} />
      )}
      <div className={classes.actions}>
        <Button
          variant="default"
          className={classes.secondary ?? ''}
          disabled={closed}
          onClick={() => session.dispatch({ kind: 'panelOpened', panel: 'skip' })}
          aria-expanded={panel === 'skip'}
          rightSection={<KeyBadge binding="s" decorative />}
        >
          {t('skip')}
        </Button>
        <Button
          variant="default"
          className={classes.secondary ?? ''}
          disabled={takenOutOnScreen(state) !== undefined}
          data-on={work.draft.ambiguous || undefined}
          onClick={() => openAmbiguous(session, work, ambiguous)}
          aria-pressed={ambiguous ? work.draft.ambiguous : undefined}
          rightSection={<KeyBadge binding={ambiguous ? '0' : 'c'} decorative />}
        >
          {ambiguous ? t('ambiguous') : t('comment')}
        </Button>
        <Button
          className={classes.submit ?? ''}
          disabled={closed}
          onClick={() => session.submit()}
          rightSection={<span aria-hidden="true">↵</span>}
        >
          {state.kind === 'revising' ? t('submitRevision') : t('submit')}
        </Button>
      </div>
    </QuestionSection>
  );
}

/** 0: the first press flags the item and opens the comment, the next takes the flag away. */
function openAmbiguous(session: LabelingSession, work: Work, allowed: boolean): void {
  const { panel } = session.view().state;
  if (!allowed) {
    session.dispatch({ kind: 'panelOpened', panel: 'comment' });
    return;
  }
  session.dispatch({ kind: 'ambiguousToggled' });
  if (work.draft.ambiguous === (panel === 'comment')) session.dispatch({ kind: 'panelOpened', panel: 'comment' });
}

function useLabelingCommands(session: LabelingSession, work: Work | null, item: RefObject<HTMLElement | null>): void {
  const { t } = useTranslation('labeling');
  const setHelpOpen = useCommandRegistry((registry) => registry.setHelpOpen);
  const schema = work?.schema ?? session.view().state.schema;
  const commands = useMemo<Command[]>(() => {
    const section = t('keysSection');
    const ambiguous = mayBeAmbiguous(schema);
    const on = () => workOf(session.view().state);
    const scroll = (pages: number) => item.current?.scrollBy({ top: pages * item.current.clientHeight * 0.85 });
    return [
      { id: 'labeling.submit', title: t('keySubmit'), section, keys: ['Enter'], run: () => session.submit() },
      {
        id: 'labeling.submit.anywhere',
        title: t('keySubmitAnywhere'),
        section,
        keys: ['Mod+Enter'],
        palette: false,
        run: () => session.submit(),
      },
      {
        id: 'labeling.down',
        title: t('keyNextQuestion'),
        section,
        keys: ['ArrowDown'],
        palette: false,
        run: () => session.dispatch({ kind: 'questionMoved', by: 1 }),
      },
      {
        id: 'labeling.up',
        title: t('keyPreviousQuestion'),
        section,
        keys: ['ArrowUp'],
        palette: false,
        run: () => session.dispatch({ kind: 'questionMoved', by: -1 }),
      },
      {
        id: 'labeling.skip',
        title: t('keySkip'),
        section,
        keys: ['s'],
        run: () => on() && session.dispatch({ kind: 'panelOpened', panel: 'skip' }),
      },
      ...(ambiguous
        ? [
            {
              id: 'labeling.ambiguous',
              title: t('keyAmbiguous'),
              section,
              keys: ['0'],
              run: () => {
                const current = on();
                if (current) openAmbiguous(session, current, true);
              },
            },
          ]
        : []),
      {
        id: 'labeling.comment',
        title: t('keyComment'),
        section,
        keys: ['c'],
        run: () => on() && session.dispatch({ kind: 'panelOpened', panel: 'comment' }),
      },
      {
        id: 'labeling.undo',
        title: t('keyUndo'),
        section,
        keys: ['z', 'Mod+z'],
        run: () => session.dispatch({ kind: 'undone' }),
      },
      {
        id: 'labeling.clear',
        title: t('keyClear'),
        section,
        keys: ['Shift+Backspace'],
        run: () => session.dispatch({ kind: 'cleared' }),
      },
      {
        id: 'labeling.redo',
        title: t('keyRedo'),
        section,
        keys: ['Shift+z', 'Mod+Shift+z'],
        run: () => session.dispatch({ kind: 'redone' }),
      },
      {
        id: 'labeling.previous',
        title: t('keyPrevious'),
        section,
        keys: ['ArrowLeft', '['],
        run: () => session.dispatch({ kind: 'wentBack' }),
      },
      {
        id: 'labeling.forward',
        title: t('keyForward'),
        section,
        keys: ['ArrowRight', ']'],
        run: () => session.dispatch({ kind: 'wentForward' }),
      },
      {
        id: 'labeling.pageDown',
        title: t('keyPageDown'),
        section,
        keys: ['PageDown'],
        palette: false,
        run: () => scroll(1),
      },
      {
        id: 'labeling.pageUp',
        title: t('keyPageUp'),
        section,
        keys: ['PageUp'],
        palette: false,
        run: () => scroll(-1),
      },
      {
        id: 'labeling.guideline',
        title: t('keyGuideline'),
        section,
        keys: ['g'],
        run: () => session.dispatch({ kind: 'guidelineToggled' }),
      },
      {
        id: 'labeling.help',
        title: t('keyHelp'),
        section,
        keys: ['?'],
        palette: false,
        hidden: true,
        run: () => setHelpOpen(true),
      },
      {
        id: 'labeling.close',
        title: t('keyClose'),
        section,
        keys: ['Escape'],
        palette: false,
        inTextFields: true,
        run: () => session.dispatch({ kind: 'closed' }),
      },
    ];
  }, [t, session, schema, setHelpOpen, item]);
  useCommands(commands);
}
