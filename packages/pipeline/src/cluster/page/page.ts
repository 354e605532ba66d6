import { byId, element } from '../../page/elements.ts';
import { download, KeptText } from '../../page/kept-text.ts';
import { confirmFace, mergePeople, renamePerson, takeOut } from '../edit-people.ts';
import { formatPeople, type PeopleFile, type PersonEntry, parsePeople } from '../people-file.ts';
import type { PageData, ShownFace } from './data.ts';

const data: PageData = JSON.parse(byId('data', HTMLScriptElement).text);
const faces = new Map(data.faces.map((face) => [face.key, face]));
const state = byId('state', HTMLElement);
const say = (words: string) => {
  state.textContent = words;
};
const kept = new KeptText(`facegpu-people-${data.id}`, data.server, say);

/** Chips of a person that are shown before somebody asks for all, and up to which two people stand side by side. */
const mostChips = 40;
const fewChips = 8;

let people = storedPeople() ?? data.people;
/** What was there before each change, the latest last. */
const past: PeopleFile[] = [];
const chosen = new Set<number>();
const opened = new Set<number>();
let current: { readonly face: ShownFace; readonly person: number } | undefined;

const main = byId('main', HTMLElement);
const bar = byId('bar', HTMLElement);
const filter = byId('filter', HTMLInputElement);
const onlyDoubtful = byId('doubtful', HTMLInputElement);
const back = byId('back', HTMLButtonElement);

/** What an earlier visit decided. */
function storedPeople(): PeopleFile | undefined {
  const text = kept.stored();
  if (text === undefined) return undefined;
  try {
    return parsePeople(text, 'what the browser kept');
  } catch {
    return undefined;
  }
}

/** Whether nobody has said yet that a face is where it should be, and it may well not. */
function isDoubtful(key: string): boolean {
  return faces.get(key)?.doubtful === true;
}

function isOpenDoubt({ told }: PersonEntry, key: string): boolean {
  return isDoubtful(key) && !told.includes(key);
}

/** Takes a change over, unless there is none. */
function change(next: PeopleFile | undefined, refusal = ''): void {
  if (!next) {
    say(refusal);
    return;
  }
  if (next === people) return;
  past.push(people);
  show(next);
}

function show(next: PeopleFile): void {
  people = next;
  current = undefined;
  chosen.clear();
  kept.save(formatPeople(people));
  render();
}

const inOnePhoto = 'These are two people: they are in one photo.';

function render(): void {
  const visible = people.people.filter(isShown);
  const groups = visible.filter((person) => person.faces.length > 1 || person.name !== null);
  const once = visible.filter((person) => !groups.includes(person));
  main.replaceChildren(
    ...(groups.length > 0 ? [element('h2', {}, 'People')] : []),
    element('div', { class: 'people' }, ...groups.map(renderPerson)),
    ...(once.length > 0 ? [element('h2', {}, 'There once')] : []),
    element('div', { class: 'once' }, ...once.map(renderPerson)),
    ...(visible.length === 0 ? [element('p', { class: 'quiet' }, 'Nobody is left here.')] : []),
  );
  const all = people.people.filter((person) => person.faces.length > 1).length;
  const named = people.people.filter(({ name }) => name !== null).length;
  const doubts = people.people.flatMap((person) =>
    person.faces.filter((key) => isOpenDoubt(person, key)),
  ).length;
  byId('counts', HTMLElement).textContent =
    `${data.photos} photos, ${faces.size} faces: ${all} people, ${named} named, ${doubts} doubtful`;
  const names = people.people.flatMap(({ name }) => name ?? []);
  byId('names', HTMLDataListElement).replaceChildren(
    ...names.map((name) => element('option', { value: name })),
  );
  back.disabled = past.length === 0;
  renderBar();
}

function isShown(person: PersonEntry): boolean {
  if (onlyDoubtful.checked && !person.faces.some((key) => isOpenDoubt(person, key))) return false;
  const wanted = filter.value.trim().toLowerCase();
  const texts = [person.name ?? '', ...person.faces.map((key) => faces.get(key)?.file ?? '')];
  return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted));
}

