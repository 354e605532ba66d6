import { Random } from '@facegpu/kernels/testing';
import { expect, it } from 'vitest';
import { agreementByPerson, bCubedAgreement, pairwiseAgreement } from './cluster-agreement.ts';

it('counts pairs and faces as their definitions do', () => {
  const random = new Random(7);
  for (let round = 0; round < 20; round++) {
    const count = random.integer(2, 40);
    const clusters = Array.from({ length: count }, () => random.integer(0, 6));
    const people = Array.from({ length: count }, () => `${random.integer(0, 6)}`);
    let [shared, found, wanted, precision, recall] = [0, 0, 0, 0, 0];
    for (let a = 0; a < count; a++) {
      let [both, sameCluster, samePerson] = [0, 0, 0];
      for (let b = 0; b < count; b++) {
        const together = clusters[a] === clusters[b];
        const one = people[a] === people[b];
        sameCluster += Number(together);
        samePerson += Number(one);
        both += Number(together && one);
        if (b <= a) continue;
        found += Number(together);
        wanted += Number(one);
        shared += Number(together && one);
      }
      precision += both / sameCluster / count;
      recall += both / samePerson / count;
    }
    const tallies = agreementByPerson(clusters, people);
    const pairs = pairwiseAgreement(tallies);
    expect(pairs.precision).toBeCloseTo(found === 0 ? 1 : shared / found);
    expect(pairs.recall).toBeCloseTo(wanted === 0 ? 1 : shared / wanted);
    const faces = bCubedAgreement(tallies);
    expect(faces.precision).toBeCloseTo(precision);
    expect(faces.recall).toBeCloseTo(recall);
    expect(faces.f).toBeCloseTo((2 * precision * recall) / (precision + recall));
  }
});
