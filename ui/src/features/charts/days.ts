import { language } from '@/shared/i18n/format';

/** An ISO date as people write it, short: "21 Nov". The day is the server's (UTC) day and is not shifted. */
export const formatDay = (day: string): string =>
  new Intl.DateTimeFormat(language(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day.slice(0, 10)}T00:00:00Z`),
  );