function renderPerson(person: PersonEntry): HTMLElement {
  const { id, name } = person;
  const box = element('input', {
    type: 'checkbox',
    'aria-label': `Choose ${name ?? `person ${id}`} to merge`,
  });
  box.checked = chosen.has(id);
  box.addEventListener('change', () => {
    if (box.checked) chosen.add(id);
    else chosen.delete(id);
    card.classList.toggle('chosen', box.checked);
    current = undefined;
    renderBar();
  });
  const field = element('input', {
    type: 'text',
    list: 'names',
    placeholder: `person ${id}`,
    'aria-label': `Name of person ${id}`,
    value: name ?? '',
  });
  field.addEventListener('change', () => {
    const typed = field.value.trim();
    change(renamePerson(people, id, typed, isDoubtful), `${typed} is in a photo with this person.`);
    field.value = personOf(id)?.name ?? '';
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') field.blur();
  });
  const shown = person.faces.flatMap((key) => faces.get(key) ?? []);
  const visible = opened.has(id) ? shown : shown.slice(0, mostChips);
  const chips = visible.map((face) => renderChip(person, face));
  if (visible.length < shown.length) chips.push(renderMore(id, shown.length - visible.length));
  const count = shown.length === 1 ? '' : `${shown.length} faces`;
  const card = element(
    'section',
    { 'data-person': String(id) },
    element('div', { class: 'who' }, box, field, element('span', { class: 'quiet' }, count)),
    element('div', { class: 'chips' }, ...chips),
  );
  card.classList.toggle('chosen', box.checked);
  card.classList.toggle('many', shown.length > fewChips);
  return card;
}

function renderChip(person: PersonEntry, face: ShownFace): HTMLButtonElement {
  const doubtful = isOpenDoubt(person, face.key);
  const chip = element(
    'button',
    {
      type: 'button',
      title: doubtful ? `${face.file}: doubtful` : face.file,
      class: doubtful ? 'doubtful' : undefined,
      'aria-pressed': String(current?.face === face),
    },
    element('img', { src: data.pictures[face.chip], alt: face.file }),
  );
  chip.addEventListener('click', () => {
    current = current?.face === face ? undefined : { face, person: person.id };
    for (const other of main.querySelectorAll('.chips [aria-pressed="true"]')) {
      other.setAttribute('aria-pressed', 'false');
    }
    chip.setAttribute('aria-pressed', String(current !== undefined));
    renderBar();
  });
  return chip;
}

function renderMore(id: number, count: number): HTMLButtonElement {
  const more = element('button', { type: 'button', class: 'more' }, `${count} more`);
  more.addEventListener('click', () => {
    opened.add(id);
    render();
  });
  return more;
}

/** What can be done with the face or the people that are chosen. */
function renderBar(): void {
  bar.hidden = !current && chosen.size === 0;
  bar.replaceChildren(...(current ? faceActions(current) : peopleActions()));
}

function faceActions({ face, person: id }: NonNullable<typeof current>): HTMLElement[] {
  const person = personOf(id);
  if (!person) return [];
  const { key, file, chip, score } = face;
  const words = isOpenDoubt(person, key) ? 'doubtful' : 'fits';
  const actions: HTMLElement[] = [];
  if (isOpenDoubt(person, key)) {
    actions.push(action('good', 'It is right', () => change(confirmFace(people, id, key))));
  }
  if (person.faces.length > 1) {
    actions.push(action('bad', 'Take out', () => change(takeOut(people, id, key))));
  }
  return [
    element('img', { src: data.pictures[chip], alt: '' }),
    element(
      'span',
      { class: 'what' },
      file,
      element('small', {}, `${person.name ?? `person ${id}`}: ${words}, ${score.toFixed(2)}`),
    ),
    ...actions,
  ];
}

function peopleActions(): HTMLElement[] {
  const ids = [...chosen];
  const names = ids.map((id) => personOf(id)?.name ?? `person ${id}`).join(', ');
  const merge = action('accent', `Merge ${ids.length} people`, () => {
    change(mergePeople(people, ids, isDoubtful), inOnePhoto);
  });
  merge.disabled = ids.length < 2;
  const none = action('', 'Choose none', () => {
    chosen.clear();
    render();
  });
  return [element('span', { class: 'what' }, names), merge, none];
}

function action(kind: string, words: string, act: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: kind }, words);
  button.addEventListener('click', act);
  return button;
}

function personOf(id: number): PersonEntry | undefined {
  return people.people.find((person) => person.id === id);
}

byId('title', HTMLElement).textContent = data.title;
document.title = data.title;
filter.addEventListener('input', render);
onlyDoubtful.addEventListener('change', render);
back.addEventListener('click', () => {
  const before = past.pop();
  if (before) show(before);
});
byId('download', HTMLButtonElement).addEventListener('click', () => {
  download('people.json', formatPeople(people));
});
render();
