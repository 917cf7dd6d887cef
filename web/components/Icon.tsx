/** Line drawings of our own, on a 24 px grid. They stand beside words and are hidden from screen readers. */
const PATHS = {
  camera: 'M4 8.5h3l1.6-2.5h6.8L17 8.5h3v10H4zM12 16.2a3.1 3.1 0 1 0 0-6.2 3.1 3.1 0 0 0 0 6.2z',
  flip: 'M5 9.5A7.5 7.5 0 0 1 18.6 8M19 4v4.4h-4.4M19 14.5A7.5 7.5 0 0 1 5.4 16M5 20v-4.4h4.4',
  torch: 'M8 3.5h8v3.2l-2 3v10.8h-4V9.7l-2-3zM8 6.7h8M12 12.5v2',
  close: 'M6 6l12 12M18 6L6 18',
  sliders: 'M4 7.5h9M17 7.5h3M15 5v5M4 16.5h3M11 16.5h9M9 14v5',
  picture: 'M4 5.5h16v13H4zM4 15.5l4.6-4 3.4 3 3.2-2.6L20 16M8.4 9.4v.1',
  pulse: 'M3.5 12.5h4l2.3-6.2 4.2 11.4 2.3-5.2h4.2',
  alert: 'M12 4.2l8.6 15.3H3.4zM12 10v4.4M12 16.8v.4',
} as const;

export const Icon = ({ name }: { name: keyof typeof PATHS }) => <Drawing path={PATHS[name]} />;

export function Drawing({ path }: { path: string }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}
