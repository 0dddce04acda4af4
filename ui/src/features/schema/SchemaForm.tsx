import { ActionIcon, Button, Checkbox, Menu, NumberInput, Select, TextInput, Tooltip } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelColor } from '@/shared/theme/labelColors';
import { Icon } from '@/shared/ui';
import css from './schema.module.css';
import {
  freeId,
  type InputDraft,
  moved,
  newQuestion,
  type OptionDraft,
  problemsAt,
  type QuestionDraft,
  type QuestionType,
  renameQuestion,
  type SchemaDraft,
  type SchemaProblem,
  slug,
  withoutQuestion,
  withType,
} from './schemaModel';

const TYPES: readonly QuestionType[] = ['choice', 'choices', 'rating'];

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
  const setInput = (index: number, input: InputDraft): void =>
    onChange({ ...schema, inputs: schema.inputs.with(index, input) });
  const setQuestion = (index: number, question: QuestionDraft): void =>
    onChange({ ...schema, questions: schema.questions.with(index, question) });
  const add = (type: QuestionType): void =>
    onChange({
      ...schema,
      questions: [
        ...schema.questions,
        newQuestion(
          type,
          schema.questions.map((question) => question.id),
        ),
      ],
    });
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
            error={first(problems, `inputs[${index}]`)}
          />
          <Select
            label={t('shownAs')}
            value={input.type}
            onChange={(type) => setInput(index, { ...input, type: type === 'markdown' ? 'markdown' : 'text' })}
            data={[
              { value: 'text', label: t('inputType.text') },
              { value: 'markdown', label: t('inputType.markdown') },
            ]}
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

      <div className={css.paneTitle} style={{ marginTop: 24 }}>
        {t('questions')}
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
          {TYPES.map((type) => (
            <Menu.Item key={type} onClick={() => add(type)}>
              <strong>{t(`type.${type}`)}</strong>
              <div className={css.hint}>{t(`typeText.${type}`)}</div>
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
  const where = `questions[${index}]`;
  const name = question.title ?? question.id;
  const set = (change: Partial<QuestionDraft>): void => onChange(clean({ ...question, ...change }));
  const { options = [] } = question;
  const [details, setDetails] = useState(() => options.some((option) => option.help ?? option.hotkey));
  const setOption = (at: number, option: OptionDraft): void => set({ options: options.with(at, clean(option)) });
  const earlier = schema.questions.slice(0, index).filter((other) => other.type !== 'rating' && other.id !== '');
  const [whenId, whenOptions] = Object.entries(question.when ?? {})[0] ?? [];
  return (
    <fieldset className={css.question}>
      <legend className={css.legend}>{t('questionN', { n: index + 1 })}</legend>
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
      <Problems problems={problemsAt(problems, where, true)} />
      <TextInput
        label={t('title_')}
        value={question.title ?? ''}
        placeholder={question.id}
        onChange={(event) => set({ title: event.currentTarget.value })}
        error={first(problems, `${where}.title`)}
      />
      <div className={css.two}>
        <Select
          label={t('kind')}
          value={question.type}
          onChange={(type) => type && onChange(withType(question, type as QuestionType))}
          data={TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
          allowDeselect={false}
          error={first(problems, `${where}.type`)}
        />
        <TextInput
          label={t('id')}
          value={question.id}
          onChange={(event) => onSchema(renameQuestion(schema, index, event.currentTarget.value))}
          error={first(problems, `${where}.id`)}
          className={css.optionId}
          spellCheck={false}
        />
      </div>
      <TextInput
        label={t('help')}
        value={question.help ?? ''}
        onChange={(event) => set({ help: event.currentTarget.value })}
        error={first(problems, `${where}.help`)}
      />
      {question.type === 'rating' ? (
        <>
          <div className={css.four}>
            <NumberInput
              label={t('min')}
              value={question.min ?? 1}
              onChange={(min) => set({ min: Number(min) })}
              error={first(problems, `${where}.min`)}
            />
            <NumberInput
              label={t('max')}
              value={question.max ?? 5}
              onChange={(max) => set({ max: Number(max) })}
              error={first(problems, `${where}.max`)}
            />
            <NumberInput
              label={t('step')}
              value={question.step ?? 1}
              min={1}
              onChange={(step) => set({ step: Number(step) })}
              error={first(problems, `${where}.step`)}
            />
          </div>
          <div className={css.two}>
            <TextInput
              label={t('minLabel')}
              value={question.minLabel ?? ''}
              onChange={(event) => set({ minLabel: event.currentTarget.value })}
            />
            <TextInput
              label={t('maxLabel')}
              value={question.maxLabel ?? ''}
              onChange={(event) => set({ maxLabel: event.currentTarget.value })}
            />
          </div>
        </>
      ) : (
        <div>
          <div className={css.optionsTitle}>{t('options')}</div>
          <Problems problems={problemsAt(problems, `${where}.options`, true)} />
          {options.map((option, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: ids are being edited; the place is what stays
            <div key={at}>
              <div className={css.optionRow}>
                <span className={css.optionSwatch} style={{ background: labelColor(at, option.color) }} />
                <TextInput
                  aria-label={t('optionName', { n: at + 1 })}
                  value={option.title ?? option.id}
                  onChange={(event) => {
                    const title = event.currentTarget.value;
                    const follows = option.id === slug(option.title ?? option.id, 'option');
                    const id = follows ? slug(title, 'option') : option.id;
                    setOption(at, { ...option, id, ...(title === id ? { title: '' } : { title }) });
                  }}
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter') return;
                    event.preventDefault();
                    set({ options: withNewOption(options) });
                  }}
                />
                <TextInput
                  aria-label={t('optionId', { n: at + 1 })}
                  value={option.id}
                  onChange={(event) =>
                    setOption(at, { ...option, title: option.title ?? option.id, id: event.currentTarget.value })
                  }
                  className={css.optionId}
                  spellCheck={false}
                />
                <IconAction
                  name="chevronDown"
                  flip
                  label={t('moveUp', { name: option.title ?? option.id })}
                  disabled={at === 0}
                  onClick={() => set({ options: moved(options, at, -1) })}
                />
                <IconAction
                  name="x"
                  label={t('removeOption', { name: option.title ?? option.id })}
                  onClick={() => set({ options: options.filter((_, other) => other !== at) })}
                />
              </div>
              {details ? (
                <div className={css.optionDetails}>
                  <TextInput
                    aria-label={t('optionHotkey', { n: at + 1 })}
                    placeholder={at < 9 ? String(at + 1) : t('hotkey')}
                    value={option.hotkey ?? ''}
                    onChange={(event) => setOption(at, { ...option, hotkey: event.currentTarget.value.trim() })}
                    maxLength={1}
                    size="xs"
                  />
                  <TextInput
                    aria-label={t('optionHelp', { n: at + 1 })}
                    placeholder={t('optionHelpPlaceholder')}
                    value={option.help ?? ''}
                    onChange={(event) => setOption(at, { ...option, help: event.currentTarget.value })}
                    size="xs"
                  />
                </div>
              ) : null}
              <Problems problems={problemsAt(problems, `${where}.options[${at}]`)} />
            </div>
          ))}
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="plus" />}
            onClick={() => set({ options: withNewOption(options) })}
          >
            {t('addOption')}
          </Button>
          <Button size="xs" variant="subtle" aria-pressed={details} onClick={() => setDetails(!details)}>
            {details ? t('hideDetails') : t('showDetails')}
          </Button>
        </div>
      )}
      <div className={css.checks}>
        <Checkbox
          label={t('required')}
          checked={question.required !== false}
          onChange={(event) =>
            set({ required: event.currentTarget.checked ? undefined : false } as Partial<QuestionDraft>)
          }
        />
        <Checkbox
          label={t('ambiguous')}
          checked={question.ambiguous !== false}
          onChange={(event) =>
            set({ ambiguous: event.currentTarget.checked ? undefined : false } as Partial<QuestionDraft>)
          }
        />
      </div>
      {earlier.length > 0 ? (
        <div className={css.two}>
          <Select
            label={t('askedIf')}
            value={whenId ?? ''}
            data={[
              { value: '', label: t('always') },
              ...earlier.map((other) => ({ value: other.id, label: other.title ?? other.id })),
            ]}
            onChange={(id) => {
              const other = earlier.find((one) => one.id === id);
              set({
                when: other ? { [other.id]: [other.options?.[0]?.id ?? ''] } : undefined,
              } as Partial<QuestionDraft>);
            }}
            allowDeselect={false}
            error={first(problems, `${where}.when`)}
          />
          {whenId !== undefined ? (
            <Checkbox.Group
              label={t('isOneOf')}
              value={whenOptions ?? []}
              onChange={(chosen) => set({ when: { [whenId]: chosen } })}
            >
              <div className={css.checks}>
                {(earlier.find((other) => other.id === whenId)?.options ?? []).map((option) => (
                  <Checkbox key={option.id} value={option.id} label={option.title ?? option.id} />
                ))}
              </div>
            </Checkbox.Group>
          ) : null}
        </div>
      ) : null}
    </fieldset>
  );
}

const withNewOption = (options: readonly OptionDraft[]): OptionDraft[] => [
  ...options,
  {
    id: freeId(
      `option_${options.length + 1}`,
      options.map((option) => option.id),
    ),
  },
];

/** Without entries that are empty or undefined: they mean "the default". */
function clean<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([key, v]) => v !== undefined && (v !== '' || key === 'id')),
  ) as T;
}

const first = (problems: readonly SchemaProblem[], where: string): string | undefined => {
  const problem = problems.find((one) => one.where === where);
  return problem ? `${problem.what}: ${problem.fix}` : undefined;
};

function Problems({ problems }: { problems: readonly SchemaProblem[] }): ReactNode {
  return problems.map((problem) => (
    <p key={problem.where + problem.what} className={css.problem}>
      {problem.what}. {problem.fix}
    </p>
  ));
}

function IconAction({
  name,
  label,
  onClick,
  disabled = false,
  flip = false,
}: {
  name: 'chevronDown' | 'trash' | 'x';
  label: string;
  onClick: () => void;
  disabled?: boolean;
  flip?: boolean;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon name={name} style={flip ? { transform: 'rotate(180deg)' } : {}} />
      </ActionIcon>
    </Tooltip>
  );
}
