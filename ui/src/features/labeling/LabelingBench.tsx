import { Button } from '@mantine/core';
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/shared/api';
import { type Command, useCommandRegistry, useCommands } from '@/shared/keys';
import { askedQuestions, ItemView, picksOf, QuestionControl } from '@/shared/schema';
import { KeyBadge, Loading } from '@/shared/ui';
import { Footer } from './Footer';
import classes from './labeling.module.css';
import type { LabelingSession } from './labelingSession';
import { mayBeAmbiguous, refusedOnScreen, type Work, workOf } from './labelingStore';
import { NothingLeft } from './NothingLeft';
import { Notices } from './Notices';
import { outboxFor } from './outboxHome';
import { CommentPanel, GuidelinePanel, SkipPanel } from './panels';
import { StatusStrip } from './StatusStrip';

/** The screen itself: renders the session's state and turns keys and clicks into its events. */
export function LabelingBench({
  session,
  project,
  accountId,
}: {
  session: LabelingSession;
  project: Project;
  accountId: string;
}) {
  const { t } = useTranslation('labeling');
  const { state, stats, fetchProblem, gone } = useSyncExternalStore(session.watch, session.view);
  const outbox = outboxFor(accountId);
  const sending = useSyncExternalStore(outbox.watch, outbox.status);
  const work = workOf(state);
  const refusals = sending.refused.length;
  const [refusedOpen, setRefusedOpen] = useState(unfoldsByItself);
  // A further refusal is shown, where there is room for it beside the work.
  const [seen, setSeen] = useState(0);
  if (seen !== refusals) {
    setSeen(refusals);
    if (refusals > seen && unfoldsByItself()) setRefusedOpen(true);
  }
  const item = useRef<HTMLDivElement>(null);
  useLabelingCommands(session, work, item);

  return (
    <div className={classes.bench}>
      <StatusStrip state={state} stats={stats} onReturn={() => session.dispatch({ kind: 'wentForward' })} />
      <div className={classes.stage}>
        {state.guidelineOpen && (
          <GuidelinePanel
            markdown={project.guideline.markdown}
            version={project.guideline.version}
            onClose={() => session.dispatch({ kind: 'guidelineToggled' })}
          />
        )}
        {/* The live region stays while items come and go inside it: one that arrives with its text is not read out. */}
        <section className={classes.itemHome} aria-label={t('item')} aria-live="polite">
          <div ref={item} className={classes.item} key={`item ${work?.assignment.id ?? state.kind}`}>
            {work ? (
              <ItemView
                schema={work.schema}
                fields={work.assignment.item.fields}
                metadata={work.assignment.item.metadata}
              />
            ) : state.kind === 'nothingLeft' ? (
              <NothingLeft reason={state.reason} project={project} stats={stats} onLookAgain={() => session.retry()} />
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
        {work && <Questions session={session} work={work} />}
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

/** On a phone the list would cover the item; there it waits behind the status line. */
const unfoldsByItself = (): boolean => window.matchMedia('(min-width: 761px)').matches;

function Questions({ session, work }: { session: LabelingSession; work: Work }) {
  const { t } = useTranslation('labeling');
  const { state, gone } = useSyncExternalStore(session.watch, session.view);
  const { schema } = work;
  const groups = useRef(new Map<string, HTMLFieldSetElement>());
  const asked = new Set(askedQuestions(schema, work.draft.answers).map((question) => question.id));
  const { active } = work;
  const itemId = work.assignment.id;
  const panel = state.panel;

  // Keyboard and screen reader go where the keys go: to the question in force, on every new item to the first.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new item calls for it even if the question is the same
  useEffect(() => {
    const group = groups.current.get(active);
    if (!group || group.contains(document.activeElement)) return;
    if (
      document.activeElement instanceof HTMLElement &&
      document.activeElement.closest('[data-panel], [role="dialog"], header')
    )
      return;
    group.focus({ preventScroll: true });
    group.scrollIntoView({ block: 'nearest' });
  }, [active, itemId, panel]);

  const ambiguous = mayBeAmbiguous(schema);
  return (
    <section className={classes.questions} aria-label={t('questions')}>
      <div className={classes.questionList}>
        {schema.questions.map((question) => (
          <div
            key={question.id}
            className={classes.questionSlot}
            data-asked={asked.has(question.id) || undefined}
            inert={!asked.has(question.id)}
          >
            <QuestionControl
              question={question}
              answer={asked.has(question.id) ? work.draft.answers[question.id] : undefined}
              active={active === question.id}
              missing={work.missing.includes(question.id)}
              onPick={(value, advance) => session.dispatch({ kind: 'picked', question: question.id, value, advance })}
              onFocus={() =>
                active !== question.id && session.dispatch({ kind: 'questionFocused', question: question.id })
              }
              groupRef={(element) => {
                if (element) groups.current.set(question.id, element);
                else groups.current.delete(question.id);
              }}
            />
          </div>
        ))}
      </div>
      {panel === 'skip' && <SkipPanel session={session} />}
      {panel === 'comment' && (
        <CommentPanel session={session} work={work} ambiguous={ambiguous} refused={refusedOnScreen(state)} />
      )}
      <div className={classes.actions}>
        <Button
          variant="default"
          className={classes.secondary ?? ''}
          disabled={gone}
          onClick={() => session.dispatch({ kind: 'panelOpened', panel: 'skip' })}
          aria-expanded={panel === 'skip'}
          rightSection={<KeyBadge binding="s" decorative />}
        >
          {t('skip')}
        </Button>
        <Button
          variant="default"
          className={classes.secondary ?? ''}
          data-on={work.draft.ambiguous || undefined}
          onClick={() => openAmbiguous(session, work, ambiguous)}
          aria-pressed={ambiguous ? work.draft.ambiguous : undefined}
          rightSection={<KeyBadge binding={ambiguous ? '0' : 'c'} decorative />}
        >
          {ambiguous ? t('ambiguous') : t('comment')}
        </Button>
        <Button
          className={classes.submit ?? ''}
          disabled={gone}
          onClick={() => session.submit()}
          rightSection={<span aria-hidden="true">↵</span>}
        >
          {state.kind === 'revising' ? t('submitRevision') : t('submit')}
        </Button>
      </div>
    </section>
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
  const { setHelpOpen } = useCommandRegistry();
  const schema = work?.schema ?? session.view().state.schema;
  const active = schema.questions.find((question) => question.id === work?.active);
  const commands = useMemo<Command[]>(() => {
    const section = t('keysSection');
    const ambiguous = mayBeAmbiguous(schema);
    const on = () => workOf(session.view().state);
    const scroll = (pages: number) => item.current?.scrollBy({ top: pages * item.current.clientHeight * 0.85 });
    return [
      ...(active ? picksOf(active) : []).flatMap((pick) =>
        pick.key === undefined
          ? []
          : [
              {
                id: `labeling.pick.${pick.value}`,
                title: String(active?.options?.find((option) => option.id === pick.value)?.title ?? pick.value),
                section: active?.title || active?.id || t('keysAnswer'),
                keys: [pick.key],
                palette: false,
                run: () =>
                  active && session.dispatch({ kind: 'picked', question: active.id, value: pick.value, advance: true }),
              },
            ],
      ),
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
  }, [t, session, schema, active, setHelpOpen, item]);
  useCommands(commands);
}
