import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { KeyBadge } from '@/shared/ui/KeyBadge';
import { useCommandRegistry } from './commands';
import classes from './keys.module.css';

const LONG = 40;

/** Every key that works right now, generated from the commands on offer. */
export function HelpSheet() {
  const { t } = useTranslation();
  const groups = useCommandRegistry((registry) => registry.groups);
  const helpOpen = useCommandRegistry((registry) => registry.helpOpen);
  const setHelpOpen = useCommandRegistry((registry) => registry.setHelpOpen);
  const sections = new Map<string, { id: string; title: string; keys: readonly string[] }[]>();
  for (const command of [...groups].reverse().flatMap((group) => group.commands)) {
    if (!command.keys?.length || command.hidden) continue;
    const list = sections.get(command.section) ?? [];
    list.push({ id: command.id, title: command.title, keys: command.keys });
    sections.set(command.section, list);
  }
  return (
    <Modal
      opened={helpOpen}
      onClose={() => setHelpOpen(false)}
      title={t('keys.title')}
      size="lg"
      returnFocus={false}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={classes.sections}>
        {/* Three hundred options are looked up; the keys that hold everywhere are not to be searched behind them. */}
        {[...sections]
          .sort(([, a], [, b]) => Number(a.length > LONG) - Number(b.length > LONG))
          .map(([section, commands]) => (
            <section key={section} aria-label={section}>
              <h3 className={classes.section}>{section}</h3>
              <dl className={classes.list}>
                {commands.map((command) => (
                  <div key={command.id} className={classes.row}>
                    <dt>{command.title}</dt>
                    <dd>
                      {command.keys.map((binding, index) => (
                        <span key={binding}>
                          {index > 0 && <span className={classes.or}> {t('keys.or')} </span>}
                          <KeyBadge binding={binding} />
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Modal>
  );
}
