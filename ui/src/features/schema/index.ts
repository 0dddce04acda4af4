export { SchemaScreen } from './SchemaScreen';
