import { Button, CopyButton, FileButton, NumberInput, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { linkHere, type PersonalInvitation, type Project, type Role } from '@/shared/api';
import { Icon, ProblemAlert } from '@/shared/ui';
import { invitationsCsv } from './invitationsCsv';
import css from './people.module.css';
import { inviteMany } from './peopleApi';

/** A link of its own for each person of a list, pasted or from a file. */
export function InviteMany({ project, roles }: { project: Project; roles: readonly Role[] }) {
  const { t } = useTranslation('people');
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const [list, setList] = useState('');
  const [role, setRole] = useState<Role>('labeler');
  const [days, setDays] = useState(7);
  const create = useMutation({
    mutationFn: () => inviteMany(project.key, { list, role, expiresInDays: days }),
    onSuccess: () => setList(''),
    onSettled: () => client.invalidateQueries({ queryKey: ['invitations', project.key] }),
  });
  const made = create.data?.invitations.map((one) => ({ ...one, url: linkHere(one.url) }));
  return (
    <form
      className={css.many}
      onSubmit={(event) => {
        event.preventDefault();
        if (list.trim() !== '' && !create.isPending) create.mutate();
      }}
    >
      <Textarea
        label={t('many.list')}
        description={t('many.listHelp')}
        placeholder={'ann@example.org\nbob@example.org, reviewer\nCy'}
        value={list}
        onChange={(event) => setList(event.currentTarget.value)}
        autosize
        minRows={4}
        maxRows={12}
        autoComplete="off"
        spellCheck={false}
      />
      <div className={css.manyRow}>
        <Select
          w={200}
          label={t('many.role')}
          value={role}
          onChange={(one) => one && setRole(one as Role)}
          data={roles.map((one) => ({ value: one, label: common(`role.${one}`) }))}
          allowDeselect={false}
        />
        <NumberInput
          w={120}
          label={t('days')}
          value={days}
          onChange={(value) => setDays(Number(value) || 1)}
          min={1}
          max={90}
          allowDecimal={false}
        />
        <FileButton
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          onChange={(file) => file && void file.text().then(setList)}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<Icon name="upload" />}>
              {t('many.file')}
            </Button>
          )}
        </FileButton>
        <Button
          type="submit"
          disabled={list.trim() === ''}
          loading={create.isPending}
          leftSection={<Icon name="link" />}
        >
          {t('many.make')}
        </Button>
      </div>
      {create.error ? <ProblemAlert error={create.error} kept={t('many.kept')} /> : null}
      {made ? <Made invitations={made} projectKey={project.key} /> : null}
    </form>
  );
}

function Made({ invitations, projectKey }: { invitations: readonly PersonalInvitation[]; projectKey: string }) {
  const { t } = useTranslation('people');
  const { t: common } = useTranslation();
  const csv = invitationsCsv(invitations);
  const save = () => {
    const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${projectKey}-invitations.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <div className={css.made} role="status">
      <div className={css.madeHead}>
        <strong>{t('many.made', { count: invitations.length })}</strong>
        <Button size="xs" variant="default" leftSection={<Icon name="download" size={14} />} onClick={save}>
          {t('many.download')}
        </Button>
        <CopyButton value={csv} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
              onClick={copy}
            >
              {t(copied ? 'many.copied' : 'many.copyAll')}
            </Button>
          )}
        </CopyButton>
      </div>
      <p className={css.dim}>{t('many.once')}</p>
      <table className={css.madeTable}>
        <thead>
          <tr>
            <th scope="col">{t('many.who')}</th>
            <th scope="col">{t('role')}</th>
            <th scope="col">{t('link')}</th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((one) => (
            <tr key={one.url}>
              <td dir="auto">{one.who}</td>
              <td>{common(`role.${one.role}`)}</td>
              <td>
                <CopyButton value={one.url} timeout={2500}>
                  {({ copied, copy }) => (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      leftSection={<Icon name={copied ? 'check' : 'copy'} size={13} />}
                      aria-label={t('many.copyOf', { name: one.who })}
                      onClick={copy}
                    >
                      {common(copied ? 'copied' : 'copy')}
                    </Button>
                  )}
                </CopyButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
