import { useQuery } from '@tanstack/react-query';
import { useContext } from 'react';
import type { FieldContent } from '../../api/contract';
import { ProjectOfItems } from '../home';
import css from './image.module.css';
import { mediaAddress, mediaQuery, pictureOf } from './media';

/** Bytes that a row of a list is worth: there are no smaller copies of images. */
const MOST_BYTES = 2_000_000;

/** A picture beside its name in a list; its place is kept where it is missing or too heavy. */
export function SmallImage({ content }: { content: FieldContent }) {
  const project = useContext(ProjectOfItems) ?? '';
  const picture = pictureOf(content);
  const name = picture.kind === 'file' ? picture.name : '';
  const facts = useQuery({ ...mediaQuery(project, name), enabled: project !== '' && name !== '' }).data;
  return (
    <span className={css.small} aria-hidden="true">
      {facts && facts.bytes <= MOST_BYTES ? (
        <img src={mediaAddress(project, facts)} alt="" width={facts.width} height={facts.height} loading="lazy" />
      ) : null}
    </span>
  );
}
