import { Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Project } from '@/shared/api';
import { questionTitle } from '@/shared/kinds';
import type { Choice } from './exportModel';
import css from './exports.module.css';

/** What is typed into stands in one line, however long what is said about it. */
const ORDER = ['label', 'input', 'description', 'error'] as const;

/** Which items and questions are in the file, and who opens it. Nothing chosen means everything. */
export function ExportOptions({
  project,
  choice,
  onChange,
}: {
  project: Project;
  choice: Choice;
  onChange: (choice: Choice) => void;
}) {
  const { t } = useTranslation('exports');
  const put = <K extends keyof Choice>(key: K, value: Choice[K]): void => onChange({ ...choice, [key]: value });
  const questions = project.schema.questions.map((one) => ({ value: one.id, label: questionTitle(one) }));
  return (
    <div className={css.options}>
      <Checkbox
        className={css.wide ?? ''}
        label={t('finished')}
        description={t('finishedHelp')}
        checked={choice.finished}
        onChange={(event) => put('finished', event.currentTarget.checked)}
      />
      {choice.format === 'votes' && questions.length > 1 ? (
        <Select
          inputWrapperOrder={[...ORDER]}
          label={t('question')}
          description={t('questionHelp')}
          value={choice.question}
          onChange={(id) => id && put('question', id)}
          data={questions}
          allowDeselect={false}
        />
      ) : null}
      {choice.format !== 'votes' && questions.length > 1 ? (
        <MultiSelect
          inputWrapperOrder={[...ORDER]}
          label={t('questions')}
          description={t('questionsHelp')}
          placeholder={choice.questions.length === 0 ? t('questionsAll') : ''}
          value={[...choice.questions]}
          onChange={(ids) => put('questions', ids)}
          data={questions}
          clearable
        />
      ) : null}
      <NumberInput
        inputWrapperOrder={[...ORDER]}
        label={t('confidence')}
        description={t('confidenceHelp')}
        placeholder={t('confidenceNone')}
        value={choice.confidence}
        onChange={(value) => put('confidence', typeof value === 'number' ? value : '')}
        min={0}
        max={100}
        suffix=" %"
        clampBehavior="strict"
      />
      <TextInput
        inputWrapperOrder={[...ORDER]}
        type="date"
        label={t('from')}
        description={t('fromHelp')}
        value={choice.from}
        onChange={(event) => put('from', event.currentTarget.value)}
      />
      <TextInput
        inputWrapperOrder={[...ORDER]}
        type="date"
        label={t('to')}
        description={t('toHelp')}
        value={choice.to}
        onChange={(event) => put('to', event.currentTarget.value)}
        error={choice.from !== '' && choice.to !== '' && choice.from > choice.to ? t('days') : undefined}
      />
      {choice.format === 'jsonl' ? null : (
        <Select
          inputWrapperOrder={[...ORDER]}
          label={t('opens')}
          description={t('opensHelp')}
          value={choice.spreadsheet}
          onChange={(value) => put('spreadsheet', value as Choice['spreadsheet'])}
          data={[
            { value: '', label: t('opensProgram') },
            { value: 'comma', label: t('opensComma') },
            { value: 'semicolon', label: t('opensSemicolon') },
          ]}
          allowDeselect={false}
        />
      )}
    </div>
  );
}
