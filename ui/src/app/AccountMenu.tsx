import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Me } from '@/shared/api';
import { LANGUAGES } from '@/shared/i18n';
import { useCommandRegistry } from '@/shared/keys';
import { Icon, KeyBadge } from '@/shared/ui';
import { AccountFace } from './AccountFace';
import { usePreferences, useSignOut } from './preferences';
import classes from './shell.module.css';

/** @param asked whether somebody pressed its button before it was there */
export default function AccountMenu({ me, asked }: { me: Me; asked: boolean }) {
  const { t, i18n } = useTranslation();
  const { setTheme, setLanguage } = usePreferences();
  const signOut = useSignOut();
  const setHelpOpen = useCommandRegistry((registry) => registry.setHelpOpen);
  const themes = {
    auto: t('account.themeAuto'),
    light: t('account.themeLight'),
    dark: t('account.themeDark'),
  } as const;
  return (
    <Menu position="bottom-end" width={240} defaultOpened={asked}>
      <Menu.Target>
        <AccountFace me={me} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.who}>
          <strong>{me.displayName}</strong>
          <br />
          {me.email}
        </Menu.Label>
        <Menu.Item component={Link} to="/me" leftSection={<Icon name="user" />}>
          {t('nav.me')}
        </Menu.Item>
        <Menu.Item component={Link} to="/jobs" leftSection={<Icon name="clock" />}>
          {t('nav.jobs')}
        </Menu.Item>
        {me.instanceOwner ? (
          <Menu.Item component={Link} to="/admin" leftSection={<Icon name="server" />}>
            {t('nav.admin')}
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<Icon name="keyboard" />}
          rightSection={<KeyBadge binding="?" decorative />}
          onClick={() => setHelpOpen(true)}
        >
          {t('keys.title')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('account.theme')}</Menu.Label>
        {(['auto', 'light', 'dark'] as const).map((theme) => (
          <Menu.Item
            key={theme}
            aria-current={me.theme === theme ? 'true' : undefined}
            leftSection={
              <Icon
                name={me.theme === theme ? 'check' : theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'half'}
              />
            }
            onClick={() => setTheme(theme)}
          >
            {themes[theme]}
          </Menu.Item>
        ))}
        <Menu.Label>{t('account.language')}</Menu.Label>
        {Object.entries(LANGUAGES).map(([language, name]) => (
          <Menu.Item
            key={language}
            aria-current={i18n.language === language ? 'true' : undefined}
            lang={language}
            leftSection={i18n.language === language ? <Icon name="check" /> : <span className={classes.noIcon} />}
            onClick={() => setLanguage(language)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()} leftSection={<Icon name="arrowRight" />}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
