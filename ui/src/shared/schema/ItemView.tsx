import type { Schema } from '../api/contract';
import { Markdown } from '../ui/Markdown';
import classes from './schema.module.css';

/** What an item shows: its inputs as text in the reader's size and direction, its metadata quietly below. */
export function ItemView({
  schema,
  fields,
  metadata = {},
}: {
  schema: Schema;
  fields: { [field: string]: string };
  metadata?: { [field: string]: string };
}) {
  const captions = schema.inputs.length > 1;
  const extras = Object.entries(metadata);
  return (
    <div className={classes.item}>
      {schema.inputs.map((input) => {
        const content = fields[input.field] ?? '';
        return (
          <section key={input.id} className={classes.input}>
            {captions && <h3 className={classes.caption}>{input.id}</h3>}
            {input.type === 'markdown' ? (
              <Markdown source={content} className={classes.rich} />
            ) : (
              <p className={classes.text} dir="auto">
                {content}
              </p>
            )}
          </section>
        );
      })}
      {extras.length > 0 && (
        <dl className={classes.metadata}>
          {extras.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
