import { Fragment, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TalkNamed } from '@/shared/api';
import { type Block, blocks, type Inline } from './commentText';
import css from './talk.module.css';

/** What somebody wrote, drawn from its parts: whatever looks like HTML is text. */
export function CommentText({ text, mentions = [] }: { text: string; mentions?: readonly TalkNamed[] }) {
  const { t } = useTranslation('talk');
  const parts = useMemo(() => blocks(text), [text]);
  const draw = (inlines: readonly Inline[]): ReactNode =>
    inlines.map((one, at) => {
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change their places
      return <Fragment key={at}>{inline(one)}</Fragment>;
    });
  const inline = (one: Inline): ReactNode => {
    switch (one.kind) {
      case 'text':
        return one.text;
      case 'code':
        return <code>{one.text}</code>;
      case 'strong':
        return <strong>{draw(one.of)}</strong>;
      case 'em':
        return <em>{draw(one.of)}</em>;
      case 'link':
        return (
          <a href={one.href} target="_blank" rel="noopener noreferrer nofollow">
            {one.text}
          </a>
        );
      case 'mention': {
        const named = mentions.find(({ member }) => member === one.member);
        return (
          <span className={css.mention} data-me={named?.me || undefined}>
            @{named?.name ?? t('otherLabeler')}
          </span>
        );
      }
    }
  };
  const broken = (lines: readonly (readonly Inline[])[]): ReactNode =>
    lines.map((line, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change their places
      <Fragment key={at}>
        {at > 0 ? <br /> : null}
        {draw(line)}
      </Fragment>
    ));
  const part = (block: Block): ReactNode => {
    switch (block.kind) {
      case 'code':
        return (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than its place scrolls, by keyboard as well
          <pre tabIndex={0}>{block.text}</pre>
        );
      case 'list': {
        const List = block.ordered ? 'ol' : 'ul';
        return (
          <List>
            {block.items.map((item, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change their places
              <li key={at}>{draw(item)}</li>
            ))}
          </List>
        );
      }
      case 'quote':
        return <blockquote>{broken(block.lines)}</blockquote>;
      case 'paragraph':
        return <p>{broken(block.lines)}</p>;
    }
  };
  return (
    <div className={css.text} dir="auto">
      {parts.map((block, at) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change their places
        return <Fragment key={at}>{part(block)}</Fragment>;
      })}
    </div>
  );
}
