import { byId, download, element, type PictureNumber } from '@facegpu/pipeline/page';
import type { Action, Decision } from '../decisions.ts';
import { suspicions } from '../kinds.ts';
import type { PageData, ShownSuspect } from './data.ts';
import { DecisionStore } from './store.ts';

const data: PageData = JSON.parse(byId('data', HTMLScriptElement).text);
const { suspects, pictures } = data;

const actions: readonly { action: Action; key: string; label: string }[] = [
  { action: 'keep', key: 'k', label: 'Keep' },
  { action: 'move', key: 'm', label: 'Move' },
  { action: 'drop', key: 'd', label: 'Drop' },
  { action: 'unsure', key: 'u', label: 'Unsure' },
];

const state = byId('state', HTMLElement);
const store = new DecisionStore(data, (text) => {
  state.textContent = text;
});
const list = byId('list', HTMLOListElement);
const main = byId('main', HTMLElement);
const kind = byId('kind', HTMLSelectElement);
const open = byId('open', HTMLInputElement);
let current: ShownSuspect | undefined;

/** The suspects that the filters leave, and the one that is looked at. */
function shown(): ShownSuspect[] {
  return suspects.filter((suspect) => {
    if (kind.value !== '' && !suspect.kinds.some((each) => each === kind.value)) return false;
    return !open.checked || suspect === current || !store.of(suspect.file);
  });
}

function select(suspect: ShownSuspect | undefined): void {
  current = suspect;
  render();
  list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
}

function step(by: number): void {
  const visible = shown();
  const at = current ? visible.indexOf(current) : -1;
  select(visible[Math.max(0, Math.min(visible.length - 1, at + by))]);
}

function decide(action: Action, person?: string): void {
  if (!current) return;
  const { file, hash } = current;
  const at = new Date().toISOString();
  store.set({ file, hash, action, ...(person !== undefined && { person }), at });
  const visible = shown();
  const rest = visible.slice(visible.indexOf(current) + 1);
  select(rest.find((suspect) => !store.of(suspect.file)) ?? rest[0] ?? current);
}

/** Moves to whom the field names; asks for a name where it is empty. */
function move(): void {
  const target = byId('target', HTMLInputElement);
  const name = target.value.trim();
  if (name !== '' && name !== current?.person) decide('move', name);
  else target.focus();
}

function act(action: Action): void {
  if (action === 'move') move();
  else decide(action);
}

function render(): void {
  renderHeader();
  list.replaceChildren(...shown().map(renderRow));
  main.replaceChildren(...(current ? renderCard(current) : [renderNothing()]), renderSummary());
}

function renderHeader(): void {
  const decided = suspects.filter(({ file }) => store.of(file)).length;
  const progress = byId('progress', HTMLProgressElement);
  progress.max = Math.max(1, suspects.length);
  progress.value = decided;
  const more = data.left > 0 ? `; ${data.left} more when these are done` : '';
  byId('counts', HTMLElement).textContent =
    `${decided} of ${suspects.length} suspects decided, ${data.photos} photos${more}`;
}

function renderRow(suspect: ShownSuspect): HTMLElement {
  const { file, person, score } = suspect;
  const decision = store.of(file);
  const button = element(
    'button',
    { type: 'button', title: file },
    picture(suspect.chip ?? suspect.photo, ''),
    element('span', { class: 'who' }, person, element('small', {}, suspect.kinds.join(', '))),
    decision ? mark(decision) : element('span', { class: 'quiet' }, score.toFixed(2)),
  );
  button.addEventListener('click', () => select(suspect));
  return element('li', { 'aria-current': suspect === current ? 'true' : undefined }, button);
}

function mark({ action }: Decision): HTMLElement {
  return element('span', { class: `mark ${action}` }, action);
}

function renderCard(suspect: ShownSuspect): HTMLElement[] {
  const { person, proposed, own, others } = suspect;
  return [
    element(
      'div',
      { class: 'trio' },
      renderPerson('Said to show', person, own, 'no other photo'),
      renderSuspect(suspect),
      proposed === null
        ? element('section', {}, element('h2', {}, 'Nobody is proposed'))
        : renderPerson('More like', proposed, others, 'no photo'),
    ),
    renderActions(suspect),
  ];
}

function renderPerson(
  title: string,
  name: string,
  chips: readonly PictureNumber[],
  none: string,
): HTMLElement {
  const count = data.people.find(([known]) => known === name)?.[1] ?? 0;
  return element(
    'section',
    {},
    element('h2', {}, name),
    element('p', {}, `${title}; ${count} photos in all`),
    chips.length === 0
      ? element('p', {}, none)
      : element('div', { class: 'chips' }, ...chips.map((chip) => picture(chip, name))),
  );
}

function renderSuspect(suspect: ShownSuspect): HTMLElement {
  const { file, score, kinds, reasons, box } = suspect;
  const frame = element('i');
  if (box) {
    const [left, top, width, height] = box.map((share) => `${(share * 100).toFixed(2)}%`);
    Object.assign(frame.style, { left, top, width, height });
  }
  return element(
    'section',
    { class: 'suspect' },
    element('ul', { class: 'kinds' }, ...kinds.map((each) => element('li', {}, each))),
    suspect.chip !== undefined && picture(suspect.chip, 'the suspect', 'chip'),
    suspect.photo !== undefined &&
      element('div', { class: 'photo' }, picture(suspect.photo, 'its photo'), box && frame),
    element('h2', {}, file),
    element('p', {}, `score ${score.toFixed(2)}: ${reasons.join('; ')}`),
  );
}

