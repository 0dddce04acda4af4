export { NewProjectScreen } from './NewProjectScreen';
export { ProjectsScreen } from './ProjectsScreen';
