import { ActionIcon, Button, Textarea, TextInput, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode, type ItemDetail, type MetadataEdit, type MetadataEdited, mayActAs, type Project } from '@/shared/api';
import { formatDateTime, formatRelative } from '@/shared/i18n';
import { Icon, Loading, ProblemAlert, ProblemBox } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import { undoNotice } from '@/shared/ui/undoNotice';
import css from './items.module.css';
import { changeMetadata, itemMetadataQuery } from './itemsApi';
import { conflictsOf, type DraftField, editsOf, faultsOf, fieldsOf, reversed } from './metadataEdits';

/** What is known about an item besides its content; managers change its metadata here, and see who did before. */
export function MetadataSection({ project, item }: { project: Project; item: ItemDetail }) {
  const { t } = useTranslation('items');
  const client = useQueryClient();
  const [fields, setFields] = useState<DraftField[]>();
  const [history, setHistory] = useState(false);
  const may = mayActAs(project.role, 'manager');
  const query = itemMetadataQuery(project.key, item.id);
  // Who edits sees what others have made of it meanwhile, once the server has said that they did.
  const known = useQuery({ ...query, enabled: history || fields !== undefined });
  const refresh = () => client.invalidateQueries({ queryKey: ['items', project.key] });
  const back = useMutation({
    mutationFn: (edits: MetadataEdit[]) => changeMetadata(project.key, item.id, edits),
    onSettled: refresh,
  });
  const save = useMutation({
    mutationFn: (edits: MetadataEdit[]) => changeMetadata(project.key, item.id, edits),
    onSuccess: (_, edits) => {
      setFields(undefined);
      void undoNotice(t('meta.saved', { count: edits.length }), t('undo'), () => back.mutate(edits.map(reversed)));
    },
    onSettled: refresh,
  });
  const metadata = Object.entries(item.metadata);
  return (
    <Section title={t('facts')}>
      {fields === undefined ? (
        <dl className={css.facts}>
          {metadata.map(([name, value]) => (
            <Fact key={name} name={name} value={value} />
          ))}
          <Fact name={t('key')} value={item.key} />
          <Fact name={t('added')} value={formatDateTime(item.createdAt)} />
        </dl>
      ) : (
        <Form
          fields={fields}
          now={known.data?.metadata ?? item.metadata}
          conflict={hasCode(save.error, 'metadata_changed')}
          busy={save.isPending}
          onChange={setFields}
          onSave={(edits) => (edits.length > 0 ? save.mutate(edits) : setFields(undefined))}
          onCancel={() => {
            save.reset();
            setFields(undefined);
          }}
        />
      )}
      {save.error && !hasCode(save.error, 'metadata_changed') ? <ProblemAlert error={save.error} /> : null}
      {back.error ? <ProblemAlert error={back.error} /> : null}
      {fields === undefined ? (
        <div className={css.metaWays}>
          {may && item.status !== 'in_bin' ? (
            <Button variant="default" size="xs" onClick={() => setFields(fieldsOf(item.metadata))}>
              {t('meta.edit')}
            </Button>
          ) : null}
          <Button
            variant="subtle"
            size="xs"
            aria-expanded={history}
            leftSection={<Icon name="history" size={14} />}
            onClick={() => setHistory(!history)}
          >
            {t('meta.history')}
          </Button>
        </div>
      ) : null}
      {history && fields === undefined ? (
        known.data ? (
          <History
            edits={known.data.edits}
            now={known.data.metadata}
            busy={back.isPending}
            onUndo={may ? (edit) => back.mutate([edit]) : undefined}
          />
        ) : (
          <Loading lines={2} />
        )
      ) : null}
    </Section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </>
  );
}

