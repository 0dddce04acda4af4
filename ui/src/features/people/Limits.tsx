import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Member, type MemberFigures, type MemberLimits, membersQuery } from '@/shared/api';
import { formatDuration, formatNumber } from '@/shared/i18n';
import { Icon, ProblemAlert } from '@/shared/ui';
import { undoNotice } from '@/shared/ui/undoNotice';
import css from './people.module.css';
import { setLimits } from './peopleApi';

const MINUTE_MS = 60_000;

/** How much somebody is handed out at most and how far they are; managers set, change and take it away. */
export function LimitsOf({
  projectKey,
  member,
  work,
  may,
}: {
  projectKey: string;
  member: Member;
  work: MemberFigures['limits'] | undefined;
  may: boolean;
}) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    setTimeout(() => opener.current?.focus());
  };
  const save = useMutation({
    mutationFn: (limits: MemberLimits) => setLimits(projectKey, member.memberId, limits),
    // The figures say how far they are, and lie under the same key.
    onSettled: () => client.invalidateQueries({ queryKey: membersQuery(projectKey).queryKey }),
  });
  const { items, minutesPerDay } = member.limits;
  const limited = items !== undefined || minutesPerDay !== undefined;
  const change = (limits: MemberLimits) => {
    const before = member.limits;
    save.mutate(limits, {
      onSuccess: () => {
        close();
        if (limits.items === undefined && limits.minutesPerDay === undefined && limited)
          void undoNotice(t('limits.gone', { name: member.displayName }), t('undo'), () => save.mutate(before));
      },
    });
  };
  if (!limited && !may) return null;
  return (
    <div className={css.limits}>
      {limited ? (
        <ul className={css.figures} aria-label={t('limits.title')} data-reached={work?.reached || undefined}>
          {items === undefined ? null : (
            <li>
              {t('limits.items', { done: formatNumber(work?.items ?? 0), most: formatNumber(items), count: items })}
            </li>
          )}
          {minutesPerDay === undefined ? null : (
            <li title={t('limits.dayHelp')}>
              {t('limits.time', {
                done: formatDuration(work?.todayMs ?? 0),
                most: formatDuration(minutesPerDay * MINUTE_MS),
              })}
            </li>
          )}
          {work?.reached ? (
            <li className={css.off}>
              <Icon name="pause" size={13} /> {t('limits.reached')}
            </li>
          ) : null}
        </ul>
      ) : null}
      {may && !editing ? (
        <Button
          ref={opener}
          className={limited ? '' : (css.limitsOpen ?? '')}
          size="compact-xs"
          variant="subtle"
          aria-label={t(limited ? 'limits.changeWho' : 'limits.setWho', { name: member.displayName })}
          onClick={() => setEditing(true)}
        >
          {t(limited ? 'limits.change' : 'limits.set')}
        </Button>
      ) : null}
      {editing ? (
        <LimitsForm
          name={member.displayName}
          limits={member.limits}
          busy={save.isPending}
          onSave={change}
          onClose={close}
        />
      ) : null}
      {save.error ? <ProblemAlert error={save.error} /> : null}
    </div>
  );
}

function LimitsForm({
  name,
  limits,
  busy,
  onSave,
  onClose,
}: {
  name: string;
  limits: MemberLimits;
  busy: boolean;
  onSave: (limits: MemberLimits) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('people');
  const [items, setItems] = useState<number | string>(limits.items ?? '');
  const [hours, setHours] = useState<number | string>(
    limits.minutesPerDay === undefined ? '' : limits.minutesPerDay / 60,
  );
  const limited = limits.items !== undefined || limits.minutesPerDay !== undefined;
  return (
    <form
      className={css.limitsForm}
      aria-label={t('limits.of', { name })}
      onSubmit={(event) => {
        event.preventDefault();
        onSave({
          ...(items === '' ? {} : { items: Number(items) }),
          ...(hours === '' ? {} : { minutesPerDay: Math.max(1, Math.round(Number(hours) * 60)) }),
        });
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <NumberInput
        className={css.limitField}
        size="xs"
        label={t('limits.itemsLabel')}
        placeholder={t('limits.none')}
        value={items}
        onChange={setItems}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        autoFocus
      />
      <NumberInput
        className={css.limitField}
        size="xs"
        label={t('limits.hoursLabel')}
        placeholder={t('limits.none')}
        value={hours}
        onChange={setHours}
        min={0}
        max={24}
        step={0.5}
        decimalScale={2}
        decimalSeparator={formatNumber(1.5).charAt(1)}
      />
      <Button size="xs" type="submit" loading={busy}>
        {t('limits.save')}
      </Button>
      {limited ? (
        <Button size="xs" variant="default" disabled={busy} onClick={() => onSave({})}>
          {t('limits.remove')}
        </Button>
      ) : null}
      <Button size="xs" variant="subtle" onClick={onClose}>
        {t('cancel')}
      </Button>
      <p className={css.limitsHelp}>{t('limits.help')}</p>
    </form>
  );
}
