// The icons of the product: drawn on a grid of 24 with one stroke. `mark` is the sign of the product itself.
const icons = {
  home: 'M4 10.5 12 4l8 6.5V20h-5.5v-6h-5v6H4z',
  organisations: 'M9 4h6v4H9zM3 16h6v4H3zM15 16h6v4h-6zM12 8v4M6 16v-4h12v4',
  research: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20M8 10.5h5M8 8h5M8 13h3',
  responsibility: 'M6 4h12v16H6zM9 3h6v3H9zM9 11l1.5 1.5L13 10M9 16.5h6',
  appraisal: 'M4 20v-5h4v5zM10 20v-9h4v9zM16 20v-7h4v7zM4 10l6-5 3 2.5L19 3M15.5 3H19v3.5',
  activities: 'M5 21V4M5 5c4-2 6 2 9.5.5C16 5 17 4.5 19 5v8c-2-.5-3 0-4.5.5C11 15 9 11 5 13',
  training: 'M12 5c-2.5-1.3-5-1.5-8-1.5v14c3 0 5.5.2 8 1.5 2.5-1.3 5-1.5 8-1.5v-14c-3 0-5.5.2-8 1.5zM12 5v14',
  youth: 'M12 20v-9M12 13c-4 0-6.5-2-7-6 4 0 7 2 7 6zM12 11c0-4 2.5-6.5 7-7 0 4.5-2.5 7-7 7z',
  community: 'M4 5h16v11h-9l-4.5 4v-4H4zM8 9h8M8 12h5',
  portal: 'M3 5h18v14H3zM3 9h18M6 7h.01M8.5 7h.01M12.5 12.5H18M12.5 15.5H18M6 12.5h3.5v3H6z',
  admin: 'M12 8.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M5.6 18.4l1.8-1.8M16.6 7.4l1.8-1.8',
  search: 'M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5',
  todo: 'M4 6.5 5.5 8 8 5M4 13l1.5 1.5L8 11.5M4 19.5 5.5 21 8 18M11.5 7H20M11.5 13.5H20M11.5 20H20',
  bell: 'M6 17.5V11a6 6 0 0 1 12 0v6.5M4 17.5h16M10 20.5a2 2 0 0 0 4 0M12 5V3',
  language: 'M4 6h9M8.5 4v2M11 6c-.5 4-3 7-6.5 8.5M6 9c1 2.5 3 4.5 6 5.5M12 20l4-9.5L20 20M13.5 17h5',
  display: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6',
  key: 'M8 11.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11 12.5 19.5 4M16 7.5l2.5 2.5M13.5 10l1.5 1.5',
  'sign-out': 'M14 4H5v16h9M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  chevron: 'M6 9.5l6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  edit: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10',
  delete: 'M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5',
  download: 'M12 4v11M7.5 11l4.5 4.5L16.5 11M4.5 20h15',
  upload: 'M12 15.5V4.5M7.5 9 12 4.5 16.5 9M4.5 20h15',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  filter: 'M4 5h16l-6 7.5V19l-4-2v-4.5z',
  check: 'M5 12.5 10 17.5 19.5 7',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.5h.01',
  warning: 'M12 4 2.5 20h19zM12 10v5M12 17.5h.01',
  error: 'M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM12 7.5v5.5M12 16.5h.01',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 0 0 5.7 5.7L12 17.7',
  history: 'M4.5 9A8 8 0 1 1 4 13M4 4.5V9h4.5M12 8v4.5l3 2',
  file: 'M6 3.5h8.5L18.5 8v12.5H6zM14 3.5V8.5h4.5M9 13h6M9 16.5h6',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14',
  lock: 'M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2.5',
  eye: 'M2.5 12C5 7.5 8.2 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.7 6.5-9.5 6.5S5 16.5 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  undo: 'M4 10h10.5a5 5 0 0 1 0 10H9M8 6l-4 4 4 4',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3.5 2',
  people: 'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5c.5-3.5 3-5 6.5-5s6 1.5 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 15c2.3.6 3.6 2 4 4.5',
  ballot: 'M4 13h16v7.5H4zM7.5 13V4h9v9M9.5 8.5l1.8 1.8L14.5 7M9.5 16.5h5',
  award: 'M12 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8.5 13.5 7 21l5-2.5 5 2.5-1.5-7.5',
  shield: 'M12 3.5 4.5 6v6c0 4.5 3 7.3 7.5 8.5 4.5-1.2 7.5-4 7.5-8.5V6zM9 12l2 2 4-4',
  audit: 'M6 3.5h12v17H6zM9 8h6M9 11.5h3M11 16.5l1.5 1.5 3-3.5',
  jobs: 'M12 3.5a8.5 8.5 0 1 0 8.5 8.5M12 7.5V12l3.5 2M16 4.5l4.5 1-1 4.5',
  back: 'M20 12H4.5M10 6l-6 6 6 6',
  next: 'M4 12h15.5M14 6l6 6-6 6',
  compare: 'M7 4v16M4 7l3-3 3 3M17 20V4M14 17l3 3 3-3',
};
const mark = '<symbol id="mark" viewBox="0 0 32 32"><path fill="currentColor" stroke="none" fill-rule="evenodd" d="M3 0h26a3 3 0 0 1 3 3v26a3 3 0 0 1-3 3H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3zM6 20v5h5v-5zM13.5 15.5V25h5v-9.5zM21 13v12h5V13zM18.3 4v2.2h2.5L17 9.7l-3-3-8.2 7.1 1.4 1.6 6.7-5.8 3 3 5.5-5v2.4h2.2V4z"/></symbol>';

/** Names that `icon(name)` of the kit may be given. */
export const names = Object.keys(icons);

/** The sprite as one file of symbols. */
export function sprite() {
  const symbols = Object.entries(icons).map(([id, d]) => `<symbol id="${id}" viewBox="0 0 24 24"><path d="${d}"/></symbol>`);
  return `<svg xmlns="http://www.w3.org/2000/svg">${mark}${symbols.join('')}</svg>\n`;
}
