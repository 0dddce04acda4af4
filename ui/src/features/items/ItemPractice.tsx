import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemDetail, mayActAs, type Project } from '@/shared/api';
import { Icon, Markdown, ProblemAlert } from '@/shared/ui';
import css from './items.module.css';
import { practiseOn, stopPractising } from './itemsApi';

/** Whether newcomers practise on this gold item, and what is said about its answers. */
export function ItemPractice({ project, item }: { project: Project; item: ItemDetail }) {
  const { t } = useTranslation('items');
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [explanation, setExplanation] = useState('');
  const refresh = () => client.invalidateQueries({ queryKey: ['items', project.key] });
  const use = useMutation({
    mutationFn: () => practiseOn(project.key, item.id, explanation.trim()),
    onSuccess: () => setEditing(false),
    onSettled: refresh,
  });
  const stop = useMutation({ mutationFn: () => stopPractising(project.key, item.id), onSettled: refresh });
  const may = mayActAs(project.role, 'manager');
  if (!item.practice && !may) return null;
  return (
    <div className={css.practice}>
      {item.practice ? (
        <>
          <p>
            <Icon name="book" size={14} /> {t('practice.is')}
          </p>
          {item.practice.explanation && !editing ? <Markdown source={item.practice.explanation} /> : null}
        </>
      ) : null}
      {editing ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            use.mutate();
          }}
        >
          <Textarea
            label={t('practice.explanation')}
            description={t('practice.explanationHelp')}
            value={explanation}
            onChange={(event) => setExplanation(event.currentTarget.value)}
            maxLength={2000}
            autosize
            minRows={2}
            autoFocus
          />
          <div className={css.practiceActions}>
            <Button type="submit" loading={use.isPending}>
              {t(item.practice ? 'practice.save' : 'practice.use')}
            </Button>
            <Button variant="default" onClick={() => setEditing(false)}>
              {t('cancel')}
            </Button>
          </div>
        </form>
      ) : may ? (
        <div className={css.practiceActions}>
          <Button
            variant="default"
            leftSection={<Icon name="book" />}
            onClick={() => {
              setExplanation(item.practice?.explanation ?? '');
              setEditing(true);
            }}
          >
            {t(item.practice ? 'practice.change' : 'practice.open')}
          </Button>
          {item.practice ? (
            <Button variant="subtle" loading={stop.isPending} onClick={() => stop.mutate()}>
              {t('practice.stop')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {use.error ? <ProblemAlert error={use.error} /> : null}
      {stop.error ? <ProblemAlert error={stop.error} /> : null}
    </div>
  );
}
