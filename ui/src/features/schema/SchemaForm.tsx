import { Button, Checkbox, Menu, Select, TextInput } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input, QuestionType } from '@/shared/api';
import { INPUT_TYPES } from '@/shared/inputs';
import { type FieldsProps, KINDS, kindOf, questionTitle } from '@/shared/kinds';
import { clean, freeId, moved, slug } from '@/shared/kinds/names';
import { IconAction } from '@/shared/kinds/parts/IconAction';
import { firstProblem, Problems, problemsAt } from '@/shared/kinds/parts/Problems';
import { Icon } from '@/shared/ui';
import css from './schema.module.css';
import {
  idFor,
  newQuestion,
  type QuestionDraft,
  renameQuestion,
  type SchemaDraft,
  type SchemaProblem,
  withoutQuestion,
  withType,
} from './schemaModel';

/** More questions than this begin folded. */
const MOST_UNFOLDED = 4;

/** The schema as a form. Every change goes out as a whole new schema; problems stand at the field they belong to. */
export function SchemaForm({
  schema,
  problems,
  onChange,
}: {
  schema: SchemaDraft;
  problems: readonly SchemaProblem[];
  onChange: (schema: SchemaDraft) => void;
}) {
  const { t } = useTranslation('schema');
  const { t: kind } = useTranslation('kinds');
  const { t: shown } = useTranslation('inputs');
  const setInput = (index: number, input: Input): void =>
    onChange({ ...schema, inputs: schema.inputs.with(index, input) });
  const setQuestion = (index: number, question: QuestionDraft): void =>
    onChange({ ...schema, questions: schema.questions.with(index, question) });
  const add = (type: QuestionType): void =>
    onChange({ ...schema, questions: [...schema.questions, newQuestion(type, schema)] });
  // Many questions begin folded: what somebody came to change is found among their titles.
  const [folded, setFolded] = useState<ReadonlySet<string>>(
    () => new Set(schema.questions.length > MOST_UNFOLDED ? schema.questions.map((one) => one.id) : []),
  );
  const fold = (id: string, away: boolean): void => {
    const next = new Set(folded);
    if (away) next.add(id);
    else next.delete(id);
    setFolded(next);
  };
  const allFolded = schema.questions.every((one) => folded.has(one.id));
  return (
    <>
      <div className={css.paneTitle}>{t('inputs')}</div>
      <p className={css.hint}>{t('inputsText')}</p>
      <Problems problems={problemsAt(problems, 'inputs', true)} />
      {schema.inputs.map((input, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ids are being edited; the place is what stays
        <div className={css.inputRow} key={index}>
          <TextInput
            label={t('field')}
            value={input.field}
            onChange={(event) => {
              const field = event.currentTarget.value;
              const follows = input.id === '' || input.id === slug(input.field, 'input');
              setInput(index, { ...input, field, id: follows ? slug(field, 'input') : input.id });
            }}
            error={firstProblem(problems, `inputs[${index}]`)}
          />
          <Select
            label={t('shownAs')}
            value={input.type}
            onChange={(type) =>
              type && setInput(index, { id: input.id, field: input.field, type: type as Input['type'] })
            }
            description={shown(`about.${input.type}`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={INPUT_TYPES.map((value) => ({ value, label: shown(`name.${value}`) }))}
            allowDeselect={false}
          />
          <IconAction
            name="trash"
            label={t('removeInput', { name: input.field })}
            disabled={schema.inputs.length === 1}
            onClick={() => onChange({ ...schema, inputs: schema.inputs.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="plus" />}
        onClick={() => {
          const id = freeId(
            'context',
            schema.inputs.map((input) => input.id),
          );
          onChange({ ...schema, inputs: [...schema.inputs, { id, type: 'text', field: id }] });
        }}
      >
        {t('addInput')}
      </Button>

      <div className={css.questionsHead}>
        <div className={css.paneTitle}>{t('questions')}</div>
        {schema.questions.length > 1 ? (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => setFolded(new Set(allFolded ? [] : schema.questions.map((one) => one.id)))}
          >
            {allFolded ? t('unfoldAll') : t('foldAll')}
          </Button>
        ) : null}
      </div>
      <Problems problems={problemsAt(problems, 'questions', true)} />
      {schema.questions.map((question, index) => (
        <QuestionForm
          // biome-ignore lint/suspicious/noArrayIndexKey: ids are being edited; the place is what stays
          key={index}
          question={question}
          index={index}
          schema={schema}
          problems={problems}
          folded={folded.has(question.id)}
          onFold={(away) => fold(question.id, away)}
          onChange={(next) => setQuestion(index, next)}
          onSchema={onChange}
        />
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<Icon name="plus" />}>
            {t('addQuestion')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map((type) => (
            <Menu.Item key={type} onClick={() => add(type)}>
              <strong>{kind(`name.${type}`)}</strong>
              <div className={css.hint}>{kind(`about.${type}`)}</div>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function QuestionForm({
  question,
  index,
  schema,
  problems,
  folded,
  onFold,
  onChange,
  onSchema,
}: {
  question: QuestionDraft;
  index: number;
  schema: SchemaDraft;
  problems: readonly SchemaProblem[];
  /** Only its title is shown. */
  folded: boolean;
  onFold: (away: boolean) => void;
  onChange: (question: QuestionDraft) => void;
  onSchema: (schema: SchemaDraft) => void;
}) {
  const { t } = useTranslation('schema');
  const { t: kind } = useTranslation('kinds');
  const where = `questions[${index}]`;
  const name = questionTitle(question);
  return (
    <fieldset className={css.question}>
      <legend className={css.legend}>
        <button type="button" className={css.fold} aria-expanded={!folded} onClick={() => onFold(!folded)}>
          <Icon name="chevronDown" size={12} />
          {t('questionN', { n: index + 1 })}
        </button>
      </legend>
      <div className={css.questionTools}>
        <IconAction
          name="chevronDown"
          flip
          label={t('moveUp', { name })}
          disabled={index === 0}
          onClick={() => onSchema({ ...schema, questions: moved(schema.questions, index, -1) })}
        />
        <IconAction
          name="chevronDown"
          label={t('moveDown', { name })}
          disabled={index === schema.questions.length - 1}
          onClick={() => onSchema({ ...schema, questions: moved(schema.questions, index, 1) })}
        />
        <IconAction
          name="trash"
          label={t('removeQuestion', { name })}
          onClick={() => onSchema(withoutQuestion(schema, index))}
        />
      </div>
      {folded ? (
        <p className={css.folded}>
          {name} <span className={css.hint}>{kind(`name.${question.type}`)}</span>
          {problems.some((one) => one.where.startsWith(where)) ? (
            <>
              {' '}
              <Icon name="alert" size={14} className={css.foldedBad} label={t('foldedBad')} />
            </>
          ) : null}
        </p>
      ) : (
        <QuestionFields
          question={question}
          index={index}
          schema={schema}
          problems={problems}
          onChange={onChange}
          onSchema={onSchema}
        />
      )}
    </fieldset>
  );
}

function QuestionFields({
  question,
  index,
  schema,
  problems,
  onChange,
  onSchema,
}: {
  question: QuestionDraft;
  index: number;
  schema: SchemaDraft;
  problems: readonly SchemaProblem[];
  onChange: (question: QuestionDraft) => void;
  onSchema: (schema: SchemaDraft) => void;
}) {
  const { t } = useTranslation('schema');
  const { t: kind } = useTranslation('kinds');
  const where = `questions[${index}]`;
  // Every change is one of the question's own kind.
  const set: FieldsProps<QuestionType>['set'] = (change) =>
    onChange(clean({ ...question, ...change } as QuestionDraft));
  const earlier = schema.questions.slice(0, index).filter((other) => other.id !== '' && kindOf(other).conditional);
  const { Fields } = kindOf(question).form;
  const [whenId, whenOptions] = Object.entries(question.when ?? {})[0] ?? [];
  // A new title may want another id: asked once it is typed, until it is settled.
  const [settledFor, setSettledFor] = useState(question.title ?? '');
  const [asked, setAsked] = useState(settledFor);
  const followed = idFor(question, index, schema);
  return (
    <>
      <Problems problems={problemsAt(problems, where, true)} />
      <TextInput
        label={t('title_')}
        value={question.title ?? ''}
        placeholder={question.id}
        onChange={(event) => set({ title: event.currentTarget.value })}
        onBlur={(event) => setAsked(event.currentTarget.value)}
        error={firstProblem(problems, `${where}.title`)}
      />
      <div className={css.two}>
        <Select
          label={t('kind')}
          value={question.type}
          onChange={(type) => type && onChange(withType(question, type as QuestionType, schema))}
          data={KINDS.map((type) => ({ value: type, label: kind(`name.${type}`) }))}
          allowDeselect={false}
          error={firstProblem(problems, `${where}.type`)}
        />
        <TextInput
          label={t('id')}
          value={question.id}
          onChange={(event) => onSchema(renameQuestion(schema, index, event.currentTarget.value))}
          error={firstProblem(problems, `${where}.id`)}
          className={css.optionId}
          spellCheck={false}
        />
      </div>
      {followed !== question.id && asked === (question.title ?? '') && asked !== settledFor ? (
        <div className={css.idFollows} role="status">
          <span>{t('idFollows', { id: question.id })}</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setSettledFor(asked);
              onSchema(renameQuestion(schema, index, followed));
            }}
          >
            {t('idFollow', { id: followed })}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => setSettledFor(asked)}>
            {t('idStay')}
          </Button>
        </div>
      ) : null}
      <TextInput
        label={t('help')}
        value={question.help ?? ''}
        onChange={(event) => set({ help: event.currentTarget.value })}
        error={firstProblem(problems, `${where}.help`)}
      />
      {Fields ? (
        <Suspense fallback={null}>
          <Fields key={question.type} question={question} schema={schema} where={where} problems={problems} set={set} />
        </Suspense>
      ) : null}
      <div className={css.checks}>
        <Checkbox
          label={t('required')}
          checked={question.required !== false}
          onChange={(event) => set({ required: event.currentTarget.checked ? undefined : false })}
        />
        <Checkbox
          label={t('ambiguous')}
          checked={question.ambiguous !== false}
          onChange={(event) => set({ ambiguous: event.currentTarget.checked ? undefined : false })}
        />
      </div>
      {earlier.length > 0 ? (
        <div className={css.two}>
          <Select
            label={t('askedIf')}
            value={whenId ?? ''}
            data={[
              { value: '', label: t('always') },
              ...earlier.map((other) => ({ value: other.id, label: questionTitle(other) })),
            ]}
            onChange={(id) => {
              const other = earlier.find((one) => one.id === id);
              set({ when: other ? { [other.id]: [kindOf(other).options(other)[0]?.id ?? ''] } : undefined });
            }}
            allowDeselect={false}
            error={firstProblem(problems, `${where}.when`)}
          />
          {whenId !== undefined ? (
            <Checkbox.Group
              label={t('isOneOf')}
              value={whenOptions ?? []}
              onChange={(chosen) => set({ when: { [whenId]: chosen } })}
            >
              <div className={css.checks}>
                {earlier
                  .filter((other) => other.id === whenId)
                  .flatMap((other) => kindOf(other).options(other))
                  .map((option) => (
                    <Checkbox key={option.id} value={option.id} label={option.title || option.id} />
                  ))}
              </div>
            </Checkbox.Group>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
