export { useReportText } from './useReportText';
