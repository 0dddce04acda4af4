import { useTranslation } from 'react-i18next';
import { formatNumber } from '../i18n/format';
import { reportText } from './reportWords';

/** Says a sentence of a report in the person's language. @param labelOf how an option is called where its id stands */
export function useReportText(labelOf: (id: string) => string = (id) => id): (said: string) => string {
  const { t } = useTranslation('estimates');
  const words = t as unknown as (key: string, values: object) => string;
  return (said) => reportText(said, { words, number: formatNumber, labelOf });
}
