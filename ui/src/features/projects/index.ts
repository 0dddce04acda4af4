export { ProjectsScreen } from './ProjectsScreen';
