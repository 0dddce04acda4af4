import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type ExportColumn, type Project, projectPath } from '@/shared/api';
import { questionTitle } from '@/shared/kinds';
import { Loading, ProblemAlert } from '@/shared/ui';
import css from './exports.module.css';

/** What each column of a table of labels holds, for this project; asked for when somebody wants to know. */
export function ColumnList({ project }: { project: Project }) {
  const { t } = useTranslation('exports');
  const [open, setOpen] = useState(false);
  const columns = useQuery({
    queryKey: ['exports', project.key, 'columns'],
    queryFn: async () =>
      (await api.get<{ columns: ExportColumn[] }>(projectPath(project.key, '/exports/columns'))).columns,
    enabled: open,
  });
  const about = ({ holds, of = '' }: ExportColumn): string => {
    const question = project.schema.questions.find((one) => one.id === of);
    return t(`holds.${holds}` as 'holds.key', { of: question ? questionTitle(question) : of });
  };
  return (
    <details className={css.columns} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('columns')}</summary>
      {columns.error ? <ProblemAlert error={columns.error} onRetry={() => void columns.refetch()} /> : null}
      {columns.isLoading ? <Loading lines={4} /> : null}
      {columns.data ? (
        <Table className={css.columnTable ?? ''} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="32%">{t('column')}</Table.Th>
              <Table.Th>{t('columnHolds')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.data.map((column) => (
              <Table.Tr key={column.name}>
                <Table.Td>
                  <code>{column.name}</code>
                </Table.Td>
                <Table.Td>{about(column)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
    </details>
  );
}