function Form({
  fields,
  now,
  conflict,
  busy,
  onChange,
  onSave,
  onCancel,
}: {
  fields: readonly DraftField[];
  /** What the item has, as far as it is known. */
  now: Readonly<Record<string, string>>;
  /** Whether the server has refused because somebody else was quicker. */
  conflict: boolean;
  busy: boolean;
  onChange: (fields: DraftField[]) => void;
  onSave: (edits: MetadataEdit[]) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('items');
  const [tried, setTried] = useState(false);
  const faults = faultsOf(fields);
  const conflicts = conflict ? conflictsOf(fields, now) : new Map<number, string | undefined>();
  const put = (at: number, change: Partial<DraftField>): void =>
    onChange(fields.map((field, n) => (n === at ? { ...field, ...change } : field)));
  const send = (): void => {
    setTried(true);
    // What was shown as being there now is what the next attempt rests on.
    if (faults.size === 0)
      onSave(editsOf(fields.map((field, n) => (conflicts.has(n) ? { ...field, was: conflicts.get(n) } : field))));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
  };
  const shown = fields.map((field, at) => ({ field, at }));
  return (
    <form
      className={css.metaForm}
      aria-label={t('meta.edit')}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {conflicts.size > 0 ? (
        <ProblemBox>
          <p>{t('meta.conflict')}</p>
        </ProblemBox>
      ) : null}
      {shown.map(({ field, at }) => {
        const fault = tried ? faults.get(at) : undefined;
        return (
          <div key={field.id} className={css.metaField} data-removed={field.removed || undefined}>
            {field.isNew ? (
              <TextInput
                aria-label={t('meta.name')}
                placeholder={t('meta.name')}
                value={field.name}
                onChange={(event) => put(at, { name: event.currentTarget.value })}
                error={fault === 'name' ? t('meta.nameMissing') : fault === 'twice' ? t('meta.nameTwice') : undefined}
                maxLength={1000}
                autoComplete="off"
                autoFocus
              />
            ) : (
              <span className={css.metaName}>{field.name}</span>
            )}
            <Textarea
              aria-label={t('meta.value', { name: field.name || t('meta.name') })}
              placeholder={t('meta.valueNew')}
              value={field.value}
              disabled={field.removed}
              onChange={(event) => put(at, { value: event.currentTarget.value })}
              error={fault === 'value' ? t('meta.valueMissing') : undefined}
              autosize
              minRows={1}
              maxRows={6}
            />
            <Tooltip label={field.removed ? t('meta.keep') : t('meta.remove')}>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={t(field.removed ? 'meta.keepOne' : 'meta.removeOne', { name: field.name })}
                onClick={() =>
                  field.isNew ? onChange(fields.filter((_, n) => n !== at)) : put(at, { removed: !field.removed })
                }
              >
                <Icon name={field.removed ? 'undo' : 'trash'} size={14} />
              </ActionIcon>
            </Tooltip>
            {conflicts.has(at) ? (
              <div className={css.metaNow}>
                <span>
                  {t('meta.now')} <strong dir="auto">{conflicts.get(at) ?? t('meta.gone')}</strong>
                </span>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => {
                    const is = conflicts.get(at);
                    if (is === undefined) onChange(fields.filter((_, n) => n !== at));
                    else put(at, { was: is, value: is, removed: false });
                  }}
                >
                  {t('meta.takeNow')}
                </Button>
              </div>
            ) : null}
          </div>
        );
      })}
      <div className={css.waysOut}>
        <Button
          variant="subtle"
          size="sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() =>
            onChange([
              ...fields,
              { id: nextId(fields), name: '', value: '', removed: false, isNew: true, was: undefined },
            ])
          }
        >
          {t('meta.add')}
        </Button>
      </div>
      <div className={css.waysOut}>
        <Button type="submit" size="sm" loading={busy}>
          {conflicts.size > 0 ? t('meta.saveMine') : t('meta.save')}
        </Button>
        <Button variant="default" size="sm" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}

const nextId = (fields: readonly DraftField[]): number => Math.max(0, ...fields.map(({ id }) => id)) + 1;

/** Who changed what, the latest first; what is still as somebody left it can be taken back. */
function History({
  edits,
  now,
  busy,
  onUndo,
}: {
  edits: readonly MetadataEdited[];
  now: Readonly<Record<string, string>>;
  busy: boolean;
  onUndo: ((edit: MetadataEdit) => void) | undefined;
}) {
  const { t } = useTranslation('items');
  if (edits.length === 0) return <p className={css.dim}>{t('meta.historyNone')}</p>;
  return (
    <ul className={css.changes}>
      {edits.map((edit) => (
        <li key={edit.id} className={css.change}>
          <div>
            <div className={css.changeWhat}>
              {edit.name}: <span dir="auto">{edit.was ?? t('meta.nothing')}</span> →{' '}
              <span dir="auto">{edit.became ?? t('meta.nothing')}</span>
            </div>
            <div className={css.dim}>
              {edit.by}, {formatRelative(edit.at)}
            </div>
          </div>
          {onUndo && now[edit.name] === edit.became ? (
            <Button
              size="xs"
              variant="default"
              loading={busy}
              leftSection={<Icon name="undo" size={14} />}
              onClick={() => onUndo(reversed({ name: edit.name, was: edit.was, value: edit.became }))}
            >
              {t('undo')}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
