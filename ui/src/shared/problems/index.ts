export { type ProblemWords, problemWords, type Said } from './problemWords';
export { useProblemWords } from './useProblemWords';
