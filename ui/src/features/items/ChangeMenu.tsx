import { Button, Menu, Modal, NumberInput, Radio, Stack, TagsInput, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportWanted, Project } from '@/shared/api';
import { spreadsheetSeparator } from '@/shared/i18n';
import { Icon, type IconName } from '@/shared/ui';
import type { Change } from './changesApi';
import css from './items.module.css';

type Asked = 'exclude' | 'answers' | 'skills' | 'export';

/** What can be done to the items that are selected; what needs a word more asks for it. */
export function ChangeMenu({
  project,
  inBin,
  busy,
  title,
  onChange,
  onExport,
}: {
  project: Project;
  /** Whether it is about what is in the bin: all that can be done to it is to take it out. */
  inBin: boolean;
  busy: boolean;
  /** How many it is about, in words. */
  title: string;
  onChange: (change: Change) => void;
  onExport: (wanted: ExportWanted) => void;
}) {
  const { t } = useTranslation('items');
  const [asked, setAsked] = useState<Asked>();
  const make = (change: Change): void => {
    setAsked(undefined);
    onChange(change);
  };
  const entry = (icon: IconName, name: string, run: () => void): ReactNode => (
    <Menu.Item leftSection={<Icon name={icon} size={14} />} onClick={run}>
      {name}
    </Menu.Item>
  );
  const asking = (icon: IconName, what: Asked): ReactNode =>
    entry(icon, t('change.asks', { what: t(`change.${what}`) }), () => setAsked(what));
  if (inBin)
    return (
      <Button
        size="sm"
        loading={busy}
        leftSection={<Icon name="undo" size={14} />}
        onClick={() => make({ kind: 'restore' })}
      >
        {t('change.restore')}
      </Button>
    );
  return (
    <>
      <Menu position="top-end" width={300}>
        <Menu.Target>
          <Button size="sm" loading={busy} rightSection={<Icon name="chevronDown" size={14} />}>
            {t('change.do')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('change.queue')}</Menu.Label>
          {entry('toTop', t('change.first'), () => make({ kind: 'order', order: 'first' }))}
          {entry('circle', t('change.usual'), () => make({ kind: 'order', order: 'usual' }))}
          {entry('toBottom', t('change.last'), () => make({ kind: 'order', order: 'last' }))}
          {asking('plus', 'answers')}
          {asking('user', 'skills')}
          <Menu.Divider />
          {entry('star', t('change.gold'), () => make({ kind: 'gold' }))}
          <Menu.Divider />
          {asking('aside', 'exclude')}
          {entry('undo', t('change.include'), () => make({ kind: 'include' }))}
          <Menu.Divider />
          {asking('download', 'export')}
          <Menu.Divider />
          {entry('trash', t('change.bin'), () => make({ kind: 'bin' }))}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        closeButtonProps={{ 'aria-label': t('change.close') }}
        title={asked === undefined ? '' : `${t(`change.${asked}`)}: ${title}`}
      >
        {asked === 'exclude' ? <AskReason onChange={make} /> : null}
        {asked === 'answers' ? <AskAnswers overlap={project.overlap} onChange={make} /> : null}
        {asked === 'skills' ? <AskSkills onChange={make} /> : null}
        {asked === 'export' ? (
          <AskExport
            onExport={(wanted) => {
              setAsked(undefined);
              onExport(wanted);
            }}
          />
        ) : null}
      </Modal>
    </>
  );
}

function Ask({
  children,
  fits,
  now,
  onDone,
}: {
  children: ReactNode;
  fits: boolean;
  now?: string;
  onDone: () => void;
}) {
  const { t } = useTranslation('items');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (fits) onDone();
      }}
    >
      <Stack gap="md">
        {children}
        <Button type="submit" disabled={!fits} className={css.askDo ?? ''}>
          {now ?? t('change.now')}
        </Button>
      </Stack>
    </form>
  );
}

function AskReason({ onChange }: { onChange: (change: Change) => void }) {
  const { t } = useTranslation('items');
  const [reason, setReason] = useState('');
  return (
    <Ask fits={reason.trim() !== ''} onDone={() => onChange({ kind: 'exclude', reason })}>
      <p className={css.dim}>{t('exclusionText')}</p>
      <TextInput
        data-autofocus
        label={t('exclusionReason')}
        description={t('exclusionReasonHelp')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
        required
        autoComplete="off"
      />
    </Ask>
  );
}

function AskAnswers({ overlap, onChange }: { overlap: number; onChange: (change: Change) => void }) {
  const { t } = useTranslation('items');
  const [own, setOwn] = useState(true);
  const [answers, setAnswers] = useState<number | string>(overlap + 1);
  const fits = !own || (typeof answers === 'number' && Number.isInteger(answers) && answers >= 1 && answers <= 100);
  return (
    <Ask
      fits={fits}
      onDone={() => onChange(own && typeof answers === 'number' ? { kind: 'answers', answers } : { kind: 'answers' })}
    >
      <p className={css.dim}>{t('change.answersText')}</p>
      <Radio.Group
        label={t('change.answersAsk')}
        value={own ? 'own' : 'usual'}
        onChange={(value) => setOwn(value === 'own')}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="own" label={t('change.answersOwn')} />
          <Radio value="usual" label={t('change.answersUsual', { count: overlap })} />
        </Stack>
      </Radio.Group>
      {own ? (
        <NumberInput
          data-autofocus
          label={t('change.answersNumber')}
          value={answers}
          onChange={setAnswers}
          min={1}
          max={100}
          allowDecimal={false}
          w={140}
        />
      ) : null}
    </Ask>
  );
}

function AskSkills({ onChange }: { onChange: (change: Change) => void }) {
  const { t } = useTranslation('items');
  const [skills, setSkills] = useState<string[]>([]);
  return (
    <Ask fits onDone={() => onChange({ kind: 'skills', skills })}>
      <p className={css.dim}>{t('change.skillsText')}</p>
      <TagsInput
        data-autofocus
        label={t('change.skillsAsk')}
        placeholder={skills.length === 0 ? t('change.skillsNone') : ''}
        value={skills}
        onChange={setSkills}
        openOnFocus={false}
        maxTags={50}
        splitChars={[',', ';']}
      />
    </Ask>
  );
}

const FILES: Record<'jsonl' | 'csv' | 'spreadsheet', () => ExportWanted> = {
  jsonl: () => ({ format: 'jsonl' }),
  csv: () => ({ format: 'csv' }),
  spreadsheet: () => ({ format: 'csv', spreadsheet: spreadsheetSeparator() }),
};
type FileKind = keyof typeof FILES;

function AskExport({ onExport }: { onExport: (wanted: ExportWanted) => void }) {
  const { t } = useTranslation('items');
  const [file, setFile] = useState<FileKind>('jsonl');
  return (
    <Ask fits now={t('change.exportNow')} onDone={() => onExport(FILES[file]())}>
      <p className={css.dim}>{t('change.exportText')}</p>
      <Radio.Group label={t('change.exportFormat')} value={file} onChange={(value) => setFile(value as FileKind)}>
        <Stack gap="xs" mt="xs">
          {(Object.keys(FILES) as FileKind[]).map((one) => (
            <Radio key={one} value={one} label={t(`change.exportFormats.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </Ask>
  );
}
