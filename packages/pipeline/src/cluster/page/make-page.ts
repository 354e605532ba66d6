import { fillPage } from '../../page/fill-page.ts';
import { type ServedPage, servePage } from '../../page/serve-page.ts';
import { formatPeople, type PeopleFile, parsePeople } from '../people-file.ts';
import type { PageData } from './data.ts';
import html from './page.html?raw';
import script from './page.ts?script';

/** The page with its data: it needs nothing besides. */
export function renderPage(data: PageData): string {
  return fillPage(html, { data, script });
}

/**
 * Serves a page, and hands on what is decided there.
 *
 * @param file names where `save` writes
 * @param port 0 for any that is free
 * @throws FaceGpuError `bad-argument` where the port is taken
 */
export function servePeoplePage(
  data: PageData,
  file: string,
  save: (text: string) => Promise<void>,
  port = 0,
): Promise<ServedPage> {
  let people: PeopleFile = data.people;
  return servePage(
    {
      file,
      render: (server) => renderPage({ ...data, server, people }),
      async save(text) {
        const decided = parsePeople(text, 'what the page sent');
        await save(formatPeople(decided));
        people = decided;
      },
    },
    port,
  );
}
