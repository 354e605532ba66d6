import { listedOperators } from './listed-operators.ts';
import type { Outcome } from './run-case.ts';

const results: readonly Outcome['result'][] = ['passed', 'refused', 'excepted', 'failed'];

/** How many cases passed, were refused and failed, and why those were refused that should be there. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const listed = outcomes.filter(({ model }) => {
    return model.operators.every((name) => listedOperators.has(name));
  });
  const lines = [
    counted('all cases', outcomes),
    counted('cases of the listed operators', listed),
    ...[...listed]
      .filter(({ result }) => result !== 'passed')
      .map(({ name, result, why }) => {
        return `  ${result} ${name}: ${why.split('\n')[0]}`;
      }),
  ];
  return `${lines.join('\n')}\n`;
}

/** Cases by what became of them. */
function counted(what: string, outcomes: readonly Outcome[]): string {
  const count = (result: Outcome['result']) =>
    outcomes.filter((each) => each.result === result).length;
  return `${what}: ${results.map((result) => `${count(result)} ${result}`).join(', ')}`;
}
