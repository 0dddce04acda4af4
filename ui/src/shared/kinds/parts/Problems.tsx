import type { ReactNode } from 'react';
import type { SchemaProblem } from '../kind';
import css from './form.module.css';

export const firstProblem = (problems: readonly SchemaProblem[], where: string): string | undefined => {
  const problem = problems.find((one) => one.where === where);
  return problem ? `${problem.what}: ${problem.fix}` : undefined;
};

/** Problems that belong to `path` or to something below it: the form shows them where they are. */
export function problemsAt(problems: readonly SchemaProblem[], path: string, exact = false): SchemaProblem[] {
  return problems.filter(
    ({ where }) => where === path || (!exact && (where.startsWith(`${path}.`) || where.startsWith(`${path}[`))),
  );
}

export function Problems({ problems }: { problems: readonly SchemaProblem[] }): ReactNode {
  return problems.map((problem) => (
    <p key={problem.where + problem.what} className={css.problem}>
      {problem.what}. {problem.fix}
    </p>
  ));
}
