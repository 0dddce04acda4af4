import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import commonEn from './messages.en.json';

/** Languages with a complete catalogue, by the name their speakers use. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const STORAGE_KEY = 'cupel.language';

type Catalogue = { default: Record<string, unknown> };
const featureFiles = import.meta.glob<Catalogue>('../../features/*/messages.*.json');
const commonFiles = import.meta.glob<Catalogue>('./messages.*.json');
const sharedFiles = import.meta.glob<Catalogue>('../{estimates,inputs,kinds,problems}/messages.*.json');

const fileOf = (language: string, namespace: string) =>
  namespace === 'common'
    ? commonFiles[`./messages.${language}.json`]
    : ['estimates', 'inputs', 'kinds', 'problems'].includes(namespace)
      ? sharedFiles[`../${namespace}/messages.${language}.json`]
      : featureFiles[`../../features/${namespace}/messages.${language}.json`];

/** A namespace is a feature: its messages are loaded with it, in the language in use (and English, to fall back on). */
const lazyCatalogues: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    const load = fileOf(language, namespace);
    if (!load) done(null, {});
    else
      load().then(
        (file) => done(null, file.default as Record<string, string>),
        (error: Error) => done(error, null),
      );
  },
};

const supported = (tag: string | null | undefined): Language | undefined => {
  const language = tag?.toLowerCase().split('-')[0];
  return language !== undefined && language in LANGUAGES ? (language as Language) : undefined;
};

const preferred = (): Language =>
  supported(localStorage.getItem(STORAGE_KEY)) ?? navigator.languages.map(supported).find((one) => one) ?? 'en';

/** Call once, before the first render. */
export async function startI18n(): Promise<void> {
  const language = preferred();
  await i18next
    .use(lazyCatalogues)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: Object.keys(LANGUAGES),
      ns: ['common'],
      defaultNS: 'common',
      resources: { en: { common: commonEn } },
      partialBundledLanguages: true,
      interpolation: { escapeValue: false }, // React escapes
      react: { useSuspense: true },
    });
  document.documentElement.lang = language;
}

/** Switches the language at once and remembers it on this device; the account remembers it through PATCH /me. */
export async function changeLanguage(tag: string): Promise<void> {
  const language = supported(tag);
  if (language === undefined || language === i18next.language) return;
  localStorage.setItem(STORAGE_KEY, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** For route loaders: fetches a feature's messages while its code is on the way. */
export const loadMessages = (...features: string[]): Promise<void> => i18next.loadNamespaces(features);

export {
  formatDate,
  formatDateTime,
  formatDuration,
  formatInterval,
  formatList,
  formatNumber,
  formatPercent,
  formatRelative,
  midnight,
  spreadsheetSeparator,
} from './format';
