import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { linkHere } from '@/shared/api';
import { Icon } from './Icon';
import css from './NewLink.module.css';

/** A link that is shown this once, to be copied. */
export function NewLink({ url, title, label, hint }: { url: string; title: string; label: string; hint: string }) {
  const { t } = useTranslation();
  const link = linkHere(url);
  return (
    <div className={css.link} role="status">
      <div className={css.title}>{title}</div>
      <div className={css.row}>
        <input
          className={css.url}
          readOnly
          value={link}
          aria-label={label}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={link} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              variant={copied ? 'light' : 'filled'}
              leftSection={<Icon name={copied ? 'check' : 'copy'} />}
            >
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      <div className={css.hint}>{hint}</div>
    </div>
  );
}