function renderActions(suspect: ShownSuspect): HTMLElement {
  const decision = store.of(suspect.file);
  const buttons = actions.map(({ action, key, label }) => {
    const pressed = String(decision?.action === action);
    const button = element(
      'button',
      { type: 'button', class: action, 'aria-pressed': pressed, 'data-action': action },
      element('span', {}, label, element('kbd', {}, key.toUpperCase())),
    );
    button.addEventListener('click', () => act(action));
    return button;
  });
  const target = element('input', {
    id: 'target',
    list: 'names',
    placeholder: 'move to …',
    'aria-label': 'Move to',
    value: decision?.person ?? suspect.proposed ?? '',
  });
  target.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') move();
    if (event.key === 'Escape') target.blur();
  });
  const back = element('button', { type: 'button' }, 'Take back', element('kbd', {}, 'Z'));
  back.disabled = !decision;
  back.addEventListener('click', takeBack);
  const row = element('div', { class: 'actions' }, ...buttons, target, back);
  back.style.borderWidth = '1px';
  return row;
}

function takeBack(): void {
  if (!current) return;
  store.delete(current.file);
  render();
}

function renderNothing(): HTMLElement {
  const words = suspects.length === 0 ? 'Nothing looks wrong.' : 'Nothing is left here.';
  return element('section', {}, element('h2', {}, words));
}

/** Who is taken for whom, whose photos are suspect, and how often a suspicion was right. */
function renderSummary(): HTMLElement {
  const confused = count(
    suspects.flatMap(({ person, proposed }) =>
      proposed === null ? [] : [`${person} → ${proposed}`],
    ),
  );
  const owners = count(suspects.map(({ person }) => person));
  const judged = suspects.flatMap(({ file }) => store.of(file) ?? []).slice(0, mostJudged);
  const sure = judged.filter(({ action }) => action !== 'unsure');
  const right = sure.filter(({ action }) => action !== 'keep').length;
  const precision =
    sure.length === 0
      ? 'Nothing is decided yet.'
      : `${right} of the worst ${sure.length} that were decided were wrong: ${Math.round((100 * right) / sure.length)} %.`;
  return element(
    'div',
    { class: 'below' },
    confused.size > 0 && renderTable('Taken for one another', confused),
    owners.size > 0 && renderTable('Suspects of', owners),
    element(
      'section',
      {},
      element('h2', {}, 'How often it was right'),
      element('p', {}, precision),
    ),
    element(
      'section',
      {},
      element('h2', {}, 'Keys'),
      element('p', {}, 'K keep, M move, D drop, U unsure; Z takes back; arrows go on and back.'),
    ),
  );
}

/** The suspicions that count for how often they are right. */
const mostJudged = 200;
const mostRows = 8;

function renderTable(title: string, counts: ReadonlyMap<string, number>): HTMLElement {
  const rows = [...counts].sort((a, b) => b[1] - a[1]).slice(0, mostRows);
  const cells = rows.map(([name, number]) =>
    element('tr', {}, element('td', {}, name), element('td', {}, String(number))),
  );
  return element('section', {}, element('h2', {}, title), element('table', {}, ...cells));
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function picture(number: PictureNumber | undefined, alt: string, style?: string): HTMLElement {
  if (number === undefined) return element('span', { class: 'none' });
  return element('img', { src: pictures[number], alt, class: style });
}

async function upload(file: File): Promise<void> {
  try {
    store.add(await file.text(), file.name);
    render();
  } catch (error) {
    state.textContent = error instanceof Error ? error.message : String(error);
  }
}

function onKey(event: KeyboardEvent): void {
  const { target, key } = event;
  const isTyping = target instanceof HTMLInputElement && target.type !== 'checkbox';
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = actions.find((each) => each.key === key.toLowerCase())?.action;
  if (action) act(action);
  else if (key === 'ArrowRight' || key === 'ArrowDown') step(1);
  else if (key === 'ArrowLeft' || key === 'ArrowUp') step(-1);
  else if (key.toLowerCase() === 'z') takeBack();
  else return;
  event.preventDefault();
}

byId('title', HTMLElement).textContent = data.title;
byId('names', HTMLDataListElement).append(
  ...data.people.map(([name]) => element('option', { value: name })),
);
kind.append(
  element('option', { value: '' }, 'all kinds'),
  ...suspicions.map((each) => element('option', { value: each }, each)),
);
for (const filter of [kind, open]) {
  filter.addEventListener('change', () => {
    current = undefined;
    select(shown()[0]);
  });
}
byId('download', HTMLButtonElement).addEventListener('click', () => {
  download('decisions.json', store.format());
});
const files = byId('upload', HTMLInputElement);
files.addEventListener('change', async () => {
  const [file] = files.files ?? [];
  files.value = '';
  if (file) await upload(file);
});
document.addEventListener('keydown', onKey);
select(suspects.find(({ file }) => !store.of(file)) ?? suspects[0]);
