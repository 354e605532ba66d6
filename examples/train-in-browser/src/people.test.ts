import { describe, expect, it } from 'vitest';
import { People } from './people.ts';

const file = (name: string, text = name) => new File([text], name, { lastModified: 1 });

describe('People', () => {
  it('calls people as the folders of their photos are called, wherever these lie', () => {
    const people = new People();
    const files = [file('1.jpg'), file('2.jpg'), file('3.jpg')];
    people.add(files, ['/all/Ada/1.jpg', 'Ada/2.jpg', './Bea/3.jpg']);
    expect([...people.byName()].map(([name, own]) => [name, own.length])).toEqual([
      ['Ada', 2],
      ['Bea', 1],
    ]);
  });

  it('takes a photo once, and none that lies in no folder', () => {
    const people = new People();
    expect(people.add([file('1.jpg')], ['Ada/1.jpg']).added).toHaveLength(1);
    const again = people.add([file('1.jpg'), file('2.jpg')], ['Ada/1.jpg', './2.jpg']);
    expect(again).toEqual({ added: [], homeless: ['2.jpg'] });
    expect(people.add([file('1.jpg', 'another')], ['Ada/1.jpg']).added).toHaveLength(1);
  });

  it('counts photos with a face', () => {
    const people = new People();
    const { added } = people.add([file('1.jpg'), file('2.jpg')], ['Ada/1.jpg', 'Ada/2.jpg']);
    const chip = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
    added[0].found = { chip, others: 0 };
    added[1].found = { chip: undefined, others: 0 };
    expect(people.faces()).toEqual(new Map([['Ada', [0]]]));
  });
});
